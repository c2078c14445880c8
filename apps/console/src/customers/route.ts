import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { customersSearchOf } from './search.ts'
import { type CustomerTab, customerTabs } from './tabs.ts'

export const customers = createRoute({
  getParentRoute: () => signedIn,
  path: '/customers',
  validateSearch: customersSearchOf,
  component: lazyRouteComponent(() => import('./CustomersScreen.tsx'), 'CustomersScreen'),
})

export const customer = createRoute({
  getParentRoute: () => signedIn,
  path: '/customers/$customerId',
  validateSearch: ({ tab }): { tab?: CustomerTab | undefined } => ({
    tab: customerTabs.find((one) => one === tab),
  }),
  component: lazyRouteComponent(() => import('./CustomerScreen.tsx'), 'CustomerScreen'),
})
