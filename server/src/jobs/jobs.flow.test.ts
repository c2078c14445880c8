import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase, useDatabase } from '../db/database.ts'
import { reading, transaction } from '../db/transaction.ts'
import { now } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import { createLog } from '../kernel/log.ts'
import { type Jobs, partitionTask, runJobs, type Task } from './index.ts'

// The machine may be busy with other tests.
const patient = { timeout: 20_000 }

let fresh: FreshDatabase
let database: Database
let superuser: pg.Client
let workers: Jobs[] = []
let queue: pg.Client
let lines = ''
const tenantId = newId<'tenant'>()

beforeAll(async () => {
  fresh = await freshDatabase()
  database = openDatabase(fresh.server)
  useDatabase(database)
  superuser = new pg.Client(fresh.privileged)
  await superuser.connect()
  queue = new pg.Client(fresh.worker)
  await queue.connect()
})
beforeEach(async () => {
  lines = ''
  return async () => {
    for (const worker of workers) await worker.stop()
    workers = []
  }
})
afterAll(async () => {
  await queue.end()
  await superuser.end()
  await database.close()
})

/** A worker of its own, as another process would be. */
async function worker(name: string, tasks: Task[]) {
  const write = (line: string) => {
    lines += line
  }
  const jobs = await runJobs({
    connection: { ...fresh.worker, application_name: `saldo ${name}` },
    log: createLog('debug', { write }),
    tenants: async () => [tenantId],
    tasks,
  })
  workers.push(jobs)
  return jobs
}

