import { setTimeout as wait } from 'node:timers/promises'
import { transaction } from '../../db/index.ts'
import { monotonicMs, now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Log } from '../../kernel/log.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { ClaimLost, workChunk } from './chunk.ts'
import { type Claim, claimJob, HEARTBEAT_MS, keepAlive, release } from './claim.ts'
import { endJob } from './end.ts'
import { onWake } from './wake.ts'

export interface WorkerOptions {
  readonly log: Log
  /** Every tenant there is, asked anew for each round. */
  readonly tenants: () => Promise<readonly Id<'tenant'>[]>
  /** Jobs at once; sales share the machine. */
  readonly atOnce?: number
}

export interface LongJobs {
  /** Takes nothing new, lets the chunks that run end, and gives their jobs back. */
  stop(): Promise<void>
}

const LOOK_MS = 1_000
const NOTE_MS = 5_000
/** Milliseconds before the same place is tried again after an error that was nobody's refusal. */
const PAUSES_MS = [1_000, 5_000, 20_000, 60_000]

/** Works on the long jobs of all tenants, in turn, until it is stopped. Any number of processes may. */
export function runLongJobs({ log, tenants, atOnce = 2 }: WorkerOptions): LongJobs {
  const stopping = new AbortController()
  const lanes = Array.from({ length: atOnce }, () => lane(stopping.signal))
  return {
    async stop() {
      stopping.abort()
      await Promise.all(lanes)
    },
  }

  async function lane(stop: AbortSignal): Promise<void> {
    let next = 0
    while (!stop.aborted) {
      let took = false
      try {
        const all = await tenants()
        for (let n = 0; n < all.length && !stop.aborted; n++) {
          // Where the last round ended: one tenant's many jobs do not hold up the others.
          const tenantId = all[(next + n) % all.length]
          const claim = tenantId && (await claimJob(tenantId))
          if (!claim) continue
          took = true
          next = (next + n + 1) % all.length
          await workOn(claim, log, stop)
          break
        }
      } catch (error) {
        log.error('jobs.look_failed', { error })
        took = false
      }
      if (!took) await nextLook(stop)
    }
  }
}

/** Works on a job until it ends, is taken away, fails or the program stops. */
async function workOn(claim: Claim, log: Log, stop: AbortSignal): Promise<void> {
  const lost = new AbortController()
  const heart = beat(claim, lost)
  try {
    let notedAt = monotonicMs()
    while (!stop.aborted && !lost.signal.aborted) {
      const noting = monotonicMs() - notedAt >= NOTE_MS
      if ((await workChunk(claim, noting)) === 'ended') return
      if (noting) notedAt = monotonicMs()
    }
    if (!lost.signal.aborted) await release(claim)
  } catch (error) {
    if (!(error instanceof ClaimLost)) await afterError(claim, error, log)
  } finally {
    lost.abort()
    await heart
  }
}

async function beat(claim: Claim, lost: AbortController): Promise<void> {
  while (!lost.signal.aborted) {
    await wait(HEARTBEAT_MS, undefined, { signal: lost.signal }).catch(() => {})
    if (lost.signal.aborted) return
    // A beat that fails is one beat missed; the claim decides in the end.
    const kept = await keepAlive(claim).catch(() => true)
    if (!kept) lost.abort()
  }
}

/** A refusal ends the job with its reason; what is our fault or the network's is tried again. */
async function afterError(claim: Claim, error: unknown, log: Log): Promise<void> {
  if (error instanceof Refusal && error.status < 500) {
    const { code, detail, title } = error
    await transaction(claim, (tx) =>
      endJob(tx, claim, 'failed', { problem: code, detail: detail ?? title }),
    )
    return
  }
  const { tenantId, jobId } = claim
  log.error('job.failed', { jobId, tenantId, error })
  const attempts = await attemptsOf(claim)
  const pause = PAUSES_MS[attempts]
  if (pause === undefined) {
    await transaction(claim, (tx) => endJob(tx, claim, 'failed', { problem: 'job.broken' }))
    return
  }
  await release(claim, { dueAt: new Date(now().getTime() + pause), failed: true })
}

function attemptsOf({ tenantId, jobId }: Claim): Promise<number> {
  return transaction({ tenantId }, async (tx) => {
    const row = await tx.row<{ attempts: number }>(
      'select attempts from jobs.job where tenant_id = $1 and id = $2',
      [tenantId, jobId],
    )
    return row?.attempts ?? 0
  })
}

async function nextLook(stop: AbortSignal): Promise<void> {
  const woken = new AbortController()
  const off = onWake(() => woken.abort())
  const signal = AbortSignal.any([woken.signal, stop])
  await wait(LOOK_MS, undefined, { signal }).catch(() => {})
  off()
}
