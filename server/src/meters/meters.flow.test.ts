import { drnOf } from '@saldo/sts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Actor, systemActor } from '../access/index.ts'
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
import { registerSupplyGroup } from '../keys/index.ts'
import { createTenant, createUtility } from '../tenants/index.ts'
import {
  blockMeter,
  markInstalled,
  type NewMeter,
  readMeter,
  recordStsData,
  registerMeter,
  requireMeterNumber,
  type StsData,
  unblockMeter,
} from './index.ts'

let db: Database
let actor: Actor
let utilityId: Id<'utility'>
let otherUtilityId: Id<'utility'>
let sts: StsData

beforeAll(async () => {
  db = openDatabase((await freshDatabase()).server)
  useDatabase(db)
  actor = systemActor(await createTenant({ name: 'Harbour' }))
  await transaction(actor, (tx) => tx.rows('select kernel.make_partitions($1, 2)', [now()]))
  utilityId = await newUtility('Harbour City', ['electricity', 'water'])
  otherUtilityId = await newUtility('Hill Gas', ['gas'])
  sts = {
    supplyGroupId: await inTx((tx) =>
      registerSupplyGroup(tx, actor, { utilityId, code: '600675', name: 'Harbour' }),
    ),
    keyRevision: 1,
    keyType: 2,
    tariffIndex: 1,
    keyExpiry: 255,
    keyAlgorithm: 4,
    encryptionAlgorithm: 7,
    baseDate: 2014,
  }
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
const number = () => drnOf('07', `${++made}`.padStart(8, '0')).drn
const meter = (more: Partial<NewMeter> = {}) =>
  inTx((tx) =>
    registerMeter(tx, actor, {
      utilityId,
      serialNumber: number(),
      commodity: 'electricity',
      model: 'K1',
      sts,
      ...more,
    }),
  )
const read = (serialNumber: string, of = actor) =>
  reading(of, (tx) => readMeter(tx, of, serialNumber))

test('a meter is registered with what its chip holds and found by its number', async () => {
  const serialNumber = number()
  const id = await meter({ serialNumber })
  expect(await read(serialNumber)).toMatchObject({
    id,
    status: 'stock',
    commodity: 'electricity',
    sts,
  })
})

test('a number is registered once, and never with a digit wrong', async () => {
  const serialNumber = number()
  await meter({ serialNumber })
  expect(await codeOf(meter({ serialNumber }))).toBe('meter.taken')
  const wrong = `${serialNumber.slice(0, -1)}${(Number.parseInt(serialNumber.slice(-1), 10) + 1) % 10}`
  expect(await codeOf(meter({ serialNumber: wrong }))).toBe('meter.check_digit')
  expect(await codeOf(read(wrong))).toBe('meter.check_digit')
  expect(await codeOf(read(number()))).toBe('meter.unknown')
})

test.each([
  '',
  '1',
  '0123456789',
  '012345678901',
  '01234 56789 7',
  '٠١٢٣٤٥٦٧٨٩٧',
  '1e10',
  '0'.repeat(5000),
])('the text "%.20s" is no meter number', (text) => {
  expect(() => requireMeterNumber(text)).toThrow('meter.number_malformed')
})

test('a new key of a meter ends the old one, and two at one time are refused', async () => {
  const serialNumber = number()
  const id = await meter({ serialNumber, from: new Date('2026-01-01T00:00:00Z') })
  const change = (keyRevision: number, from: string) =>
    inTx((tx) => recordStsData(tx, actor, id, { ...sts, keyRevision }, new Date(from)))
  await change(2, '2026-03-01T00:00:00Z')
  expect((await read(serialNumber)).sts?.keyRevision).toBe(2)
  expect(await codeOf(change(3, '2026-03-01T00:00:00Z'))).toBe('meter.keys_overlap')
  expect(await codeOf(change(3, '2026-02-01T00:00:00Z'))).toBe('meter.keys_overlap')
  expect((await read(serialNumber)).sts?.keyRevision).toBe(2)
})

test('what no chip can hold is refused', async () => {
  const wrong: Partial<StsData>[] = [
    { keyRevision: 0 },
    { keyRevision: 10 },
    { tariffIndex: 100 },
    { keyExpiry: 256 },
    { baseDate: 2000 },
    { encryptionAlgorithm: 8 },
    { encryptionAlgorithm: 11, keyAlgorithm: 2 },
  ]
  for (const more of wrong) {
    expect(await codeOf(meter({ sts: { ...sts, ...more } }))).toBe('meter.keys_malformed')
  }
  const unknownGroup = { ...sts, supplyGroupId: newId<'supply_group'>() }
  expect(await codeOf(meter({ sts: unknownGroup }))).toBe('meter.group_unknown')
})

test('an installed meter is blocked with a reason and released', async () => {
  const serialNumber = number()
  const id = await meter({ serialNumber })
  const block = () => inTx((tx) => blockMeter(tx, actor, id, 'Tampered'))
  expect(await codeOf(block())).toBe('meter.wrong_status')
  await inTx((tx) => markInstalled(tx, actor, id))
  await block()
  expect(await read(serialNumber)).toMatchObject({ status: 'blocked', blockReason: 'Tampered' })
  await inTx((tx) => unblockMeter(tx, actor, id))
  expect(await read(serialNumber)).toMatchObject({ status: 'installed', blockReason: null })
})

test('who blocked a meter and why is on record', async () => {
  const id = await meter()
  await inTx((tx) => markInstalled(tx, actor, id))
  await inTx((tx) => blockMeter(tx, actor, id, 'Unpaid connection'))
  const events = await reading(actor, (tx) =>
    tx.rows(
      `select action, actor_name, reason from audit.event
       where tenant_id = $1 and object_kind = 'meter' and object_id = $2 order by occurred_at, id`,
      [actor.tenantId, id],
    ),
  )
  expect(events.at(-1)).toEqual({
    action: 'meter.blocked',
    actor_name: 'Saldo',
    reason: 'Unpaid connection',
  })
})

test('a meter of another tenant, or out of reach, looks like one that does not exist', async () => {
  const serialNumber = number()
  const id = await meter({ serialNumber })
  const stranger = systemActor(await createTenant({ name: 'Stranger' }))
  const limited = { ...actor, reach: { utilities: [otherUtilityId], vendors: 'all' as const } }
  for (const who of [stranger, limited]) {
    expect(await codeOf(read(serialNumber, who))).toBe('meter.unknown')
    const block = transaction(who, (tx) => blockMeter(tx, who, id, 'x'))
    expect(await codeOf(block)).toBe('meter.unknown')
  }
})
