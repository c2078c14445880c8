import Type from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type World, world } from '../../test/harness.ts'
import { type Actor, isPermission, personNow } from '../access/index.ts'
import { type AtConsole, personAtConsole } from '../access/test/console.ts'
import { transaction } from '../db/index.ts'
import { type LongJobs, runLongJobs, startJob, useLongJobs } from '../jobs/index.ts'
import { newId } from '../kernel/ids.ts'
import { createLog } from '../kernel/log.ts'
import { number, text } from './cell.ts'
import { exportJobs } from './index.ts'
import type { ExportList } from './list.ts'
import { exportKind } from './make.ts'

// The long form: SALDO_EXPORT_ROWS=1000000 npx vitest run --project flows server/src/exports
const ROWS = Number.parseInt(process.env.SALDO_EXPORT_ROWS ?? '30000', 10)
const patient = { timeout: 60_000 + ROWS, interval: 50 }

/** As many rows as wanted, out of nothing. */
const endless: ExportList<Record<string, string>, number> = {
  name: 'endless',
  permission: 'meter.read',
  filter: Type.Object({}),
  columns: [
    { heading: 'Number', cell: (n) => number(String(n)) },
    { heading: 'Text', cell: (n) => text(`=row ${n} of a list that is as long as one likes`) },
    { heading: 'Amount', cell: (n) => number(`${n}.25`) },
  ],
  zone: async () => 'UTC',
  rows: async (_db, _actor, _filter, { after, limit }) => {
    const from = after === undefined ? 0 : Number.parseInt(after, 10)
    const until = Math.min(from + limit, ROWS)
    const rows = Array.from({ length: until - from }, (_, n) => from + n)
    return { rows, next: until === ROWS ? null : String(until) }
  },
}

let place: World
let elsewhere: World
let desk: AtConsole
let admin: AtConsole
let stranger: AtConsole
let worker: LongJobs | undefined

beforeAll(async () => {
  place = await world({ meters: 3 })
  elsewhere = await world({ in: place })
  useLongJobs<Actor>({
    kinds: [...exportJobs, exportKind(endless)],
    actorOf: personNow,
    may: (actor, permission) => isPermission(permission) && actor.permissions.has(permission),
  })
  desk = await personAtConsole(place, ['Meter desk'])
  admin = await personAtConsole(place, ['Tenant administrator'])
  stranger = await personAtConsole(elsewhere, ['Tenant administrator'])
  worker = runLongJobs({ log: createLog('silent'), tenants: async () => [place.tenantId] })
})
afterAll(async () => {
  await worker?.stop()
  await place.close()
})

const take = (who: AtConsole, list: string, format: string, filter: unknown, key?: string) =>
  who.ask('POST', '/exports', { list, format, filter }, key)

/** The file of an export, once it is complete. */
async function fileOf(who: AtConsole, jobId: string) {
  await expect
    .poll(async () => (await who.ask('GET', `/jobs/${jobId}`)).body.state, patient)
    .toBe('done')
  const { body } = await who.ask('GET', `/jobs/${jobId}`)
  const [output] = body.outputs
  const url = `/api/console/jobs/${jobId}/outputs/${output.id}`
  const answer = await place.app.inject({ method: 'GET', url, headers: who.headers })
  return { name: output.name as string, content: answer.rawPayload, rows: body.rows }
}

test('the meters of a utility are taken out, with the rows that the filter leaves', async () => {
  const filter = { utility: place.utilityId }
  const { status, body } = await take(desk, 'meters', 'csv', filter)
  expect(status).toBe(202)
  const { name, content, rows } = await fileOf(desk, body.jobId)
  expect(name).toMatch(/^meters-\d{4}-\d\d-\d\d\.csv$/)
  expect(rows).toMatchObject({ all: 3, done: 3 })
  const lines = content.toString().trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/^\ufeffMeter number,State,/)
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(
    place.meters.map(({ serialNumber }) => serialNumber).toSorted(),
  )
  const narrowed = await take(desk, 'meters', 'csv', { ...filter, status: 'blocked' })
  const empty = await fileOf(desk, narrowed.body.jobId)
  expect(empty.content.toString().trimEnd().split('\r\n')).toHaveLength(1)
})

test.each(['customers', 'sales', 'audit'])('%s are taken out too', async (list) => {
  const filter = list === 'audit' ? {} : { utility: place.utilityId }
  const { body } = await take(admin, list, 'xlsx', filter)
  const { content } = await fileOf(admin, body.jobId)
  expect(content.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
})

test('the same key takes a list out once', async () => {
  const key = newId()
  const first = await take(desk, 'meters', 'csv', { utility: place.utilityId }, key)
  const again = await take(desk, 'meters', 'csv', { utility: place.utilityId }, key)
  expect(again.body).toEqual(first.body)
})

test('who may not see a list cannot take it out, and another tenant’s utility is unknown', async () => {
  const refused = await take(desk, 'audit', 'csv', {})
  expect([refused.status, refused.body.code]).toEqual([403, 'access.not_allowed'])
  const guessed = await take(stranger, 'meters', 'csv', { utility: place.utilityId })
  expect([guessed.status, guessed.body.code]).toEqual([404, 'utility.unknown'])
  const odd = await take(desk, 'meters', 'csv', { utility: place.utilityId, tenant: 'x' })
  expect([odd.status, odd.body.errors[0].pointer]).toEqual([400, '/filter'])
})

test(
  `a list of ${ROWS} rows is written with memory that does not grow with it`,
  async () => {
    const actor = await transaction(place.actor, (tx) => personNow(tx, place.tenantId, desk.id))
    const kind = exportKind(endless)
    const asked = { format: 'xlsx' as const, filter: {}, day: '2026-11-24' }
    const before = process.memoryUsage().rss
    let most = before
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss)
    }, 20)
    const from = performance.now()
    const id = await transaction(actor!, (tx) =>
      startJob(tx, actor!, kind, asked, { key: newId() }),
    )
    await expect
      .poll(async () => (await desk.ask('GET', `/jobs/${id}`)).body.state, patient)
      .toBe('done')
    clearInterval(watch)
    const seconds = (performance.now() - from) / 1_000
    const grown = (most - before) / 1e6
    console.log(`${ROWS} rows in ${seconds.toFixed(1)} s, ${grown.toFixed(0)} MB more at most`)
    expect((await desk.ask('GET', `/jobs/${id}`)).body.rows.done).toBe(ROWS)
    expect(grown).toBeLessThan(160)
  },
  60_000 + ROWS,
)
