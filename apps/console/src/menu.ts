import { type Icon, IconHistory, IconHome, IconReceipt } from '@tabler/icons-react'

/** The parts of the navigation from top to bottom; each but the first has its name above it. */
export const menuGroups = ['day', 'metering', 'channel', 'insight', 'work', 'system'] as const

export type MenuEntry = {
  to: '/' | '/transactions' | '/audit'
  /** Key of its name under "menu". */
  name: 'overview' | 'transactions' | 'audit'
  group: (typeof menuGroups)[number]
  icon: Icon
  /** Whoever lacks it does not see the entry. */
  permission: string
}

/** The screens of the console in the order of the navigation. A new screen is listed here. */
export const menu: MenuEntry[] = [
  { to: '/', name: 'overview', group: 'day', icon: IconHome, permission: 'overview.read' },
  {
    to: '/transactions',
    name: 'transactions',
    group: 'day',
    icon: IconReceipt,
    permission: 'sale.read',
  },
  { to: '/audit', name: 'audit', group: 'work', icon: IconHistory, permission: 'audit.read' },
]
