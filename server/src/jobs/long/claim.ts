import { statement, transaction } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { note } from './event.ts'

/** A job that this worker has. `worker` names the claim: a job taken over by another has a new one. */
export interface Claim {
  readonly tenantId: Id<'tenant'>
  readonly jobId: Id<'job'>
  readonly worker: Id<'worker'>
}

/** Milliseconds after which a worker that says nothing counts as dead, and how often it speaks. */
export const ALIVE_MS = 8_000
export const HEARTBEAT_MS = 2_000

/**
 * Takes the job of a tenant that has waited longest, also one whose worker died. Two workers never take the
 * same: a row that the other holds is skipped, and one it has taken is alive. A quarantined copy takes none.
 */
export function claimJob(tenantId: Id<'tenant'>): Promise<Claim | undefined> {
  const worker = newId<'worker'>()
  return transaction({ tenantId }, async (tx) => {
    const present = now()
    const taken = await tx.row<{ id: Id<'job'>; state: string }>(claimStatement, [
      tenantId,
      present,
      worker,
      aliveUntil(present),
    ])
    if (!taken) return undefined
    await note(tx, tenantId, taken.id, taken.state === 'running' ? 'taken_over' : 'began')
    return { tenantId, jobId: taken.id, worker }
  })
}

/** Says that the worker is alive. @returns whether it still has the job */
export function keepAlive({ tenantId, jobId, worker }: Claim): Promise<boolean> {
  return transaction({ tenantId }, async (tx) => {
    const kept = await tx.execute(
      'update jobs.job set alive_until = $4 where tenant_id = $1 and id = $2 and worker = $3',
      [tenantId, jobId, worker, aliveUntil(now())],
    )
    return kept === 1
  })
}

/** Gives a job back, to go on at `dueAt`: at the end of the program, or after an attempt that failed. */
export async function release(
  { tenantId, jobId, worker }: Claim,
  { dueAt = now(), failed = false }: { readonly dueAt?: Date; readonly failed?: boolean } = {},
): Promise<void> {
  await transaction({ tenantId }, async (tx) => {
    const released = await tx.execute(
      `update jobs.job set state = 'queued', worker = null, alive_until = null, due_at = $4, changed_at = $5,
         attempts = attempts + $6
       where tenant_id = $1 and id = $2 and worker = $3`,
      [tenantId, jobId, worker, dueAt, now(), failed ? 1 : 0],
    )
    if (released === 1 && failed) await note(tx, tenantId, jobId, 'tried_again')
  })
}

function aliveUntil(present: Date): Date {
  return new Date(present.getTime() + ALIVE_MS)
}

// Materialized, because the planner may run a subselect once for each row, and then its limit holds nothing.
// "No key update", because the rows that a lost worker has not committed hold a key-share lock on their job.
const claimStatement = statement(
  'jobs.claim_job',
  `with waiting as materialized (
     select w.id, w.state from jobs.job w
     where w.tenant_id = $1 and w.finished_at is null and w.due_at <= $2
       and (w.state = 'queued' or (w.state = 'running' and w.alive_until < $2))
       and not kernel.quarantined()
     order by w.due_at, w.id limit 1 for no key update skip locked)
   update jobs.job j set state = 'running', worker = $3, alive_until = $4, changed_at = $2,
     began_at = coalesce(j.began_at, $2)
   from waiting where j.tenant_id = $1 and j.id = waiting.id
   returning j.id, waiting.state`,
)
