import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'

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

const shows = ['bad', 'good', 'all'] as const

export type RowSearch = {
  show?: (typeof shows)[number] | undefined
  /** "column.code": the one problem that is looked at. */
  reason?: string | undefined
  /** The row that the page before ended with. */
  after?: string | undefined
  /** Whether the columns are to be chosen again. */
  match?: boolean | undefined
}

export const importDetail = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports/$importId',
  validateSearch: ({ show, reason, after, match }): RowSearch => ({
    show: shows.find((one) => one === show),
    reason: typeof reason === 'string' && /^\w+\.\w+$/.test(reason) ? reason : undefined,
    match: match === true || undefined,
    after: /^\d{1,9}$/.test(String(after)) ? String(after) : undefined,
  }),
  component: lazyRouteComponent(() => import('./ImportScreen.tsx'), 'ImportScreen'),
})
