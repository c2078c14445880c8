import pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import { campaign } from './leadership.ts'
import { runQueue } from './queue.ts'
import { runTask } from './run-task.ts'
import type { Task } from './task.ts'
import { createWakeUps, keepTimetable } from './timetable.ts'

export interface JobsOptions {
  /** As `saldo_worker`. For the queue and the lead; the tasks use the program's own database. */
  readonly connection: pg.ClientConfig
  readonly log: Log
  /** Every tenant there is, asked anew for each run. */
  readonly tenants: () => Promise<readonly Id<'tenant'>[]>
  readonly tasks: readonly Task[]
}

export interface Jobs {
  /** Lets a task of seconds begin at once, if this worker leads; otherwise its time comes anyway. */
  wake(task: string): void
  /** Takes nothing new, lets what runs end, and frees the lead and its connections. */
  stop(): Promise<void>
}

/**
 * Runs the timetable until it is stopped. Any number of workers may run it on one database: a task of
 * minutes is one job for all, a task of seconds is run by the one that leads.
 */
export async function runJobs({ connection, log, tenants, tasks }: JobsOptions): Promise<Jobs> {
  refuseTwins(tasks)
  const stopping = new AbortController()
  const context = { log, tenants, stop: stopping.signal }
  const wakeUps = createWakeUps()
  for (const task of tasks) if (task.atStart) await runTask(task, context)
  const pool = openPool(connection)
  const queue = await runQueue(
    pool,
    tasks.filter((task) => 'cron' in task.when),
    context,
  )
  // The queue ends by itself only when it cannot go on; whoever watches the log must know.
  queue.promise.catch((error) => log.error('jobs.queue_ended', { error }))
  const ofSeconds = tasks.filter((task) => 'everySeconds' in task.when)
  const leading = campaign(pool, log, stopping.signal, (lost) =>
    keepTimetable(ofSeconds, { log, tenants }, wakeUps, lost),
  )
  return {
    wake: wakeUps.wake,
    async stop() {
      stopping.abort()
      await Promise.all([leading, queue.stop().catch(() => {})])
      await pool.end()
    },
  }
}

/** A pool that reads types as the queue's library expects: it cannot write a bigint as JSON. */
function openPool(connection: pg.ClientConfig): pg.Pool {
  const pool = new pg.Pool({
    application_name: 'saldo jobs',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    ...connection,
    max: 6,
  })
  // A connection that ends while idle is replaced; unheard, the event would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

function refuseTwins(tasks: readonly Task[]): void {
  const names = new Set<string>()
  for (const { name } of tasks) {
    if (names.has(name)) throw new Error(`Two tasks are called ${name}.`)
    names.add(name)
  }
}
