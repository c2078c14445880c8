import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../../../test/database.ts'
import type { AuditActor } from '../../audit/index.ts'
import { type Database, openDatabase, useDatabase } from '../../db/database.ts'
import { reading, transaction } from '../../db/transaction.ts'
import { now, setClock } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { KeyReused } from '../../kernel/key-reused.ts'
import { createLog } from '../../kernel/log.ts'
import { refusal } from '../../kernel/refusal.ts'
import {
  type JobKind,
  type LongJobs,
  readJob,
  runLongJobs,
  startJob,
  useLongJobs,
} from '../index.ts'
import { ClaimLost, workChunk } from './chunk.ts'
import { claimJob } from './claim.ts'
import { cancelJob, JobEnded, NothingToRedo, pauseJob, redoJob, resumeJob } from './steer.ts'

// The machine may be busy with other tests.
const patient = { timeout: 20_000, interval: 20 }
const TooFar = refusal('test.too_far', 409, 'This test goes no further.')

type Count = { readonly upTo: number; readonly badEvery?: number }
type Hook = (from: number) => Promise<unknown> | undefined

let database: Database
let superuser: pg.Client
let workers: LongJobs[] = []
let tenantId: Id<'tenant'>
let person: AuditActor
let active = true
let beforeChunk: Hook = () => undefined
let afterChunk: Hook = () => undefined
let mended = false

/** Writes the numbers up to a limit, ten in a chunk, into a file: a number too many or too few is seen there. */
const counting: JobKind<AuditActor, Count, number> = {
  kind: 'test.count',
  permission: 'test.right',
  step: async (_, { params, place, write }) => {
    const from = place ?? 0
    await beforeChunk(from)
    const until = Math.min(from + 10, params.upTo)
    const numbers = Array.from({ length: until - from }, (_, n) => from + n)
    const bad = numbers.filter((n) => params.badEvery && n % params.badEvery === 0)
    const good = numbers.filter((n) => !bad.includes(n))
    await write(part(good))
    await afterChunk(from)
    return {
      place: until,
      total: params.upTo,
      done: good.length,
      failures: bad.map((n) => ({ item: String(n), code: 'test.bad_number' })),
      finished: until === params.upTo,
    }
  },
  redo: async (_, { write }, items) => {
    if (!mended) return { failures: items.map((item) => ({ item, code: 'test.bad_number' })) }
    await write(part(items.map(Number)))
    return { done: items.length }
  },
}

const part = (numbers: number[]) => ({
  name: 'numbers.txt',
  contentType: 'text/plain',
  bytes: Buffer.from(numbers.map((n) => `${n} `).join('')),
})

beforeAll(async () => {
  const fresh = await freshDatabase()
  database = openDatabase(fresh.server)
  useDatabase(database)
  superuser = new pg.Client(fresh.privileged)
  await superuser.connect()
  await superuser.query('select kernel.make_partitions($1, 3)', [now()])
  useLongJobs<AuditActor>({
    kinds: [counting],
    actorOf: async () => (active ? person : undefined),
    may: () => true,
  })
})
beforeEach(() => {
  tenantId = newId<'tenant'>()
  person = { tenantId, kind: 'person', id: newId(), name: 'Ana Mokoena' }
  active = true
  mended = false
  beforeChunk = () => undefined
  afterChunk = () => undefined
})
afterEach(async () => {
  setClock()
  await Promise.all(workers.map((worker) => worker.stop()))
  workers = []
})
afterAll(async () => {
  await superuser.end()
  await database.close()
})

function work(): LongJobs {
  const own = tenantId
  const worker = runLongJobs({
    log: createLog('silent'),
    tenants: async () => [own],
    atOnce: 1,
  })
  workers.push(worker)
  return worker
}

const start = (params: Count, key: string = newId()) =>
  transaction(person, (tx) => startJob(tx, person, counting, params, { key }))
const look = (id: Id<'job'>) => reading(person, (db) => readJob(db, { ...person, all: false }, id))
const ended = async (id: Id<'job'>, state: string) => {
  await expect.poll(async () => (await look(id)).state, patient).toBe(state)
  return look(id)
}
const steer = (deed: typeof pauseJob, id: Id<'job'>) =>
  transaction(person, (tx) => deed(tx, { by: person, sight: { ...person, all: false } }, id))

