import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { Log } from '../kernel/log.ts'

// "Saldo jobs": this database's lock for the one worker that keeps the timetable of seconds.
const LOCK = 358385308784
const CAMPAIGN_MS = 1_000
const HEARTBEAT_MS = 2_000

/**
 * Among all workers of a database one leads at a time: whoever holds a lock of its own session. When the
 * leader's process or connection dies, PostgreSQL frees the lock and another takes over within about a
 * second. `lead` is called on winning, with a signal that is aborted on losing; it ends when its work is
 * laid down. Returns when `stop` is aborted and the lead is laid down.
 */
export async function campaign(
  pool: pg.Pool,
  log: Log,
  stop: AbortSignal,
  lead: (lost: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!stop.aborted) {
    try {
      await tryOnce(pool, log, stop, lead)
    } catch (error) {
      log.warn('jobs.leadership_failed', { error })
    }
    await wait(CAMPAIGN_MS, undefined, { signal: stop }).catch(() => {})
  }
}

async function tryOnce(
  pool: pg.Pool,
  log: Log,
  stop: AbortSignal,
  lead: (lost: AbortSignal) => Promise<void>,
): Promise<void> {
  const client = await pool.connect()
  const lost = new AbortController()
  const lose = () => lost.abort()
  client.once('end', lose)
  client.once('error', lose)
  stop.addEventListener('abort', lose, { once: true })
  try {
    const { rows } = await client.query<{ won: boolean }>(
      'select pg_try_advisory_lock($1) as won',
      [LOCK],
    )
    if (!rows[0]?.won || stop.aborted) return
    log.info('jobs.leading')
    await Promise.all([lead(lost.signal), heartbeat(client, lost)])
  } finally {
    stop.removeEventListener('abort', lose)
    // The session ends, and with it the lock.
    client.release(true)
  }
}

/** A connection that died without a word is noticed here. */
async function heartbeat(client: pg.PoolClient, lost: AbortController): Promise<void> {
  while (!lost.signal.aborted) {
    await wait(HEARTBEAT_MS, undefined, { signal: lost.signal }).catch(() => {})
    if (lost.signal.aborted) return
    const late = new AbortController()
    const answered = client.query('select 1').then(
      () => true,
      () => false,
    )
    const waited = wait(HEARTBEAT_MS, false, { signal: late.signal }).catch(() => false)
    if (!(await Promise.race([answered, waited]))) lost.abort()
    late.abort()
  }
}
