import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { salesSearchOf } from './search.ts'
import { type Tab, tabs } from './tabs.ts'

export const transactions = createRoute({
  getParentRoute: () => signedIn,
  path: '/transactions',
  validateSearch: salesSearchOf,
  component: lazyRouteComponent(() => import('./TransactionsScreen.tsx'), 'TransactionsScreen'),
})

export const transaction = createRoute({
  getParentRoute: () => signedIn,
  path: '/transactions/$saleId',
  validateSearch: ({ tab }): { tab?: Tab | undefined } => ({
    tab: tabs.find((one) => one === tab),
  }),
  component: lazyRouteComponent(() => import('./TransactionScreen.tsx'), 'TransactionScreen'),
})
