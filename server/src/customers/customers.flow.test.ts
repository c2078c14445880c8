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
import { createTenant, createUtility } from '../tenants/index.ts'
import {
  debtsOf,
  type NewDebt,
  pauseDebt,
  readCustomer,
  recordDebt,
  registerCustomer,
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

let numbers = 0
const customer = (accountNumber = `AC-${++numbers}`, of = utilityId) =>
  inTx((tx) =>
    registerCustomer(tx, actor, {
      utilityId: of,
      accountNumber,
      name: 'Zawadi Mwangi',
      phone: '',
      email: '',
      class: 'domestic',
    }),
  )
const debt = (customerId: Id<'customer'>, more: Partial<NewDebt> = {}) =>
  inTx((tx) =>
    recordDebt(tx, actor, {
      customerId,
      kind: 'old_bill',
      name: 'Old bill',
      minor: 124_000n,
      recovery: { basisPoints: 2_500, capMinor: null, order: 1 },
      ...more,
    }),
  )
const debts = (customerId: Id<'customer'>, of = actor) =>
  reading(of, (read) => debtsOf(read, of.tenantId, customerId))

test('an account number is given once per utility', async () => {
  await customer('SAME')
  expect(await codeOf(customer('SAME'))).toBe('customer.account_taken')
  expect(await codeOf(customer('SAME', otherUtilityId))).toBe('done')
  expect(await codeOf(customer('X', newId<'utility'>()))).toBe('utility.unknown')
})

test('what is owed is the balance of an account in the books', async () => {
  const id = await customer()
  await debt(id, { name: 'Second', recovery: { basisPoints: 1_000, capMinor: 500n, order: 2 } })
  await debt(id, { name: 'First', minor: 100n })
  expect((await debts(id)).map((one) => [one.name, one.owedMinor])).toEqual([
    ['First', 100n],
    ['Second', 124_000n],
  ])
  const booked = await reading(actor, (read) =>
    read.rows(
      `select t.minor, t.debit_kind, t.credit_kind from ledger.transfer t
       join customers.debt d on d.tenant_id = $1 and d.id = t.posting_id
       where t.tenant_id = $1 and d.customer_id = $2 order by t.minor`,
      [actor.tenantId, id],
    ),
  )
  expect(booked).toEqual([
    { minor: 100n, debit_kind: 2, credit_kind: 11 },
    { minor: 124_000n, debit_kind: 2, credit_kind: 11 },
  ])
})

test('a debt recorded twice under one id is owed once', async () => {
  const customerId = await customer()
  const id = newId<'debt'>()
  await debt(customerId, { id })
  await expect(debt(customerId, { id })).rejects.toThrow()
  expect((await debts(customerId)).map((one) => one.owedMinor)).toEqual([124_000n])
})

test('a debt that cannot be meant is refused and books nothing', async () => {
  const id = await customer()
  const wrong: Partial<NewDebt>[] = [
    { minor: 0n },
    { minor: -1n },
    { kind: 'Old Bill' },
    { recovery: { basisPoints: 10_001, capMinor: null, order: 1 } },
    { recovery: { basisPoints: 0.5, capMinor: null, order: 1 } },
    { recovery: { basisPoints: 1, capMinor: 0n, order: 1 } },
  ]
  for (const more of wrong) {
    expect(await codeOf(debt(id, more))).toMatch(/^(amount|debt)\.malformed$/)
  }
  expect(await debts(id)).toEqual([])
})

test('a paused debt is still owed', async () => {
  const customerId = await customer()
  const id = await debt(customerId)
  await inTx((tx) => pauseDebt(tx, actor, id, true))
  expect(await debts(customerId)).toMatchObject([{ id, paused: true, owedMinor: 124_000n }])
})

test('a customer of another tenant, or out of reach, looks like one that does not exist', async () => {
  const id = await customer()
  await debt(id)
  const stranger = systemActor(await createTenant({ name: 'Stranger' }))
  const limited = { ...actor, reach: { utilities: [otherUtilityId], vendors: 'all' as const } }
  for (const who of [stranger, limited]) {
    const read = reading(who, (tx) => readCustomer(tx, who, id))
    expect(await codeOf(read)).toBe('customer.unknown')
  }
  expect(await debts(id, stranger)).toEqual([])
  const recovery = { basisPoints: 1, capMinor: null, order: 1 }
  const more = { customerId: id, kind: 'tamper', name: 'T', minor: 1n, recovery }
  expect(await codeOf(transaction(stranger, (tx) => recordDebt(tx, stranger, more)))).toBe(
    'customer.unknown',
  )
  expect(await codeOf(transaction(limited, (tx) => recordDebt(tx, limited, more)))).toBe(
    'access.not_allowed',
  )
})