/** Ends the connections of one worker, as when its machine is lost. */
const killConnections = (name: string) =>
  superuser.query(
    // The server is shared with other tests: only what is connected to the database of this one.
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = $1 and datname = current_database()`,
    [`saldo ${name}`],
  )

const tick = (ran: () => void, seconds = 0.05): Task => ({
  name: 'hub.drain_outbox',
  when: { everySeconds: seconds },
  once: async () => ran(),
})

test('over two workers a task of seconds is run by one; when that one dies the other goes on', async () => {
  const runs = { first: 0, second: 0 }
  await worker('first', [tick(() => runs.first++)])
  await expect.poll(() => runs.first, patient).toBeGreaterThan(2)
  await worker('second', [tick(() => runs.second++)])
  const before = runs.first
  await expect.poll(() => runs.first, patient).toBeGreaterThan(before + 5)
  expect(runs.second).toBe(0)

  await workers.shift()?.stop()
  const left = runs.first
  await expect.poll(() => runs.second, patient).toBeGreaterThan(2)
  expect(runs.first).toBe(left)
})

test('a leader whose connection dies stops, and one of the two leads again', async () => {
  let leading = 0
  const task: Task = {
    name: 'hub.drain_outbox',
    when: { everySeconds: 0.05 },
    once: async () => void leading++,
  }
  await worker('third', [task])
  await worker('fourth', [task])
  await expect.poll(() => leading, patient).toBeGreaterThan(2)
  await killConnections('third')
  const before = leading
  await expect.poll(() => leading, patient).toBeGreaterThan(before + 5)
  const { rows } = await superuser.query<{ leaders: number }>(
    "select count(*)::int as leaders from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
  )
  expect(rows[0]?.leaders).toBe(1)
})

test('a task that is cut off in the middle is repeated and has its effect once', async () => {
  await transaction({ tenantId }, (tx) => tx.row('select kernel.make_partitions($1, 1)', [now()]))
  await superuser.query(
    "insert into hub.outbox (tenant_id, sale_id, booked_at, event) values ($1, $2, $3, 'sale.done')",
    [tenantId, newId(), now()],
  )
  let attempts = 0
  const drain: Task = {
    name: 'hub.drain_outbox',
    when: { everySeconds: 0.05 },
    perTenant: (tenant) =>
      transaction({ tenantId: tenant }, async (tx) => {
        const taken = await tx.rows<{ sale_id: string }>(
          `delete from hub.outbox where tenant_id = $1 returning sale_id`,
          [tenant],
        )
        for (const { sale_id } of taken) {
          attempts += 1
          await tx.execute(
            `insert into audit.event (tenant_id, occurred_at, id, actor_kind, actor_name, action, object_kind, object_id)
             values ($1, $2, $3, 'system', 'Saldo', 'sale.told', 'sale', $4)`,
            [tenant, now(), newId(), sale_id],
          )
          // The effect is written and not committed: now the worker dies.
          if (attempts === 1) await killConnections('general')
        }
      }),
  }
  await worker('fifth', [drain])
  await expect.poll(() => attempts, patient).toBe(2)
  await expect
    .poll(
      () =>
        reading({ tenantId }, (db) =>
          db.rows('select id from audit.event where tenant_id = $1', [tenantId]),
        ),
      patient,
    )
    .toHaveLength(1)
})

test('a job of the queue runs once over two workers', async () => {
  const ran: string[] = []
  const seal = (worker: string): Task => ({
    name: 'ledger.seal',
    when: { cron: '* * * * *' },
    perTenant: async (tenant) => void ran.push(`${worker} ${tenant}`),
  })
  await worker('sixth', [seal('a')])
  await worker('seventh', [seal('b')])
  const { rows } = await superuser.query(
    "select identifier from graphile_worker._private_known_crontabs where identifier = 'ledger.seal'",
  )
  expect(rows).toHaveLength(1)
  ran.length = 0
  await queue.query("select graphile_worker.add_job('ledger.seal')")
  await expect.poll(() => ran.length, patient).toBeGreaterThan(0)
  await expect.poll(jobsLeft, patient).toBe(0)
  expect(ran).toHaveLength(1)
  expect(ran[0]).toMatch(tenantId)
})

test('a failure is logged by name, and the queue keeps no text of it', async () => {
  const secret = 'PIN 1234 of Ana'
  const failing: Task = {
    name: 'access.clean',
    when: { cron: '0 3 * * *' },
    once: () => Promise.reject(Object.assign(new Error('duplicate key'), { detail: secret })),
  }
  await worker('eighth', [failing])
  await queue.query('select graphile_worker.add_job(\'access.clean\', \'{"secret":"1234"}\')')
  await expect.poll(() => lines, patient).toContain('job.failed')
  expect(lines).toContain('"job":"access.clean"')
  expect(lines).not.toContain('1234')
  await expect
    .poll(async () => {
      const { rows } = await superuser.query<{ last_error: string | null }>(
        `select j.last_error from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'access.clean'`,
      )
      return rows[0]?.last_error
    }, patient)
    .toBe('access.clean failed; the log says why.')
})

test('stopping lets what runs end and begins nothing new', async () => {
  let begun = 0
  let ended = 0
  const slow: Task = {
    name: 'hub.resolve_unknown',
    when: { everySeconds: 0.01 },
    once: async () => {
      begun += 1
      await new Promise((resolve) => setTimeout(resolve, 300))
      ended += 1
    },
  }
  const started = await worker('ninth', [slow])
  await expect.poll(() => begun, patient).toBeGreaterThan(0)
  workers = []
  await started.stop()
  expect(ended).toBe(begun)
  const then = begun
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(begun).toBe(then)
})

test('at the start of a worker the partitions of four months are there, and of the current one', async () => {
  await worker('tenth', [partitionTask])
  const { rows } = await superuser.query<{ months: number }>(
    `select count(*)::int as months from pg_inherits where inhparent = 'ledger.transfer'::regclass`,
  )
  expect(rows[0]?.months).toBe(4)
})

test('two tasks of one name are refused', async () => {
  await expect(worker('eleventh', [tick(() => {}), tick(() => {})])).rejects.toThrow('Two tasks')
})

async function jobsLeft(): Promise<number | undefined> {
  const { rows } = await superuser.query<{ left: number }>(
    'select count(*)::int as left from graphile_worker._private_jobs',
  )
  return rows[0]?.left
}
