import { drnOf } from '@saldo/sts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Actor, shippedRoles, systemActor } from '../access/index.ts'
import {
  type Database,
  openDatabase,
  reading,
  type Tx,
  transaction,
  useDatabase,
} from '../db/index.ts'
import { now, nowMs } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { registerMeter } from '../meters/index.ts'
import { createTenant, createUtility } from '../tenants/index.ts'
import { registerUsagePoint } from '../usage-points/index.ts'
import {
  approveVersion,
  assignTariff,
  connectMeter,
  createTariff,
  draftVersion,
  price,
  submitVersion,
  tariffOf,
  versionById,
} from './index.ts'

let db: Database
let actor: Actor
let utilityId: Id<'utility'>
let otherUtilityId: Id<'utility'>

beforeAll(async () => {
  db = openDatabase((await freshDatabase()).server)
  useDatabase(db)
  actor = systemActor(await createTenant({ name: 'Harbour' }))
  await transaction(actor, (tx) => tx.rows('select kernel.make_partitions($1, 2)', [now()]))
  utilityId = await newUtility('Harbour City', ['electricity', 'water'])
  otherUtilityId = await newUtility('Hill Gas', ['gas'])
})
afterAll(() => db.close())

const newUtility = (name: string, commodities: readonly ('electricity' | 'water' | 'gas')[]) =>
  transaction(actor, (tx) =>
    createUtility(tx, actor, {
      name,
      receiptPrefix: 'HC',
      currency: { code: 'KES', decimals: 2 },
      timeZone: 'Africa/Nairobi',
      commodities,
      address: '',
      taxNumber: '',
      supportPhone: '',
      receiptMessage: '',
      quickAmounts: [],
    }),
  )
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown) => thrown.code,
  )
const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => transaction(actor, work)

const definition = {
  kind: 'block',
  blocks: [
    { upTo: '50.0', price: '18.40' },
    { upTo: null, price: '25.10' },
  ],
  vat: { basisPoints: 1_600 },
  pricesIncludeTax: false,
  rounding: 'up',
  zeroUnits: 'refuse',
}
const person = (name: string): Actor => ({
  ...actor,
  kind: 'person',
  id: newId(),
  name,
  permissions: new Set(shippedRoles['Tenant administrator']),
})
let made = 0
const tariff = (commodity: 'electricity' | 'water' | 'gas' = 'electricity', of = utilityId) =>
  inTx((tx) =>
    createTariff(tx, actor, { utilityId: of, code: `T${++made}`, name: 'Domestic', commodity }),
  )
const later = (minutes = 60) => new Date(nowMs() + minutes * 60_000)
const draft = (
  tariffId: Id<'tariff'>,
  validFrom = later(),
  by = actor,
  what: unknown = definition,
) => transaction(by, (tx) => draftVersion(tx, by, { tariffId, definition: what, validFrom }))
const submit = (id: Id<'version'>) => inTx((tx) => submitVersion(tx, actor, id))
const approve = (id: Id<'version'>, by: Actor) =>
  transaction(by, (tx) => approveVersion(tx, by, id))
const place = (of = utilityId) =>
  inTx((tx) =>
    registerUsagePoint(tx, actor, { utilityId: of, number: `P${++made}`, address: '', area: '' }),
  )

test('a version is written by one person, approved by another, and then priced with', async () => {
  const [author, chief] = [person('Amina'), person('Amina')]
  const { id, number } = await draft(await tariff(), later(), author)
  expect(number).toBe(1)
  expect(await codeOf(versionById(actor, id))).toBe('tariff.version_unknown')
  expect(await codeOf(approve(id, chief))).toBe('tariff.version_state')
  await submit(id)
  expect(await codeOf(approve(id, author))).toBe('tariff.second_person')
  const renamed = { ...author, name: 'Amina Otieno' }
  expect(await codeOf(approve(id, renamed))).toBe('tariff.second_person')
  await approve(id, chief)
  expect(await codeOf(approve(id, chief))).toBe('tariff.version_state')
  const version = await versionById(actor, id)
  expect(version).toMatchObject({
    name: 'Domestic',
    number: 1,
    commodity: 'electricity',
    definition,
  })
  const priced = price({
    tariff: version.tariff,
    tender: 50_000n,
    businessDay: '2026-11-24',
    monthUnitsBefore: 0n,
    dayMinorBefore: 0n,
    monthMinorBefore: 0n,
    serviceChargePaidThrough: null,
    debts: [],
  })
  // 500.00 less 16 % inside is 431.03; at 18.40 that is 23.43 kWh, rounded up to a tenth.
  expect(priced.units).toBe(235n)
  expect(await versionById(actor, id)).toBe(version)
})

test('two who approve at once schedule one version once', async () => {
  const tariffId = await tariff()
  const { id } = await draft(tariffId, later(), person('Author'))
  await submit(id)
  // Both have read the version as waiting before either may go on.
  const both = await inTx(async (tx) => {
    await tx.rows('select 1 from tariffs.tariff where tenant_id = $1 and id = $2 for update', [
      actor.tenantId,
      tariffId,
    ])
    const approvals = ['One', 'Two'].map((name) => codeOf(approve(id, person(name))))
    await new Promise((resolve) => setTimeout(resolve, 200))
    return { approvals: Promise.all(approvals) }
  })
  expect((await both.approvals).sort()).toEqual(['done', 'tariff.version_state'])
})

