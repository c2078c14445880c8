import type { Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'

/** What can happen to a job. `progress` is how far it was, noted every few seconds. */
export const JOB_EVENTS = [
  'queued',
  'began',
  'taken_over',
  'progress',
  'tried_again',
  'paused',
  'resumed',
  'redone',
  'cancelled',
  'done',
  'done_with_errors',
  'failed',
] as const
export type JobEvent = (typeof JOB_EVENTS)[number]

/** Notes what happened to a job, with its counts of this moment. */
export async function note(
  tx: Tx,
  tenantId: Id<'tenant'>,
  jobId: Id<'job'>,
  what: JobEvent,
  { by }: { readonly by?: string } = {},
): Promise<void> {
  const noted = await tx.execute(
    `insert into jobs.event (tenant_id, job_id, id, at, what, by_name, done, skipped, failed)
     select $1, j.id, $3, $4, $5, $6, j.done, j.skipped, j.failed
     from jobs.job j where j.tenant_id = $1 and j.id = $2 on conflict do nothing`,
    [tenantId, jobId, newId(), now(), what, by ?? null],
  )
  if (noted !== 1) throw new Error('An event was noted of a job that is not there.')
}
