import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type World, world } from '../../../test/harness.ts'
import {
  type Actor,
  disablePerson,
  isPermission,
  personNow,
  systemActor,
} from '../../access/index.ts'
import { type AtConsole, personAtConsole, signInAs } from '../../access/test/console.ts'
import { reading, transaction } from '../../db/index.ts'
import { now, setClock } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { createLog } from '../../kernel/log.ts'
import {
  forgetJobs,
  type JobKind,
  type LongJobs,
  runLongJobs,
  startJob,
  useLongJobs,
} from '../index.ts'

const patient = { timeout: 20_000, interval: 20 }

let place: World
let elsewhere: World
let admin: AtConsole
let desk: AtConsole
let auditor: AtConsole
let stranger: AtConsole
let workers: LongJobs[] = []

/** Writes lines into a file, and can be told to fail. */
const writing: JobKind<Actor, { readonly lines: number; readonly bad?: number }, number> = {
  kind: 'test.write',
  permission: 'meter.register',
  step: async (_, { params, place: at, write }) => {
    const line = (at ?? 0) + 1
    const bytes = Buffer.from(`line ${line}\n`)
    await write({ name: 'Lines é "1".txt', contentType: 'text/plain; charset=utf-8', bytes })
    const bad = line <= (params.bad ?? 0)
    return {
      place: line,
      total: params.lines,
      done: bad ? 0 : 1,
      failures: bad ? [{ item: `row ${line}`, code: 'test.bad', detail: 'This line is bad.' }] : [],
      finished: line === params.lines,
    }
  },
  redo: async (_, __, items) => ({ done: items.length }),
}

beforeAll(async () => {
  place = await world()
  elsewhere = await world({ in: place })
  useLongJobs<Actor>({
    kinds: [writing],
    actorOf: personNow,
    may: (actor, permission) => isPermission(permission) && actor.permissions.has(permission),
  })
  admin = await personAtConsole(place, ['Tenant administrator'])
  stranger = await personAtConsole(elsewhere, ['Tenant administrator'])
})
beforeEach(async () => {
  desk = await personAtConsole(place, ['Meter desk'])
  auditor = await personAtConsole(place, ['Auditor'])
})
afterEach(async () => {
  setClock()
  await Promise.all(workers.map((worker) => worker.stop()))
  workers = []
})
afterAll(() => place.close())

const work = () => {
  const tenants = async () => [place.tenantId, elsewhere.tenantId]
  workers.push(runLongJobs({ log: createLog('silent'), tenants }))
}

async function start(
  { id }: AtConsole,
  params: { lines: number; bad?: number } = { lines: 3 },
): Promise<Id<'job'>> {
  const actor = await reading(place.actor, (db) => personNow(db, place.tenantId, id))
  return transaction(actor!, (tx) => startJob(tx, actor!, writing, params, { key: newId() }))
}

const ended = async (who: AtConsole, id: string, state = 'done') => {
  await expect
    .poll(async () => (await who.ask('GET', `/jobs/${id}`)).body.state, patient)
    .toBe(state)
  return (await who.ask('GET', `/jobs/${id}`)).body
}

test('somebody sees the own jobs, an administrator everybody’s, and who looks on sees none', async () => {
  const mine = await start(desk)
  const other = await start(admin)
  const seen = async (who: AtConsole, query = '') =>
    (await who.ask('GET', `/jobs${query}`)).body.data.map(({ id }: { id: string }) => id)
  expect(await seen(desk)).toEqual([mine])
  expect(await seen(auditor)).toEqual([])
  expect((await seen(admin)).slice(0, 2)).toEqual([other, mine])
  expect(await seen(admin, '?mine=true')).toContain(other)
  expect(await seen(admin, '?mine=true')).not.toContain(mine)
  expect(await seen(stranger)).toEqual([])
  expect((await auditor.ask('GET', `/jobs/${mine}`)).status).toBe(404)
})

