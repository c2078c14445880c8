import type { Actor } from '../access/index.ts'
import type { AnyJobKind } from '../jobs/index.ts'
import { bulkKind } from './act.ts'
import { blockMeters } from './block-meters.ts'

export { bulkRoutes } from './routes.ts'

/** The long jobs of this module: one for each act. */
export const bulkJobs: readonly AnyJobKind<Actor>[] = [bulkKind(blockMeters)]