/** All numbers that a job wrote, in the order of its file. */
async function written(id: Id<'job'>): Promise<number[]> {
  const { rows } = await superuser.query<{ bytes: Buffer }>(
    `select p.bytes from jobs.output o join jobs.output_part p on p.output_id = o.id
     where o.job_id = $1 order by p.number`,
    [id],
  )
  return rows.flatMap(({ bytes }) => bytes.toString().split(' ').filter(Boolean).map(Number))
}
async function happened(id: Id<'job'>): Promise<string[]> {
  const { rows } = await superuser.query<{ what: string }>(
    'select what from jobs.event where job_id = $1 order by id',
    [id],
  )
  return rows.map(({ what }) => what)
}
const upTo = (limit: number) => Array.from({ length: limit }, (_, n) => n)

/** A moment that a chunk waits for, and that tells when the chunk has come to it. */
function gate() {
  const moment = () => {
    let come = () => {}
    const coming = new Promise<void>((resolve) => {
      come = resolve
    })
    return { come, coming }
  }
  const [reached, open] = [moment(), moment()]
  const pass = () => {
    reached.come()
    return open.coming
  }
  return { reached: reached.coming, open: open.come, pass }
}

test('a job does all its rows, in chunks, and says how many', async () => {
  const id = await start({ upTo: 95 })
  expect(await look(id)).toMatchObject({ state: 'queued', done: 0n, total: null })
  work()
  const job = await ended(id, 'done')
  expect(job).toMatchObject({ done: 95n, failed: 0n, total: 95n, startedByName: 'Ana Mokoena' })
  expect(job.rate).toBeGreaterThan(0)
  expect(await written(id)).toEqual(upTo(95))
})

test('the same key starts one job; with other content it is refused', async () => {
  const [first, again] = await Promise.all([
    start({ upTo: 5 }, 'key-00001'),
    start({ upTo: 5 }, 'key-00001'),
  ])
  expect(again).toBe(first)
  await expect(start({ upTo: 6 }, 'key-00001')).rejects.toThrow(KeyReused().message)
})

