import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { mailSearchOf } from './search.ts'

export const mail = createRoute({
  getParentRoute: () => signedIn,
  path: '/mail',
  validateSearch: mailSearchOf,
  component: lazyRouteComponent(() => import('./MailScreen.tsx'), 'MailScreen'),
})
