import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '../shell/signed-in.ts'

type SignInSearch = { next?: string | undefined; ended?: boolean | undefined }

export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next, ended }): SignInSearch => ({
    // Only a place inside this app: a link from elsewhere must not lead out after signing in.
    next: typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined,
    ended: ended === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./SignInScreen.tsx'), 'SignInScreen'),
})
