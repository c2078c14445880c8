import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { auditFilterOf } from './filter.ts'

export const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit',
  validateSearch: auditFilterOf,
  component: lazyRouteComponent(() => import('./AuditScreen.tsx'), 'AuditScreen'),
})
