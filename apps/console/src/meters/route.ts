import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { metersSearchOf } from './search.ts'
import { type MeterTab, meterTabs } from './tabs.ts'

export const meters = createRoute({
  getParentRoute: () => signedIn,
  path: '/meters',
  validateSearch: metersSearchOf,
  component: lazyRouteComponent(() => import('./MetersScreen.tsx'), 'MetersScreen'),
})

export const meter = createRoute({
  getParentRoute: () => signedIn,
  path: '/meters/$serialNumber',
  validateSearch: ({ tab }): { tab?: MeterTab | undefined } => ({
    tab: meterTabs.find((one) => one === tab),
  }),
  component: lazyRouteComponent(() => import('./MeterScreen.tsx'), 'MeterScreen'),
})
