import { checkJob } from './check.ts'
import { fixJob } from './fix.ts'
import { undoJob } from './undo.ts'
import { importJob } from './write.ts'

export { forgetImports } from './forget.ts'
export { importRoutes } from './routes.ts'
export { setImportLimit } from './upload.ts'

/** The long work of imports. */
export const importJobs = [checkJob, fixJob, importJob, undoJob] as const
