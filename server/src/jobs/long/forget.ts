import { transaction } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'

const DAYS_KEPT = 90

/**
 * Removes the files of jobs whose time is over, and jobs that ended long ago with all that they noted; the
 * audit trail keeps that they were. Returns how many files and jobs went.
 */
export function forgetJobs(tenantId: Id<'tenant'>): Promise<number> {
  const present = now()
  const before = new Date(present.getTime() - DAYS_KEPT * 24 * 60 * 60_000)
  return transaction({ tenantId }, async (tx) => {
    const files = await tx.execute(
      'delete from jobs.output where tenant_id = $1 and expires_at < $2',
      [tenantId, present],
    )
    const jobs = await tx.execute(
      'delete from jobs.job where tenant_id = $1 and finished_at < $2',
      [tenantId, before],
    )
    return files + jobs
  })
}
