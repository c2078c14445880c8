import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { type Tab, tabs } from './tabs.ts'

const id = (value: unknown) =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
    ? value
    : undefined

export const roles = createRoute({
  getParentRoute: () => signedIn,
  path: '/roles',
  component: lazyRouteComponent(() => import('./RolesScreen.tsx'), 'RolesScreen'),
})

export const newRole = createRoute({
  getParentRoute: () => signedIn,
  path: '/roles/new',
  /** The role that the new one begins as. */
  validateSearch: ({ copyOf }): { copyOf?: string | undefined } => ({ copyOf: id(copyOf) }),
  component: lazyRouteComponent(() => import('./NewRoleScreen.tsx'), 'NewRoleScreen'),
})

export const compareRoles = createRoute({
  getParentRoute: () => signedIn,
  path: '/roles/compare',
  validateSearch: ({ a, b }): { a?: string | undefined; b?: string | undefined } => ({
    a: id(a),
    b: id(b),
  }),
  component: lazyRouteComponent(() => import('./CompareScreen.tsx'), 'CompareScreen'),
})

export const role = createRoute({
  getParentRoute: () => signedIn,
  path: '/roles/$roleId',
  validateSearch: ({ tab }): { tab?: Tab | undefined } => ({
    tab: tabs.find((one) => one === tab),
  }),
  component: lazyRouteComponent(() => import('./RoleScreen.tsx'), 'RoleScreen'),
})