test('a list is paged in both directions and filtered by state', async () => {
  const ids: string[] = []
  for (let n = 0; n < 30; n++) ids.push(await start(desk))
  ids.reverse()
  const page = async (query: string) => (await desk.ask('GET', `/jobs?${query}`)).body
  const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id)
  const first = await page('limit=25')
  expect(idsOf(first)).toEqual(ids.slice(0, 25))
  expect(first).toMatchObject({ previous: null, count: { value: 30, exact: true } })
  const second = await page(`limit=25&after=${first.next}`)
  expect(idsOf(second)).toEqual(ids.slice(25))
  expect(second.next).toBeNull()
  expect(idsOf(await page(`limit=25&before=${second.previous}`))).toEqual(ids.slice(0, 25))
  const last = await page('limit=25&before=end')
  expect(idsOf(last)).toEqual(ids.slice(5))
  expect(last.next).toBeNull()
  await desk.ask('POST', `/jobs/${ids[3]}/cancel`)
  expect(idsOf(await page('state=cancelled'))).toEqual([ids[3]])
  expect((await page('state=open')).count.value).toBe(29)
  for (const id of ids) await desk.ask('POST', `/jobs/${id}/cancel`)
})

test('a job is paused, goes on, and ends with its rows, its failures and its file', async () => {
  const id = await start(desk, { lines: 4, bad: 1 })
  expect((await desk.ask('POST', `/jobs/${id}/pause`)).body.state).toBe('paused')
  work()
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect((await desk.ask('GET', `/jobs/${id}`)).body.state).toBe('paused')
  expect((await admin.ask('POST', `/jobs/${id}/resume`)).status).toBe(200)
  const job = await ended(desk, id, 'done_with_errors')
  expect(job).toMatchObject({
    rows: { all: 4, done: 3, skipped: 0, failed: 1 },
    startedBy: { name: desk.name, me: true },
    failures: [{ code: 'test.bad', rows: 1, detail: 'This line is bad.', items: ['row 1'] }],
    outputs: [{ name: 'Lines é "1".txt', bytes: 28 }],
    canRedo: true,
    canDownload: true,
  })
  expect(job.events.map(({ what }: { what: string }) => what)).toEqual([
    'done_with_errors',
    'began',
    'resumed',
    'paused',
    'queued',
  ])
  await desk.ask('POST', `/jobs/${id}/redo`)
  expect(await ended(desk, id)).toMatchObject({
    rows: { all: 4, done: 4, failed: 0 },
    canRedo: false,
  })
})

test('a file is downloaded by who may, is saved and not shown, and that is written down', async () => {
  const id = await start(desk)
  work()
  const { outputs } = await ended(desk, id)
  const path = `/api/console/jobs/${id}/outputs/${outputs[0].id}`
  const answer = await download(desk, path)
  expect(answer.body).toBe('line 1\nline 2\nline 3\n')
  expect(answer.headers).toMatchObject({
    'content-length': '21',
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  })
  expect(answer.headers['content-disposition']).toBe(
    `attachment; filename="Lines _ _1_.txt"; filename*=UTF-8''Lines%20%C3%A9%20%221%22.txt`,
  )
  const trail = await admin.ask('GET', `/audit?objectKind=job&objectId=${id}`)
  expect(trail.body.data.map(({ action }: { action: string }) => action)).toEqual([
    'job.download',
    'job.end',
    'job.start',
  ])
  expect((await download(admin, path)).statusCode).toBe(200)
  for (const one of [auditor, stranger]) expect((await download(one, path)).statusCode).toBe(404)
  const later = now().getTime() + 8 * 24 * 60 * 60_000
  setClock(() => later)
  desk = await signInAs(place, desk)
  expect((await download(desk, path)).statusCode).toBe(404)
  expect(await forgetJobs(place.tenantId)).toBeGreaterThan(0)
})

