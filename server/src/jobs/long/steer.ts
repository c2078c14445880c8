import { type AuditActor, record } from '../../audit/index.ts'
import type { Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { type JobEvent, note } from './event.ts'
import { type JobSight, type JobState, JobUnknown, ownOnly } from './job.ts'
import { kindNamed } from './kind.ts'
import { wakeLongJobs } from './wake.ts'

export const JobEnded = refusal(
  'job.ended',
  409,
  'This job has ended already. Load the page again to see how.',
)
export const JobNotPaused = refusal(
  'job.not_paused',
  409,
  'Only a job that is paused or failed can go on. Load the page again to see its state.',
)
export const NothingToRedo = refusal(
  'job.nothing_to_redo',
  409,
  'This job has no failed rows that can be tried again.',
)

/** Who steers, and whose jobs they see. */
export interface Steerer {
  readonly by: AuditActor
  readonly sight: JobSight
}

/** Stops a job after no further chunk; a chunk that is being worked on leaves nothing behind. */
export async function pauseJob(tx: Tx, steerer: Steerer, jobId: Id<'job'>): Promise<void> {
  const { state } = await heldFor(tx, steerer, jobId)
  if (state === 'paused') return
  if (state !== 'queued' && state !== 'running') throw JobEnded()
  await to(tx, steerer, jobId, {
    from: state,
    state: 'paused',
    said: 'paused',
    action: 'job.pause',
  })
}

/** Lets a paused job go on where it stopped, or one that failed try again. */
export async function resumeJob(tx: Tx, steerer: Steerer, jobId: Id<'job'>): Promise<void> {
  const { state } = await heldFor(tx, steerer, jobId)
  if (state === 'queued' || state === 'running') return
  if (state !== 'paused' && state !== 'failed') throw JobNotPaused()
  await to(tx, steerer, jobId, {
    from: state,
    state: 'queued',
    said: 'resumed',
    action: 'job.resume',
  })
}

/** Ends a job for good. What its chunks have done stays done. */
export async function cancelJob(tx: Tx, steerer: Steerer, jobId: Id<'job'>): Promise<void> {
  const { state } = await heldFor(tx, steerer, jobId)
  if (state === 'cancelled') return
  if (state !== 'queued' && state !== 'running' && state !== 'paused') throw JobEnded()
  await to(tx, steerer, jobId, {
    from: state,
    state: 'cancelled',
    said: 'cancelled',
    action: 'job.cancel',
  })
}

/** Tries the rows again that failed. @throws NothingToRedo also for a kind that cannot */
export async function redoJob(tx: Tx, steerer: Steerer, jobId: Id<'job'>): Promise<void> {
  const { state, kind, redoing } = await heldFor(tx, steerer, jobId)
  if (redoing && (state === 'queued' || state === 'running')) return
  if (state !== 'done_with_errors' || !kindNamed(kind)?.redo) throw NothingToRedo()
  const listed = await tx.row(
    'select 1 from jobs.failure where tenant_id = $1 and job_id = $2 limit 1',
    [steerer.by.tenantId, jobId],
  )
  if (!listed) throw NothingToRedo()
  await tx.execute(
    'update jobs.job set redoing = true, place = null where tenant_id = $1 and id = $2',
    [steerer.by.tenantId, jobId],
  )
  await to(tx, steerer, jobId, { from: state, state: 'queued', said: 'redone', action: 'job.redo' })
}

/** The job, and nobody else changes it until commit. @throws JobUnknown also for one that is not to be seen */
async function heldFor(tx: Tx, { sight }: Steerer, jobId: Id<'job'>) {
  const job = await tx.row<{ state: JobState; kind: string; redoing: boolean }>(
    `select state, kind, redoing from jobs.job
     where tenant_id = $1 and id = $2 and ($3::uuid is null or started_by = $3) for no key update`,
    [sight.tenantId, jobId, ownOnly(sight)],
  )
  if (!job) throw JobUnknown()
  return job
}

interface Turned {
  readonly from: JobState
  readonly state: 'queued' | 'paused' | 'cancelled'
  readonly said: JobEvent
  readonly action: string
}

async function to(
  tx: Tx,
  { by }: Steerer,
  jobId: Id<'job'>,
  { from, state, said, action }: Turned,
): Promise<void> {
  const present = now()
  await tx.execute(
    `update jobs.job set state = $3, worker = null, alive_until = null, attempts = 0, due_at = $4, changed_at = $4,
       finished_at = $5, problem = null, problem_detail = null
     where tenant_id = $1 and id = $2`,
    [by.tenantId, jobId, state, present, state === 'cancelled' ? present : null],
  )
  await note(tx, by.tenantId, jobId, said, { by: by.name })
  await record(tx, {
    actor: by,
    action,
    object: { kind: 'job', id: jobId },
    before: { state: from },
    after: { state },
  })
  if (state === 'queued') wakeLongJobs()
}
