import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '../shell/signed-in.ts'
// With the first script: it reads the address before the router does.
import './arrival.ts'

type SignInSearch = {
  next?: string | undefined
  ended?: boolean | undefined
  /** Whose password was just chosen. */
  email?: string | undefined
  chosen?: boolean | undefined
}

export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next, ended, email, chosen }): SignInSearch => ({
    next: insideApp(next),
    ended: ended === true ? true : undefined,
    email: typeof email === 'string' && email.length <= 254 ? email : undefined,
    chosen: chosen === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./SignInScreen.tsx'), 'SignInScreen'),
})

export const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(() => import('./ForgotScreen.tsx'), 'ForgotScreen'),
})

/** Where the links of letters lead. */
export const choosePassword = createRoute({
  getParentRoute: () => root,
  path: '/password',
  component: lazyRouteComponent(() => import('./ChoosePasswordScreen.tsx'), 'ChoosePasswordScreen'),
})

/** Only a place inside this app: a link from elsewhere must not lead out after signing in. */
export function insideApp(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined
}
