import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { jobsSearchOf } from './search.ts'
import { tabs } from './tabs.ts'

export const jobs = createRoute({
  getParentRoute: () => signedIn,
  path: '/jobs',
  validateSearch: jobsSearchOf,
  component: lazyRouteComponent(() => import('./JobsScreen.tsx'), 'JobsScreen'),
})

type Tab = (typeof tabs)[number]

export const job = createRoute({
  getParentRoute: () => signedIn,
  path: '/jobs/$jobId',
  validateSearch: ({ tab }): { tab?: Tab | undefined } => ({
    tab: tabs.find((one) => one === tab),
  }),
  component: lazyRouteComponent(() => import('./JobScreen.tsx'), 'JobScreen'),
})
