import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Actor, shippedRoles, systemActor } from '../access/index.ts'
import { type Database, openDatabase, reading, transaction, useDatabase } from '../db/index.ts'
import { now, nowMs } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { createTenant } from '../tenants/index.ts'
import { registerVendor } from '../vendors/index.ts'
import { marginAt, marginOn, type NewMargin, setMargin } from './index.ts'

let db: Database
let actor: Actor
let vendorId: Id<'vendor'>

beforeAll(async () => {
  db = openDatabase((await freshDatabase()).server)
  useDatabase(db)
  actor = systemActor(await createTenant({ name: 'Harbour' }))
  await transaction(actor, (tx) => tx.rows('select kernel.make_partitions($1, 2)', [now()]))
  const shop = await transaction(actor, (tx) =>
    registerVendor(tx, actor, {
      name: 'Corner Shop',
      address: '',
      phone: '',
      currency: 'KES',
      marginMode: 'net',
      lowFloatMinor: 0n,
    }),
  )
  vendorId = shop.id
})
afterAll(() => db.close())

const day = (n: number) => new Date(Date.UTC(2026, 0, n))
const set = (more: Partial<NewMargin> = {}, by = actor) =>
  transaction(by, (tx) =>
    setMargin(tx, by, {
      vendorId,
      tokenType: 'electricity_credit',
      basisPoints: 150,
      fixedMinor: 0n,
      from: day(1),
      ...more,
    }),
  )
const at = (n: number, of = actor) =>
  reading(of, (tx) => marginAt(tx, of.tenantId, vendorId, 'electricity_credit', day(n)))
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown) => thrown.code,
  )

test('a margin is in force from its day until the next one begins', async () => {
  await set()
  await set({ from: day(10), basisPoints: 200, fixedMinor: 5n })
  await set({ from: day(5), tokenType: 'water_credit', basisPoints: 900 })
  expect(await at(0)).toBeUndefined()
  expect((await at(9))?.basisPoints).toBe(150)
  expect(await at(10)).toEqual({ basisPoints: 200, fixedMinor: 5n })
  expect(await codeOf(set({ from: day(10) }))).toBe('margin.exists')
})

test('a margin that cannot be meant is refused', async () => {
  const absurd: Partial<NewMargin>[] = [
    { basisPoints: 11_000 },
    { basisPoints: 2_001 },
    { basisPoints: -1 },
    { basisPoints: 0.1 },
    { fixedMinor: -1n },
    { fixedMinor: 100_001n },
  ]
  for (const more of absurd) {
    expect(await codeOf(set({ from: day(20), ...more }))).toBe('margin.absurd')
  }
})

test('nobody but the first set-up gives a margin for the past', async () => {
  const finance: Actor = {
    ...actor,
    kind: 'person',
    id: newId(),
    permissions: new Set(shippedRoles.Finance),
  }
  expect(await codeOf(set({ from: day(21) }, finance))).toBe('margin.retroactive')
  expect(await codeOf(set({ from: new Date(nowMs() + 60_000) }, finance))).toBe('done')
  const elsewhere: Actor = { ...finance, reach: { utilities: 'all', vendors: [] } }
  expect(await codeOf(set({ from: new Date(nowMs() + 90_000) }, elsewhere))).toBe(
    'access.not_allowed',
  )
})

test('another tenant sees no margin and sets none', async () => {
  const stranger = systemActor(await createTenant({ name: 'Stranger' }))
  expect(await at(9, stranger)).toBeUndefined()
  expect(await codeOf(set({ from: day(22) }, stranger))).toBe('vendor.unknown')
})

test('what is earned is rounded down and is never more than the sale', () => {
  expect(marginOn(9_999n, { basisPoints: 150, fixedMinor: 0n })).toBe(149n)
  expect(marginOn(10_000n, { basisPoints: 150, fixedMinor: 25n })).toBe(175n)
  expect(marginOn(10n, { basisPoints: 150, fixedMinor: 25n })).toBe(10n)
  expect(marginOn(10_000n, undefined)).toBe(0n)
})
