export { bringRolesUpToDate } from './bring-roles.ts'
export { beginSeries, forgetNumbers, nextNumber, takeNumbers } from './numbers.ts'
export { tenantRoutes } from './routes.ts'
export { allTenants, createTenant, foundTenant, readTenant, type Tenant } from './tenant.ts'
export {
  createUtility,
  forgetUtilities,
  readUtility,
  UtilityUnknown,
  utilitiesOf,
  utilitiesSeenBy,
} from './utility.ts'
export { brandUtility, changeUtility, type UtilityChange } from './utility-change.ts'
export type { NewUtility, Utility } from './utility-details.ts'
