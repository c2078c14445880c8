import { type Icon, IconHistory, IconHome } from '@tabler/icons-react'

export type MenuEntry = {
  to: '/' | '/audit'
  /** Key of its name under "menu". */
  name: 'overview' | 'audit'
  icon: Icon
  /** Whoever lacks it does not see the entry. */
  permission: string
}

/** The screens of the console in the order of the navigation. A new screen is listed here. */
export const menu: MenuEntry[] = [
  { to: '/', name: 'overview', icon: IconHome, permission: 'overview.read' },
  { to: '/audit', name: 'audit', icon: IconHistory, permission: 'audit.read' },
]
