import { createRouter } from '@tanstack/react-router'
import { account } from './account/route.ts'
import { currentSession } from './api.ts'
import { approval, approvalRules, approvals } from './approvals/route.ts'
import { audit } from './audit/route.ts'
import { customer, customers } from './customers/route.ts'
import { importDetail, imports, newImport } from './imports/route.ts'
import { job, jobs } from './jobs/route.ts'
import { mail } from './mail/route.ts'
import { meter, meters } from './meters/route.ts'
import { overview } from './overview/route.ts'
import { newPerson, people, person } from './people/route.ts'
import { companies, company, newCompany } from './platform/route.ts'
import { onSignedOut, queries } from './queries.ts'
import { compareRoles, newRole, role, roles } from './roles/route.ts'
import { settings } from './settings/route.ts'
import { RouteFailure, RoutePending } from './shell/route-states.tsx'
import { root, signedIn } from './shell/signed-in.ts'
import { choosePassword, forgot, signIn } from './sign-in/route.ts'
import { transaction, transactions } from './transactions/route.ts'
import { newUtility, utilities, utilityDetail } from './utilities/route.ts'

/** Every screen; a new one has its `route.ts` beside it and is listed here. */
const outside = [signIn, forgot, choosePassword] as const
const inside = [
  account,
  overview,
  meters,
  meter,
  customers,
  customer,
  transactions,
  transaction,
  jobs,
  job,
  approvals,
  approvalRules,
  approval,
  audit,
  mail,
  people,
  newPerson,
  person,
  roles,
  newRole,
  compareRoles,
  role,
  utilities,
  newUtility,
  utilityDetail,
  settings,
  imports,
  newImport,
  importDetail,
  companies,
  newCompany,
  company,
] as const

export const router = createRouter({
  routeTree: root.addChildren([...outside, signedIn.addChildren(inside)] as const),
  basepath: '/console',
  defaultPendingComponent: RoutePending,
  defaultPendingMs: 300,
  defaultPendingMinMs: 0,
  defaultErrorComponent: RouteFailure,
  scrollRestoration: true,
})

onSignedOut(() => {
  if (!queries.getQueryData(currentSession.queryKey)) return
  queries.removeQueries({ queryKey: currentSession.queryKey })
  const { href } = router.state.location
  router.navigate({ to: '/sign-in', search: { next: href, ended: true } })
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
