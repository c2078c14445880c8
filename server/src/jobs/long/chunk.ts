import type { AuditActor } from '../../audit/index.ts'
import { statement, type Tx, transaction } from '../../db/index.ts'
import { monotonicMs, now } from '../../kernel/clock.ts'
import type { Claim } from './claim.ts'
import { endJob } from './end.ts'
import { note } from './event.ts'
import {
  type AnyJobKind,
  type Counted,
  type JobData,
  jobWorld,
  kindNamed,
  type Turn,
} from './kind.ts'
import { addPart } from './output.ts'
import { recordFailures, redoNext } from './redo.ts'

/** The claim is gone: paused, cancelled, or another worker has the job. Nothing of the chunk is kept. */
export class ClaimLost extends Error {}

export type HeldJob = {
  readonly kind: string
  readonly params: JobData
  readonly place: JobData
  readonly redoing: boolean
  readonly started_by: string
  readonly rate: number | null
}

/**
 * Does one chunk of a claimed job in one transaction, and moves place and counts in the same. Whether the
 * claim still stands is asked with the last statement, so that a worker that was thought dead changes nothing.
 * @returns whether there is more to do
 * @throws ClaimLost, and what the kind throws: then nothing was done
 */
export function workChunk(claim: Claim, noting: boolean): Promise<'more' | 'ended'> {
  return transaction(claim, async (tx) => {
    const from = monotonicMs()
    const job = await tx.row<HeldJob>(heldJob, [claim.tenantId, claim.jobId, claim.worker])
    if (!job) throw new ClaimLost()
    const kind = kindNamed(job.kind)
    if (!kind) return endJob(tx, claim, 'failed', { problem: 'job.kind_unknown' })
    const actor = await jobWorld().actorOf(tx, claim.tenantId, job.started_by)
    if (!actor || !jobWorld().may(actor, kind.permission)) {
      return endJob(tx, claim, 'failed', { problem: 'job.right_gone' })
    }
    const step = await stepOf(tx, claim, kind, job, actor)
    await move(tx, claim, step, rateAfter(job.rate, step, monotonicMs() - from))
    if (step.finished) return endJob(tx, claim, 'finished')
    if (noting) await note(tx, claim.tenantId, claim.jobId, 'progress')
    return 'more'
  })
}

async function stepOf(
  tx: Tx,
  claim: Claim,
  kind: AnyJobKind<AuditActor>,
  job: HeldJob,
  actor: AuditActor,
): Promise<Counted> {
  const turn = {
    jobId: claim.jobId,
    actor,
    params: job.params,
    place: job.place,
    write: (part) => addPart(tx, claim.tenantId, claim.jobId, part),
  } satisfies Turn<AuditActor, JobData, JobData> as Turn<AuditActor, never, never>
  if (job.redoing) return redoNext(tx, claim, kind, turn)
  const step = await kind.step(tx, turn)
  const listed = await recordFailures(tx, claim, step.failures ?? [])
  return { ...step, failed: (step.failed ?? 0) + listed }
}

async function move(tx: Tx, claim: Claim, step: Counted, rate: number | null): Promise<void> {
  const moved = await tx.execute(movedOn, [
    claim.tenantId,
    claim.jobId,
    claim.worker,
    JSON.stringify(step.place),
    step.done ?? 0,
    step.skipped ?? 0,
    step.failed,
    step.total ?? null,
    rate,
    now(),
  ])
  if (moved !== 1) throw new ClaimLost()
}

const SMOOTHING = 0.3

function rateAfter(before: number | null, step: Counted, milliseconds: number): number | null {
  const rows = (step.done ?? 0) + (step.skipped ?? 0) + Math.max(step.failed, 0)
  if (rows === 0) return before
  const present = (rows * 1_000) / Math.max(milliseconds, 1)
  return before === null ? present : before + (present - before) * SMOOTHING
}

const heldJob = statement(
  'jobs.held_job',
  `select kind, params, place, redoing, started_by, rate from jobs.job
   where tenant_id = $1 and id = $2 and worker = $3`,
)

const movedOn = statement(
  'jobs.moved_on',
  `update jobs.job set place = $4, done = done + $5, skipped = skipped + $6, failed = failed + $7,
     total = coalesce($8, total), rate = $9, changed_at = $10, attempts = 0
   where tenant_id = $1 and id = $2 and worker = $3`,
)
