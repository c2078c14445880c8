import { drnOf } from '@saldo/sts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Actor, systemActor } from '../access/index.ts'
import { registerCustomer } from '../customers/index.ts'
import {
  type Database,
  openDatabase,
  reading,
  type Tx,
  transaction,
  useDatabase,
} from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { readMeter, registerMeter } from '../meters/index.ts'
import { createTenant, createUtility } from '../tenants/index.ts'
import { linkMeter, linkOf, registerUsagePoint, unlinkMeter } from './index.ts'

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

let made = 0
async function meter(commodity: 'electricity' | 'water' | 'gas' = 'electricity', of = utilityId) {
  const serialNumber = drnOf('07', `${++made}`.padStart(8, '0')).drn
  const meterOf = { utilityId: of, serialNumber, commodity, model: '' }
  return { serialNumber, id: await inTx((tx) => registerMeter(tx, actor, meterOf)) }
}
const place = (number = `P-${++made}`, of = utilityId) =>
  inTx((tx) => registerUsagePoint(tx, actor, { utilityId: of, number, address: '', area: '' }))
const customer = (of = utilityId) =>
  inTx((tx) =>
    registerCustomer(tx, actor, {
      utilityId: of,
      accountNumber: `AC-${++made}`,
      name: 'Zawadi',
      phone: '',
      email: '',
      class: 'domestic',
    }),
  )
const day = (n: number) => new Date(Date.UTC(2026, 0, n))
const link = (
  meterId: Id<'meter'>,
  usagePointId: Id<'usage_point'>,
  from = day(1),
  customerId: Id<'customer'> | null = null,
) => inTx((tx) => linkMeter(tx, actor, { meterId, usagePointId, customerId, from }))
const unlink = (meterId: Id<'meter'>, until: Date) =>
  inTx((tx) => unlinkMeter(tx, actor, meterId, until))

test('a linked meter is installed and serves its place and customer from that day', async () => {
  const { id, serialNumber } = await meter()
  const point = await place()
  const who = await customer()
  await link(id, point, day(5), who)
  const at = (n: number) => reading(actor, (tx) => linkOf(tx, actor.tenantId, id, day(n)))
  expect(await at(4)).toBeUndefined()
  expect(await at(5)).toMatchObject({
    usagePointId: point,
    customerId: who,
    commodity: 'electricity',
  })
  const found = await reading(actor, (tx) => readMeter(tx, actor, serialNumber))
  expect(found.status).toBe('installed')
})

test('a meter serves one place at a time, a place has one meter for each commodity', async () => {
  const [first, second] = [await meter(), await meter()]
  const water = await meter('water')
  const [house, shop] = [await place(), await place()]
  await link(first.id, house)
  expect(await codeOf(link(first.id, shop, day(9)))).toBe('link.overlaps')
  expect(await codeOf(link(second.id, house, day(9)))).toBe('link.overlaps')
  expect(await codeOf(link(water.id, house))).toBe('done')
})

test('of two who link the same place at once, one is refused', async () => {
  const [first, second] = [await meter(), await meter()]
  const house = await place()
  const both = await Promise.all([codeOf(link(first.id, house)), codeOf(link(second.id, house))])
  expect(both.sort()).toEqual(['done', 'link.overlaps'])
})

test('a meter that is taken away can serve another place from that instant on', async () => {
  const { id, serialNumber } = await meter()
  const [house, shop] = [await place(), await place()]
  await link(id, house)
  expect(await codeOf(unlink(id, day(1)))).toBe('link.dates')
  await unlink(id, day(20))
  const status = async () =>
    (await reading(actor, (tx) => readMeter(tx, actor, serialNumber))).status
  expect(await status()).toBe('removed')
  expect(await codeOf(link(id, shop, day(19)))).toBe('link.overlaps')
  await link(id, shop, day(20))
  expect(await status()).toBe('installed')
  const at = (n: number) => reading(actor, (tx) => linkOf(tx, actor.tenantId, id, day(n)))
  expect([(await at(19))?.usagePointId, (await at(20))?.usagePointId]).toEqual([house, shop])
  expect(await codeOf(unlink((await meter()).id, day(2)))).toBe('link.unknown')
})

test('meter, place and customer belong to one utility', async () => {
  const gas = await meter('gas', otherUtilityId)
  const { id } = await meter()
  expect(await codeOf(link(gas.id, await place()))).toBe('link.other_utility')
  expect(await codeOf(link(id, await place(), day(1), await customer(otherUtilityId)))).toBe(
    'link.other_utility',
  )
  expect(await codeOf(link(id, newId<'usage_point'>()))).toBe('usage_point.unknown')
  expect(await codeOf(link(newId<'meter'>(), await place()))).toBe('meter.unknown')
  expect(await codeOf(link(id, await place(), day(1), newId<'customer'>()))).toBe(
    'customer.unknown',
  )
})

test('a number of a place is given once per utility', async () => {
  await place('SAME')
  expect(await codeOf(place('SAME'))).toBe('usage_point.taken')
  expect(await codeOf(place('SAME', otherUtilityId))).toBe('done')
})

test('another tenant can link nothing of ours', async () => {
  const { id } = await meter()
  const point = await place()
  const stranger = systemActor(await createTenant({ name: 'Stranger' }))
  const theirs = { meterId: id, usagePointId: point, customerId: null, from: day(1) }
  expect(await codeOf(transaction(stranger, (tx) => linkMeter(tx, stranger, theirs)))).toBe(
    'meter.unknown',
  )
  expect(await codeOf(transaction(stranger, (tx) => unlinkMeter(tx, stranger, id, day(2))))).toBe(
    'link.unknown',
  )
})