test('a connection that dies in the middle of a chunk repeats nothing and loses nothing', async () => {
  const cut = new Set<number>()
  afterChunk = async (from) => {
    if (from % 60 !== 0 || cut.has(from)) return
    cut.add(from)
    await superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name like 'saldo%' and datname = current_database() and pid <> pg_backend_pid()`,
    )
  }
  const id = await start({ upTo: 100 })
  work()
  expect(await ended(id, 'done')).toMatchObject({ done: 100n })
  expect(cut.size).toBe(2)
  expect(await written(id)).toEqual(upTo(100))
})

test('two workers never have one job, and both work when there are two', async () => {
  let inside = 0
  let most = 0
  beforeChunk = async () => {
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setTimeout(resolve, 15))
    inside -= 1
  }
  const alone = await start({ upTo: 60 })
  work()
  work()
  await ended(alone, 'done')
  expect(most).toBe(1)
  const two = await Promise.all([start({ upTo: 60 }), start({ upTo: 60 })])
  for (const id of two) {
    await ended(id, 'done')
    expect(await written(id)).toEqual(upTo(60))
  }
  expect(most).toBe(2)
})

test('a worker that died is noticed; what it does later, alive after all, has no effect', async () => {
  const id = await start({ upTo: 40 })
  const dead = await claimJob(tenantId)
  await workChunk(dead!, false)
  work()
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect(await look(id)).toMatchObject({ state: 'running', done: 10n })

  const then = now().getTime() + 9_000
  setClock(() => then)
  await ended(id, 'done')
  await expect(workChunk(dead!, false)).rejects.toThrow(ClaimLost)
  expect(await written(id)).toEqual(upTo(40))
})

test('a chunk that is still being worked on when another worker takes over is undone', async () => {
  const slow = gate()
  let first = true
  afterChunk = () => {
    if (!first) return undefined
    first = false
    return slow.pass()
  }
  const id = await start({ upTo: 30 })
  const late = await claimJob(tenantId)
  const chunk = workChunk(late!, false)
  await slow.reached
  const then = now().getTime() + 9_000
  setClock(() => then)
  work()
  await expect.poll(() => happened(id), patient).toContain('taken_over')
  slow.open()
  await expect(chunk).rejects.toThrow()
  expect(await ended(id, 'done')).toMatchObject({ done: 30n })
  expect(await written(id)).toEqual(upTo(30))
})

test('a worker that is stopped gives its job back, and the next one goes on', async () => {
  const slow = gate()
  afterChunk = (from) => (from === 20 ? slow.pass() : undefined)
  const id = await start({ upTo: 70 })
  const first = work()
  await slow.reached
  const stopped = first.stop()
  slow.open()
  await stopped
  const job = await look(id)
  expect(job).toMatchObject({ state: 'queued', done: 30n })
  work()
  await ended(id, 'done')
  expect(await written(id)).toEqual(upTo(70))
})

test('paused in the middle of a chunk, a job leaves nothing of it and goes on from there', async () => {
  const slow = gate()
  afterChunk = (from) => (from === 20 ? slow.pass() : undefined)
  const id = await start({ upTo: 50 })
  work()
  await slow.reached
  await steer(pauseJob, id)
  slow.open()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await look(id)).toMatchObject({ state: 'paused', done: 20n })
  expect(await written(id)).toEqual(upTo(20))
  await steer(pauseJob, id)
  await steer(resumeJob, id)
  await ended(id, 'done')
  expect(await written(id)).toEqual(upTo(50))
})

test('cancelled, a job keeps what it did and can never go on', async () => {
  const slow = gate()
  afterChunk = (from) => (from === 20 ? slow.pass() : undefined)
  const id = await start({ upTo: 50 })
  work()
  await slow.reached
  await steer(cancelJob, id)
  await steer(cancelJob, id)
  slow.open()
  expect(await ended(id, 'cancelled')).toMatchObject({ done: 20n })
  await expect(steer(resumeJob, id)).rejects.toThrow()
  await expect(steer(pauseJob, id)).rejects.toThrow(JobEnded().message)
  expect(await written(id)).toEqual(upTo(20))
})

test('when the starter may not act any more the job stops before its next chunk', async () => {
  beforeChunk = async (from) => {
    if (from === 20) active = false
  }
  const id = await start({ upTo: 50 })
  work()
  expect(await ended(id, 'failed')).toMatchObject({ problem: 'job.right_gone', done: 30n })
  active = true
  await steer(resumeJob, id)
  await ended(id, 'done')
  expect(await written(id)).toEqual(upTo(50))
})

test('a refusal ends a job with its reason; another error is tried again at the same place', async () => {
  let errors = 0
  beforeChunk = async (from) => {
    if (from === 10 && errors++ === 0) throw new Error('The disk is full.')
    if (from === 30) throw TooFar()
  }
  const id = await start({ upTo: 50 })
  work()
  expect(await ended(id, 'failed')).toMatchObject({
    problem: 'test.too_far',
    problemDetail: 'This test goes no further.',
    done: 30n,
  })
  expect(errors).toBe(2)
})

test('rows that failed are tried again, and those that fail again stay', async () => {
  const id = await start({ upTo: 50, badEvery: 5 })
  work()
  expect(await ended(id, 'done_with_errors')).toMatchObject({ done: 40n, failed: 10n })
  await steer(redoJob, id)
  await expect.poll(async () => (await look(id)).state, patient).not.toBe('queued')
  expect(await ended(id, 'done_with_errors')).toMatchObject({ done: 40n, failed: 10n })
  mended = true
  await steer(redoJob, id)
  expect(await ended(id, 'done')).toMatchObject({ done: 50n, failed: 0n, total: 50n })
  expect((await written(id)).toSorted((a, b) => a - b)).toEqual(upTo(50))
  await expect(steer(redoJob, id)).rejects.toThrow(NothingToRedo().message)
})

test("another person's job is unknown, and so is another tenant's", async () => {
  const id = await start({ upTo: 5 })
  const stranger = { ...person, id: newId<'person'>() }
  const elsewhere = { ...person, tenantId: newId<'tenant'>() }
  for (const one of [
    { by: stranger, sight: { ...stranger, all: false } },
    { by: elsewhere, sight: { ...elsewhere, all: true } },
  ]) {
    for (const deed of [pauseJob, resumeJob, cancelJob, redoJob]) {
      await expect(transaction(one.by, (tx) => deed(tx, one, id))).rejects.toThrow('job.unknown')
    }
  }
  expect(await look(id)).toMatchObject({ state: 'queued' })
})
