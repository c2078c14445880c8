import { afterAll, beforeAll, expect, test } from 'vitest'
import { type World, world } from '../../test/harness.ts'
import { type AtConsole, personAtConsole } from '../access/test/console.ts'
import { transaction } from '../db/index.ts'
import { type LongJobs, runLongJobs } from '../jobs/index.ts'
import { newId } from '../kernel/ids.ts'
import { createLog } from '../kernel/log.ts'
import { blockMeter, unblockMeter } from '../meters/index.ts'

const patient = { timeout: 20_000, interval: 20 }

let place: World
let elsewhere: World
let desk: AtConsole
let auditor: AtConsole
let stranger: AtConsole
let worker: LongJobs

beforeAll(async () => {
  place = await world({ meters: 6 })
  elsewhere = await world({ in: place })
  desk = await personAtConsole(place, ['Meter desk'])
  auditor = await personAtConsole(place, ['Auditor'])
  stranger = await personAtConsole(elsewhere, ['Tenant administrator'])
  worker = runLongJobs({ log: createLog('silent'), tenants: async () => [place.tenantId] })
})
afterAll(async () => {
  await worker.stop()
  await place.close()
})

const all = () => ({ utility: place.utilityId })
const preview = (who: AtConsole, choice: object) =>
  who.ask('POST', '/bulk/meters/block/preview', choice)
const block = (who: AtConsole, choice: object, expected: number, key?: string) =>
  who.ask('POST', '/bulk/meters/block', { ...choice, expected, reason: 'Recall of 2026' }, key)

const ended = async (id: string) => {
  await expect
    .poll(async () => (await desk.ask('GET', `/jobs/${id}`)).body.state, patient)
    .toMatch(/done|failed/)
  return (await desk.ask('GET', `/jobs/${id}`)).body
}
const statuses = async () =>
  (await desk.ask('GET', `/meters?utility=${place.utilityId}`)).body.data.map(
    ({ status }: { status: string }) => status,
  )

test('a dry run says what would change and what would be skipped; then it is done, and each meter knows why', async () => {
  const [first] = place.meters
  await transaction(place.actor, (tx) => blockMeter(tx, place.actor, first!.id, 'Tampered'))
  expect((await preview(desk, all())).body).toEqual({
    changing: 5,
    skip: [{ why: 'blocked', rows: 1 }],
  })
  expect(await statuses()).toContain('installed')

  const key = newId()
  const { status, body } = await block(desk, all(), 5, key)
  expect(status).toBe(202)
  expect(await ended(body.jobId)).toMatchObject({
    state: 'done',
    rows: { all: 6, done: 5, skipped: 1, failed: 0 },
  })
  expect(await statuses()).toEqual(Array.from({ length: 6 }, () => 'blocked'))
  const admin = await personAtConsole(place, ['Tenant administrator'])
  const trail = await admin.ask('GET', `/audit?objectKind=meter&objectId=${place.meters[3]!.id}`)
  expect(trail.body.data[0]).toMatchObject({
    action: 'meter.blocked',
    reason: 'Recall of 2026',
    actor: { name: desk.name },
  })
  // The same request again is the same job, although now nothing would change.
  expect((await block(desk, all(), 5, key)).body.jobId).toBe(body.jobId)
})

test('when the count is another by now nothing starts', async () => {
  await transaction(place.actor, async (tx) => {
    for (const { id } of place.meters) await unblockMeter(tx, place.actor, id)
  })
  const refused = await block(desk, all(), 5)
  expect([refused.status, refused.body.code]).toEqual([409, 'bulk.count_changed'])
  const nothing = await block(desk, { ...all(), status: 'scrapped' }, 0)
  expect(nothing.body.code).toBe('bulk.nothing_to_change')
  expect(await statuses()).not.toContain('blocked')
})

test('of the meters that were chosen one by one no others are touched', async () => {
  const ids = [place.meters[1]!.id, place.meters[4]!.id]
  expect((await preview(desk, { ...all(), ids })).body).toEqual({ changing: 2, skip: [] })
  const { body } = await block(desk, { ...all(), ids }, 2)
  await ended(body.jobId)
  expect((await statuses()).filter((status: string) => status === 'blocked')).toHaveLength(2)
})

test('who may not block meters cannot count them either, and another tenant’s utility is unknown', async () => {
  for (const attempt of [() => preview(auditor, all()), () => block(auditor, all(), 4)]) {
    const { status, body } = await attempt()
    expect([status, body.code]).toEqual([403, 'access.not_allowed'])
  }
  for (const attempt of [() => preview(stranger, all()), () => block(stranger, all(), 4)]) {
    const { status, body } = await attempt()
    expect([status, body.code]).toEqual([404, 'utility.unknown'])
  }
})
