import type pg from 'pg'
import { OutcomeUnknown } from './outcome.ts'
import { committing, connection } from './pool.ts'

/**
 * The disclosure barrier: a tiny synchronous commit. The log is written in order, so when this commit is
 * on the standby, so is every commit before it (RELIABILITY.md 2.4). One commit serves all who asked
 * before it began; who asks later waits for the next. Each caller has a deadline of its own, after which
 * the outcome is unknown; the commit itself is never cancelled.
 */
export function createBarrier(pool: pg.Pool, defaultDeadlineMs: number) {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  const begin = (): Promise<void> => {
    const pass = commitNothing(pool).finally(() => {
      if (running === pass) running = undefined
    })
    running = pass
    return pass
  }

  const join = (): Promise<void> => {
    if (!running) return begin()
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined
        return begin()
      })
    return next
  }

  return (deadlineMs = defaultDeadlineMs): Promise<void> => withDeadline(join(), deadlineMs)
}

/** A connection that never answers must not hold up later barriers for ever. */
const longestWaitMs = 60_000

async function commitNothing(pool: pg.Pool): Promise<void> {
  try {
    const client = await connection(pool)
    await committing(client, longestWaitMs, () =>
      client.query({
        name: 'db.barrier',
        text: "select pg_logical_emit_message(true, 'saldo', '')",
      }),
    )
  } catch {
    throw OutcomeUnknown()
  }
}

async function withDeadline(pass: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(OutcomeUnknown()), ms)
  })
  try {
    await Promise.race([pass, late])
  } finally {
    clearTimeout(timer)
  }
}
