import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'
import { rowSearchOf } from './row-search.ts'

export const imports = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports',
  component: lazyRouteComponent(() => import('./ImportsScreen.tsx'), 'ImportsScreen'),
})

export const newImport = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports/new',
  validateSearch: ({ kind }): { kind?: string | undefined } => ({
    kind: typeof kind === 'string' ? kind : undefined,
  }),
  component: lazyRouteComponent(() => import('./NewImportScreen.tsx'), 'NewImportScreen'),
})

export const importDetail = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports/$importId',
  validateSearch: rowSearchOf,
  component: lazyRouteComponent(() => import('./ImportScreen.tsx'), 'ImportScreen'),
})
