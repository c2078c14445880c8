import { isProblem } from '@saldo/api-client/problem'
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { currentSession } from '../api.ts'
import { queries } from '../queries.ts'
import { NotFound, RouteFailure } from './route-states.tsx'

export const root = createRootRouteWithContext()({
  errorComponent: RouteFailure,
  notFoundComponent: NotFound,
})

type UtilitySearch = { utility?: string | undefined }

/** The parent of every screen behind the sign-in: what it shows stands inside the shell. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  // What stands in an address is anybody's text: a field that is not what it should be is undefined.
  validateSearch: ({ utility }): UtilitySearch => ({
    utility: typeof utility === 'string' ? utility : undefined,
  }),
  beforeLoad: async ({ location }) => ({ session: await sessionOr(location.href) }),
  component: lazyRouteComponent(() => import('./Shell.tsx'), 'Shell'),
})

async function sessionOr(next: string) {
  try {
    return await queries.ensureQueryData(currentSession)
  } catch (problem) {
    if (!isProblem(problem) || problem.status !== 401) throw problem
    throw redirect({ to: '/sign-in', search: next === '/' ? {} : { next } })
  }
}
