import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { type Box, boxes } from './queries.ts'

export const approvals = createRoute({
  getParentRoute: () => signedIn,
  path: '/approvals',
  validateSearch: ({ box }): { box?: Box | undefined } => ({
    box: boxes.find((one) => one === box),
  }),
  component: lazyRouteComponent(() => import('./ApprovalsScreen.tsx'), 'ApprovalsScreen'),
})

export const approvalRules = createRoute({
  getParentRoute: () => signedIn,
  path: '/approvals/rules',
  component: lazyRouteComponent(() => import('./RulesScreen.tsx'), 'RulesScreen'),
})

export const approval = createRoute({
  getParentRoute: () => signedIn,
  path: '/approvals/$requestId',
  component: lazyRouteComponent(() => import('./ApprovalScreen.tsx'), 'ApprovalScreen'),
})