test('who lost the right of the kind cannot download what they wrote with it', async () => {
  const id = await start(desk)
  work()
  const { outputs } = await ended(desk, id)
  const superuser = new pg.Client(place.files.privileged)
  await superuser.connect()
  await superuser.query('delete from access.assignment where person_id = $1', [desk.id])
  await superuser.end()
  const view = await desk.ask('GET', `/jobs/${id}`)
  expect(view.body.canDownload).toBe(false)
  const path = `/api/console/jobs/${id}/outputs/${outputs[0].id}`
  expect((await download(desk, path)).statusCode).toBe(404)
})

test("another tenant's job is not found on any route, like one that never was", async () => {
  const id = await start(desk)
  for (const [method, path] of [
    ['GET', ''],
    ['POST', '/pause'],
    ['POST', '/resume'],
    ['POST', '/cancel'],
    ['POST', '/redo'],
    ['GET', `/outputs/${newId()}`],
  ] as const) {
    const guessed = await stranger.ask(method, `/jobs/${id}${path}`)
    const made = await stranger.ask(method, `/jobs/${newId()}${path}`)
    expect([path, guessed.status, guessed.body.code]).toEqual([path, 404, 'job.unknown'])
    expect(guessed.body.title).toBe(made.body.title)
  }
  expect((await desk.ask('GET', `/jobs/${id}`)).body.state).toBe('queued')
})

test('when its starter is disabled a job stops', async () => {
  const id = await start(desk, { lines: 100 })
  await transaction(place.actor, (tx) =>
    disablePerson(tx, systemActor(place.tenantId), desk.id, 'Has left.'),
  )
  work()
  const job = await ended(admin, id, 'failed')
  expect(job.problem.code).toBe('job.right_gone')
})

test('events tell of the own jobs alone, as they change', async () => {
  const [own, all, foreign] = [await watch(desk), await watch(admin), await watch(stranger)]
  const mine = await start(desk)
  const other = await start(admin)
  await expect.poll(() => own.told().map(({ id }) => id), patient).toContain(mine)
  work()
  await expect
    .poll(
      () =>
        own
          .told()
          .filter(({ id }) => id === mine)
          .at(-1)?.state,
      patient,
    )
    .toBe('done')
  await expect.poll(() => all.told().map(({ id }) => id), patient).toContain(other)
  expect(all.told().map(({ id }) => id)).toContain(mine)
  expect(own.told().map(({ id }) => id)).not.toContain(other)
  expect(foreign.told()).toEqual([])
  for (const one of [own, all, foreign]) one.leave()
})

test('events end within seconds of signing out', async () => {
  const stream = await watch(desk)
  await desk.ask('DELETE', '/session')
  await expect.poll(() => stream.ended(), patient).toBe(true)
})

test('a program that does not ask for events gets none, and one person no more than eight streams', async () => {
  const refused = await desk.ask('GET', '/jobs/events')
  expect([refused.status, refused.body.code]).toEqual([406, 'job.events_not_accepted'])
  const streams = []
  for (let n = 0; n < 8; n++) streams.push(await watch(desk))
  await expect(watch(desk)).rejects.toThrow('429')
  for (const stream of streams) stream.leave()
})

function download(who: AtConsole, url: string) {
  return place.app.inject({ method: 'GET', url, headers: who.headers })
}

interface Told {
  readonly id: string
  readonly state: string
}

/** A page that watches, as a browser does. */
async function watch(who: AtConsole) {
  const answer = await place.app.inject({
    method: 'GET',
    url: '/api/console/jobs/events',
    headers: { ...who.headers, accept: 'text/event-stream' },
    payloadAsStream: true,
  })
  if (answer.statusCode !== 200) throw new Error(String(answer.statusCode))
  const stream = answer.stream()
  let text = ''
  let over = false
  stream.on('data', (bytes: Buffer) => {
    text += bytes.toString()
  })
  stream.on('close', () => {
    over = true
  })
  return {
    told: () =>
      [...text.matchAll(/^event: jobs\ndata: (.*)$/gm)].flatMap(
        ([, data]) => JSON.parse(data ?? '[]') as Told[],
      ),
    ended: () => over,
    leave: () => stream.destroy(),
  }
}
