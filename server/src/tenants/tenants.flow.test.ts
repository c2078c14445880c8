import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { systemActor } from '../access/index.ts'
import {
  type Database,
  openDatabase,
  reading,
  transaction,
  transactionOutsideTenants,
  useDatabase,
} from '../db/index.ts'
import { businessDay } from '../kernel/calendar.ts'
import { now } from '../kernel/clock.ts'
import { utilityAccounts } from '../ledger/index.ts'
import {
  beginSeries,
  changeUtility,
  createTenant,
  createUtility,
  forgetNumbers,
  type NewUtility,
  nextNumber,
  readUtility,
  takeNumbers,
  utilitiesOf,
} from './index.ts'

let db: Database

beforeAll(async () => {
  db = openDatabase((await freshDatabase()).server)
  useDatabase(db)
  await transactionOutsideTenants((tx) => tx.rows('select kernel.make_partitions($1, 2)', [now()]))
})
afterAll(() => db.close())

const harbour: NewUtility = {
  name: 'Harbour City Utility',
  receiptPrefix: 'HC',
  currency: { code: 'KES', decimals: 2 },
  timeZone: 'Africa/Nairobi',
  commodities: ['electricity', 'water'],
  address: '1 Quay Road',
  taxNumber: 'P051234567X',
  supportPhone: '+254 700 000 000',
  receiptMessage: '',
  quickAmounts: [5_000n, 10_000n],
}

async function tenantWithUtility() {
  const tenantId = await createTenant({ name: 'Harbour' })
  const actor = systemActor(tenantId)
  const utilityId = await transaction(actor, (tx) => createUtility(tx, actor, harbour))
  return { tenantId, actor, utilityId }
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown) => thrown.code,
  )

test('a utility comes with its accounts and is read as it was written', async () => {
  const { tenantId, actor, utilityId } = await tenantWithUtility()
  expect(await readUtility(actor, utilityId)).toMatchObject({ ...harbour, tenantId, id: utilityId })
  const accounts = await reading(actor, (read) => utilityAccounts(read, tenantId, utilityId))
  expect(Object.keys(accounts.energySales).sort()).toEqual(['electricity', 'water'])
})

test('a changed utility is seen at once where it was changed', async () => {
  const { actor, utilityId } = await tenantWithUtility()
  await readUtility(actor, utilityId)
  const change = { ...harbour, receiptMessage: 'Save water.\nIt is dry.' }
  await transaction(actor, (tx) => changeUtility(tx, actor, utilityId, change))
  expect((await readUtility(actor, utilityId)).receiptMessage).toBe('Save water.\nIt is dry.')
})

test('a utility of another tenant looks like one that does not exist', async () => {
  const { utilityId } = await tenantWithUtility()
  const stranger = systemActor(await createTenant({ name: 'Stranger' }))
  expect(await codeOf(readUtility(stranger, utilityId))).toBe('utility.unknown')
  expect(await utilitiesOf(stranger)).toEqual([])
  const change = transaction(stranger, (tx) => changeUtility(tx, stranger, utilityId, harbour))
  expect(await codeOf(change)).toBe('utility.unknown')
})

test('details that cannot be used are named by their field', async () => {
  const { actor } = await tenantWithUtility()
  const wrong = { ...harbour, timeZone: 'Mars/Olympus', quickAmounts: [0n], receiptPrefix: 'hc' }
  const thrown = await transaction(actor, (tx) => createUtility(tx, actor, wrong)).catch((e) => e)
  expect(thrown.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
    '/receiptPrefix',
    '/quickAmounts',
    '/timeZone',
  ])
})

test('numbers are given once, also to many at a time and to two servers', async () => {
  const { tenantId } = await tenantWithUtility()
  const first = await Promise.all(
    Array.from({ length: 1_500 }, () => nextNumber(tenantId, 'receipt')),
  )
  expect(new Set(first).size).toBe(1_500)
  expect(first[0]).toBe(1n)
  forgetNumbers()
  expect(await nextNumber(tenantId, 'receipt')).toBe(2_001n)
})

test('each tenant and series counts for itself, from the number it begins at', async () => {
  const { tenantId, actor } = await tenantWithUtility()
  const other = await tenantWithUtility()
  await transaction(actor, (tx) => beginSeries(tx, tenantId, 'receipt', 88_000n))
  expect(await nextNumber(tenantId, 'receipt')).toBe(88_000n)
  expect(await nextNumber(other.tenantId, 'receipt')).toBe(1n)
  expect(await transaction(actor, (tx) => takeNumbers(tx, tenantId, 'vendor'))).toBe(1n)
  expect(await transaction(actor, (tx) => takeNumbers(tx, tenantId, 'vendor'))).toBe(2n)
})

test('a business day is the day in the zone of the utility', () => {
  const instant = new Date('2026-11-23T21:30:00Z')
  expect(businessDay(instant, 'Africa/Nairobi')).toBe('2026-11-24')
  expect(businessDay(instant, 'Africa/Accra')).toBe('2026-11-23')
})
