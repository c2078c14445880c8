import {
  type Icon,
  IconBuildingCommunity,
  IconBuildingFactory2,
  IconChecks,
  IconFileImport,
  IconGauge,
  IconHistory,
  IconHome,
  IconListCheck,
  IconMail,
  IconReceipt,
  IconSettings,
  IconUserShield,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { WaitingCount } from './approvals/WaitingCount.tsx'

/** The parts of the navigation from top to bottom; each but the first has its name above it. */
export const menuGroups = ['day', 'metering', 'channel', 'insight', 'work', 'system'] as const

export type MenuEntry = {
  to:
    | '/jobs'
    | '/'
    | '/transactions'
    | '/audit'
    | '/mail'
    | '/approvals'
    | '/people'
    | '/roles'
    | '/imports'
    | '/utilities'
    | '/settings'
    | '/platform'
    | '/meters'
    | '/customers'
  /** Key of its name under "menu". */
  name:
    | 'jobs'
    | 'overview'
    | 'transactions'
    | 'audit'
    | 'mail'
    | 'approvals'
    | 'people'
    | 'roles'
    | 'imports'
    | 'utilities'
    | 'settings'
    | 'platform'
    | 'meters'
    | 'customers'
  group: (typeof menuGroups)[number]
  icon: Icon
  /** Whoever lacks it does not see the entry; without one everybody does. */
  permission?: string
  /** A figure beside the name. */
  count?: ComponentType
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
  {
    to: '/meters',
    name: 'meters',
    group: 'metering',
    icon: IconGauge,
    permission: 'meter.read',
  },
  {
    to: '/customers',
    name: 'customers',
    group: 'metering',
    icon: IconUsers,
    permission: 'customer.read',
  },
  { to: '/jobs', name: 'jobs', group: 'work', icon: IconListCheck },
  {
    to: '/imports',
    name: 'imports',
    group: 'work',
    icon: IconFileImport,
    permission: 'import.make',
  },
  { to: '/approvals', name: 'approvals', group: 'work', icon: IconChecks, count: WaitingCount },
  { to: '/audit', name: 'audit', group: 'work', icon: IconHistory, permission: 'audit.read' },
  {
    to: '/people',
    name: 'people',
    group: 'system',
    icon: IconUsersGroup,
    permission: 'person.read',
  },
  {
    to: '/roles',
    name: 'roles',
    group: 'system',
    icon: IconUserShield,
    permission: 'person.read',
  },
  {
    to: '/utilities',
    name: 'utilities',
    group: 'system',
    icon: IconBuildingFactory2,
    permission: 'utility.read',
  },
  {
    to: '/settings',
    name: 'settings',
    group: 'system',
    icon: IconSettings,
    permission: 'tenant.configure',
  },
  {
    to: '/platform',
    name: 'platform',
    group: 'system',
    icon: IconBuildingCommunity,
    permission: 'platform.read',
  },
  { to: '/mail', name: 'mail', group: 'system', icon: IconMail, permission: 'mail.read' },
]
