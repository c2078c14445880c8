import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { jobsSearchOf } from './search.ts'

export const jobs = createRoute({
  getParentRoute: () => signedIn,
  path: '/jobs',
  validateSearch: jobsSearchOf,
  component: lazyRouteComponent(() => import('./JobsScreen.tsx'), 'JobsScreen'),
})

export const tabs = ['job', 'history'] as const
type Tab = (typeof tabs)[number]

export const job = createRoute({
  getParentRoute: () => signedIn,
  path: '/jobs/$jobId',
  validateSearch: ({ tab }): { tab?: Tab | undefined } => ({
    tab: tabs.find((one) => one === tab),
  }),
  component: lazyRouteComponent(() => import('./JobScreen.tsx'), 'JobScreen'),
})
