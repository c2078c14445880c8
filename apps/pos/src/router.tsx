import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { isEnrolled } from './device/identity.ts'
import { ResultScreen } from './result/ResultScreen.tsx'
import { SellScreen } from './sell/SellScreen.tsx'
import { mayUseScreens } from './session.ts'
import { CrashScreen } from './shell/CrashScreen.tsx'
import { Shell } from './shell/Shell.tsx'

const root = createRootRoute({ errorComponent: CrashScreen })

const enrol = createRoute({
  getParentRoute: () => root,
  path: '/enrol',
  beforeLoad: () => {
    if (isEnrolled()) throw redirect({ to: '/sign-in' })
  },
  component: lazyRouteComponent(() => import('./enrol/EnrolScreen.tsx'), 'EnrolScreen'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  beforeLoad: () => {
    if (!isEnrolled()) throw redirect({ to: '/enrol' })
    if (mayUseScreens()) throw redirect({ to: '/' })
  },
  component: lazyRouteComponent(() => import('./sign-in/SignInScreen.tsx'), 'SignInScreen'),
})

/** Everything behind the PIN. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: ({ location }) => {
    if (!isEnrolled()) throw redirect({ to: '/enrol', hash: location.hash })
    if (!mayUseScreens()) throw redirect({ to: '/sign-in' })
  },
  component: Shell,
})

const sell = createRoute({ getParentRoute: () => shell, path: '/', component: SellScreen })

export const resultRoute = createRoute({
  getParentRoute: () => shell,
  path: '/sales/$key',
  component: ResultScreen,
})

const waiting = createRoute({
  getParentRoute: () => shell,
  path: '/waiting',
  component: lazyRouteComponent(() => import('./waiting/WaitingScreen.tsx'), 'WaitingScreen'),
})

const more = createRoute({
  getParentRoute: () => shell,
  path: '/more',
  component: lazyRouteComponent(() => import('./more/MoreScreen.tsx'), 'MoreScreen'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    enrol,
    signIn,
    shell.addChildren([sell, resultRoute, waiting, more]),
  ]),
  basepath: '/pos',
  defaultPreload: 'intent',
  defaultNotFoundComponent: () => null,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
