import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { type Tab, tabs } from './tabs.ts'

export const utilities = createRoute({
  getParentRoute: () => signedIn,
  path: '/utilities',
  component: lazyRouteComponent(() => import('./UtilitiesScreen.tsx'), 'UtilitiesScreen'),
})

export const newUtility = createRoute({
  getParentRoute: () => signedIn,
  path: '/utilities/new',
  component: lazyRouteComponent(() => import('./NewUtilityScreen.tsx'), 'NewUtilityScreen'),
})

export const utilityDetail = createRoute({
  getParentRoute: () => signedIn,
  path: '/utilities/$utilityId',
  validateSearch: ({ tab }): { tab?: Tab | undefined } => ({
    tab: tabs.find((one) => one === tab),
  }),
  component: lazyRouteComponent(() => import('./UtilityScreen.tsx'), 'UtilityScreen'),
})
