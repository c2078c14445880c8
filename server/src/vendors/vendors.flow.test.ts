import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Actor, shippedRoles, systemActor, usePepper } from '../access/index.ts'
import { type Database, openDatabase, reading, transaction, useDatabase } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { createTenant } from '../tenants/index.ts'
import {
  approveVendor,
  confirmDeposit,
  disableOperator,
  floatOf,
  operatorsOf,
  readVendor,
  registerOperator,
  registerVendor,
  resumeVendor,
  setVendorCreditLimit,
  suspendVendor,
} from './index.ts'

let db: Database
let actor: Actor

beforeAll(async () => {
  db = openDatabase((await freshDatabase()).server)
  useDatabase(db)
  usePepper(Buffer.alloc(32, 7))
  actor = systemActor(await createTenant({ name: 'Harbour' }))
  await transaction(actor, (tx) => tx.rows('select kernel.make_partitions($1, 2)', [now()]))
})
afterAll(() => db.close())

const corner = {
  name: 'Corner Shop',
  address: '2 Quay Road',
  phone: '',
  currency: 'KES',
  marginMode: 'net',
  lowFloatMinor: 100_000n,
} as const

async function vendor(approved = true) {
  return transaction(actor, async (tx) => {
    const { id } = await registerVendor(tx, actor, corner)
    if (approved) await approveVendor(tx, actor, id)
    return id
  })
}

const deposit = (vendorId: Id<'vendor'>, minor: bigint, bankReference: string, by = actor) =>
  transaction(by, (tx) => confirmDeposit(tx, by, { vendorId, minor, bankReference }))
const float = (vendorId: Id<'vendor'>) =>
  reading(actor, (read) => floatOf(read, actor.tenantId, vendorId))
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown) => thrown.code,
  )

test('a deposit raises the float once for each bank reference', async () => {
  const id = await vendor()
  await deposit(id, 500_000n, 'BANK 1')
  expect(await codeOf(deposit(id, 500_000n, 'BANK 1'))).toBe('deposit.already_confirmed')
  await deposit(id, 1n, 'BANK 2')
  expect(await float(id)).toBe(500_001n)
  const posted = await reading(actor, (read) =>
    read.rows('select minor, debit_kind, credit_kind from ledger.transfer where tenant_id = $1', [
      actor.tenantId,
    ]),
  )
  expect(posted).toContainEqual({ minor: 500_000n, debit_kind: 10, credit_kind: 1 })
})

test('one deposit confirmed by two at once is credited once', async () => {
  const id = await vendor()
  const both = await Promise.all([
    codeOf(deposit(id, 700n, 'BANK 3')),
    codeOf(deposit(id, 700n, 'BANK 3')),
  ])
  expect(both.sort()).toEqual(['deposit.already_confirmed', 'done'])
  expect(await float(id)).toBe(700n)
})

test('a vendor that has only applied, or is suspended, has a frozen float', async () => {
  const id = await vendor(false)
  const frozen = () =>
    reading(actor, (read) =>
      read.row(
        'select frozen from ledger.account where tenant_id = $1 and owner_id = $2 and kind = 1',
        [actor.tenantId, id],
      ),
    )
  expect(await frozen()).toEqual({ frozen: true })
  expect(await codeOf(deposit(id, 1n, 'BANK 4'))).toBe('vendor.wrong_status')
  await transaction(actor, (tx) => approveVendor(tx, actor, id))
  expect(await frozen()).toEqual({ frozen: false })
  await transaction(actor, (tx) => suspendVendor(tx, actor, id))
  expect(await frozen()).toEqual({ frozen: true })
  const again = transaction(actor, (tx) => approveVendor(tx, actor, id))
  expect(await codeOf(again)).toBe('vendor.wrong_status')
  await transaction(actor, (tx) => resumeVendor(tx, actor, id))
  expect(await frozen()).toEqual({ frozen: false })
})

test('credit can be given and cannot be taken away below what is spent', async () => {
  const id = await vendor()
  await transaction(actor, (tx) => setVendorCreditLimit(tx, actor, id, 1_000n))
  expect(await float(id)).toBe(1_000n)
  const negative = transaction(actor, (tx) => setVendorCreditLimit(tx, actor, id, -1n))
  expect(await codeOf(negative)).toBe('vendor.malformed')
})

test('no amount that is not money is credited', async () => {
  const id = await vendor()
  for (const minor of [0n, -5n, 2n ** 63n]) {
    expect(await codeOf(deposit(id, minor, `BAD ${minor}`))).toBe('amount.malformed')
  }
  expect(await float(id)).toBe(0n)
})

test('operators are registered with a PIN, listed, and gone when disabled', async () => {
  const vendorId = await vendor()
  const make = (pin: string) =>
    transaction(actor, (tx) =>
      registerOperator(tx, actor, { vendorId, name: 'Amina', role: 'cashier', pin }),
    )
  for (const pin of ['123', '123456789', '12a4', '0000', '١٢٣٤']) {
    expect(await codeOf(make(pin))).toBe('pin.malformed')
  }
  const id = await make('4711')
  const list = () => reading(actor, (read) => operatorsOf(read, actor.tenantId, vendorId))
  expect(await list()).toEqual([{ id, name: 'Amina', role: 'cashier' }])
  await transaction(actor, (tx) => disableOperator(tx, actor, id))
  expect(await list()).toEqual([])
})

test('a vendor of another tenant, or out of reach, cannot be touched', async () => {
  const id = await vendor()
  const stranger = systemActor(await createTenant({ name: 'Stranger' }))
  expect(await codeOf(reading(stranger, (read) => readVendor(read, stranger.tenantId, id)))).toBe(
    'vendor.unknown',
  )
  expect(await codeOf(deposit(id, 1n, 'BANK 5', stranger))).toBe('vendor.unknown')
  const operator = { vendorId: id, name: 'X', role: 'cashier', pin: '4711' } as const
  expect(
    await codeOf(transaction(stranger, (tx) => registerOperator(tx, stranger, operator))),
  ).toBe('vendor.unknown')

  const elsewhere: Actor = {
    ...actor,
    kind: 'person',
    permissions: new Set(shippedRoles.Finance),
    reach: { utilities: 'all', vendors: [newId<'vendor'>()] },
  }
  expect(await codeOf(deposit(id, 1n, 'BANK 6', elsewhere))).toBe('vendor.unknown')
  expect(await float(id)).toBe(0n)
})
