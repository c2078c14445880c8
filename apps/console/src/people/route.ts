import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { peopleSearchOf } from './search.ts'
import { type Tab, tabs } from './tabs.ts'

export const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/people',
  validateSearch: peopleSearchOf,
  component: lazyRouteComponent(() => import('./PeopleScreen.tsx'), 'PeopleScreen'),
})

export const newPerson = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/new',
  component: lazyRouteComponent(() => import('./InviteScreen.tsx'), 'InviteScreen'),
})

export const person = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/$personId',
  validateSearch: ({ tab }): { tab?: Tab | undefined } => ({
    tab: tabs.find((one) => one === tab),
  }),
  component: lazyRouteComponent(() => import('./PersonScreen.tsx'), 'PersonScreen'),
})