test('a definition that no sale could be priced with is refused with its fields', async () => {
  const id = await tariff()
  const wrong: [unknown, string][] = [
    [{ ...definition, blocks: [] }, '/blocks'],
    [{ ...definition, blocks: [{ upTo: null, price: 18.4 }] }, '/blocks/0/price'],
    [{ ...definition, secret: 1 }, ''],
    [{ ...definition, limits: { minimum: '1.005' } }, '/limits/minimum'],
  ]
  for (const [what, pointer] of wrong) {
    const thrown = await draft(id, later(), actor, what).catch((error) => error)
    expect(thrown.code).toBe('tariff.malformed')
    const pointers = thrown.errors.map((error: { pointer: string }) => error.pointer)
    expect(pointers.some((one: string) => one.startsWith(pointer))).toBe(true)
  }
  for (const what of [null, 'x', 5, []]) {
    expect(await codeOf(draft(id, later(), actor, what))).toBe('tariff.malformed')
  }
})

test('versions are numbered one after another, also when two are written at once', async () => {
  const id = await tariff()
  const both = await Promise.all([draft(id, later(1)), draft(id, later(2))])
  expect(both.map(({ number }) => number).sort()).toEqual([1, 2])
})

test('a tariff does not begin in the past, nor two versions at one instant', async () => {
  const id = await tariff()
  const past = await draft(id, new Date(nowMs() - 60_000), person('Author'))
  await submit(past.id)
  expect(await codeOf(approve(past.id, person('Chief')))).toBe('tariff.retroactive')
  const start = later()
  for (const expected of ['done', 'tariff.same_start']) {
    const version = await draft(id, start, person('Author'))
    await submit(version.id)
    expect(await codeOf(approve(version.id, person('Chief')))).toBe(expected)
  }
})

test('a place pays one tariff for each commodity at a time, and its counters outlive a change', async () => {
  const point = await place()
  const [first, second, water] = [await tariff(), await tariff(), await tariff('water')]
  const assign = (tariffId: Id<'tariff'>, from: Date) =>
    inTx((tx) => assignTariff(tx, actor, { usagePointId: point, tariffId, from }))
  const day = (n: number) => new Date(Date.UTC(2026, 0, n))
  await assign(first, day(1))
  await assign(water, day(1))
  await inTx((tx) =>
    tx.execute(
      `update tariffs.usage_state set month_units = 77
       where tenant_id = $1 and usage_point_id = $2 and commodity = 'electricity'`,
      [actor.tenantId, point],
    ),
  )
  await assign(second, day(10))
  const at = (n: number) =>
    reading(actor, (tx) => tariffOf(tx, actor.tenantId, point, 'electricity', day(n)))
  expect([(await at(9))?.id, (await at(10))?.id]).toEqual([first, second])
  expect(await codeOf(assign(first, day(10)))).toBe('tariff.assignment_overlaps')
  expect(await codeOf(assign(first, day(3)))).toBe('tariff.assignment_overlaps')
  const state = await reading(actor, (tx) =>
    tx.row(
      `select month, month_units, day from tariffs.usage_state
       where tenant_id = $1 and usage_point_id = $2 and commodity = 'electricity'`,
      [actor.tenantId, point],
    ),
  )
  expect(state).toEqual({ month: '2026-01-01', month_units: 77n, day: '2026-01-01' })
})

test('a meter is connected in one step', async () => {
  const usagePointId = await place()
  const tariffId = await tariff('water')
  const serialNumber = drnOf('07', `${++made}`.padStart(8, '0')).drn
  const meter = { utilityId, serialNumber, commodity: 'water', model: '' } as const
  const meterId = await inTx((tx) => registerMeter(tx, actor, meter))
  const connection = { meterId, usagePointId, customerId: null, tariffId, from: now() }
  await inTx((tx) => connectMeter(tx, actor, connection))
  const found = await reading(actor, (tx) =>
    tx.row(
      `select l.commodity, a.tariff_id, s.version from usage_points.link l
       join tariffs.assignment a on a.tenant_id = $1 and a.usage_point_id = l.usage_point_id
       join tariffs.usage_state s on s.tenant_id = $1 and s.usage_point_id = l.usage_point_id
       where l.tenant_id = $1 and l.meter_id = $2`,
      [actor.tenantId, meterId],
    ),
  )
  expect(found).toEqual({ commodity: 'water', tariff_id: tariffId, version: 0n })
})

test('a tariff of another utility or tenant is not for this place', async () => {
  const usagePointId = await place()
  const gas = await tariff('gas', otherUtilityId)
  const assign = (tariffId: Id<'tariff'>, by = actor) =>
    codeOf(transaction(by, (tx) => assignTariff(tx, by, { usagePointId, tariffId, from: now() })))
  expect(await assign(gas)).toBe('tariff.other_utility')
  expect(await assign(newId<'tariff'>())).toBe('tariff.unknown')
  const stranger = systemActor(await createTenant({ name: 'Stranger' }))
  expect(await assign(gas, stranger)).toBe('usage_point.unknown')
  expect(await codeOf(draft(gas, later(), stranger))).toBe('tariff.unknown')
  const { id } = await draft(gas)
  expect(await codeOf(approve(id, stranger))).toBe('tariff.version_unknown')
})
