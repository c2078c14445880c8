export { beginSeries, forgetNumbers, nextNumber, takeNumbers } from './numbers.ts'
export { allTenants, createTenant, readTenant, type Tenant } from './tenant.ts'
export {
  changeUtility,
  createUtility,
  forgetUtilities,
  type NewUtility,
  readUtility,
  type Utility,
  UtilityUnknown,
  utilitiesOf,
  utilitiesSeenBy,
} from './utility.ts'
