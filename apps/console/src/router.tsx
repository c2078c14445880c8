import { isProblem } from '@saldo/api-client/problem'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { currentSession } from './api.ts'
import { auditFilterOf } from './audit/filter.ts'
import { isDay } from './parts/days.ts'
import { onSignedOut, queries } from './queries.ts'
import { NotFound, RouteFailure, RoutePending } from './shell/route-states.tsx'
import { Shell } from './shell/Shell.tsx'

const root = createRootRouteWithContext()({
  errorComponent: RouteFailure,
  notFoundComponent: NotFound,
})

/** What stands in an address is anybody's text: a field that is not what it should be is undefined. */
type SignInSearch = { next?: string | undefined; ended?: boolean | undefined }
type UtilitySearch = { utility?: string | undefined }
type DaySearch = { day?: string | undefined }

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next, ended }): SignInSearch => ({
    // Only a place inside this app: a link from elsewhere must not lead out after signing in.
    next: typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined,
    ended: ended === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./sign-in/SignInScreen.tsx'), 'SignInScreen'),
})

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  validateSearch: ({ utility }): UtilitySearch => ({
    utility: typeof utility === 'string' ? utility : undefined,
  }),
  beforeLoad: async ({ location }) => ({ session: await sessionOr(location.href) }),
  component: Shell,
})

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  validateSearch: ({ day }): DaySearch => ({ day: isDay(day) ? day : undefined }),
  component: lazyRouteComponent(() => import('./overview/OverviewScreen.tsx'), 'OverviewScreen'),
})

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit',
  validateSearch: auditFilterOf,
  component: lazyRouteComponent(() => import('./audit/AuditScreen.tsx'), 'AuditScreen'),
})

async function sessionOr(next: string) {
  try {
    return await queries.ensureQueryData(currentSession)
  } catch (problem) {
    if (!isProblem(problem) || problem.status !== 401) throw problem
    throw redirect({ to: '/sign-in', search: next === '/' ? {} : { next } })
  }
}

export const router = createRouter({
  routeTree: root.addChildren([signIn, signedIn.addChildren([overview, audit])]),
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
