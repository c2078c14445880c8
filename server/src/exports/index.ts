import type { Actor } from '../access/index.ts'
import type { AnyJobKind } from '../jobs/index.ts'
import { exportLists } from './lists.ts'
import { exportKind } from './make.ts'

export { exportRoutes } from './routes.ts'

/** The long jobs of this module: one for each list. */
export const exportJobs: readonly AnyJobKind<Actor>[] = exportLists.map(exportKind)
