import { afterAll, beforeAll, expect, test } from 'vitest'
import { reading, transaction } from '../db/transaction.ts'
import { newId } from '../kernel/ids.ts'
import { accountKinds, faces, runningKinds } from './chart.ts'
import {
  balanceOf,
  floatAvailable,
  openAccount,
  openUtilityAccounts,
  openVendorAccounts,
  postings,
  setCreditLimit,
  setFrozen,
  utilityAccounts,
  vendorAccounts,
} from './index.ts'
import {
  type Books,
  depositNow,
  depositOf,
  openBooks,
  openTenant,
  postNow,
  saleOf,
} from './test/books.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

const available = (account: keyof Books) =>
  reading(books, async (db) => {
    const balance = await balanceOf(db, books.tenantId, books[account] as Books['float'])
    return balance?.available
  })

async function checkOf(constraint: string): Promise<string> {
  const { rows } = await books.superuser.query<{ text: string }>(
    'select pg_get_constraintdef(oid) as text from pg_constraint where conname = $1 and conparentid = 0',
    [constraint],
  )
  return rows[0]?.text ?? ''
}

test('the database and chart.ts name the same pairs of kinds', async () => {
  const text = await checkOf('transfer_faces')
  const inDatabase = [...text.matchAll(/\b(\d{3,4})\b(?=[,\]])/g)].map(([, pair]) => Number(pair))
  const inChart = faces.map(([debit, credit]) => accountKinds[debit] * 100 + accountKinds[credit])
  expect(inDatabase.sort()).toEqual(inChart.sort())
})

test('the database and chart.ts agree on which kinds keep a running balance', async () => {
  const text = await checkOf('account_running')
  const inDatabase = [...text.matchAll(/\b(\d+)\b/g)].map(([, kind]) => Number(kind))
  expect(inDatabase).toEqual(runningKinds.map((kind) => accountKinds[kind]))
})

test('a deposit can be spent, and a sale spends it part by part', async () => {
  const before = (await available('float')) ?? 0n
  await depositNow(books, 100_000n)
  await postNow({
    ...depositOf(books, 1n),
    kind: 'debt_recorded',
    transfers: postings.debt_recorded({
      debt: books.debt,
      debtOrigin: books.accounts.debtOrigin,
      minor: 700n,
    }),
  })
  await postNow(saleOf(books, 10_000n, 400n))
  expect(await available('float')).toBe(before + 100_000n - 10_000n - 400n - 5n - 15n + 3n)
  expect(await available('debt')).toBe(300n)
  const sold = await reading(books, (db) =>
    balanceOf(db, books.tenantId, books.accounts.energySales.electricity as Books['float']),
  )
  expect(sold).toMatchObject({ credits: 10_000n, debits: 0n, available: 10_000n, currency: 'ZAR' })
})

test('a sale beyond the float is refused and books nothing', async () => {
  const before = await available('float')
  await expect(postNow(saleOf(books, 10_000_000n))).rejects.toMatchObject({
    code: 'ledger.funds_short',
    status: 422,
  })
  expect(await available('float')).toBe(before)
})

test('a debt is never paid beyond what is owed', async () => {
  const owed = (await available('debt')) ?? 0n
  await expect(postNow(saleOf(books, 1n, owed + 1n))).rejects.toMatchObject({
    code: 'ledger.debt_overpaid',
  })
})

test('one event is posted once', async () => {
  const deposit = depositOf(books, 5_000n)
  await postNow(deposit)
  const after = await available('float')
  await expect(postNow(deposit)).rejects.toMatchObject({
    code: 'ledger.already_posted',
    status: 409,
  })
  expect(await available('float')).toBe(after)
})

test('accounts that may not face each other do not', async () => {
  const backwards = depositOf(books, 1n)
  const transfers = [{ debit: books.accounts.fees, credit: books.float, minor: 1n }]
  await expect(postNow({ ...backwards, transfers })).rejects.toMatchObject({
    code: 'ledger.transfer_not_allowed',
  })
})

test('a frozen float neither pays nor is paid until it is released', async () => {
  await transaction(books, (tx) => setFrozen(tx, books.tenantId, books.float, true))
  await expect(depositNow(books, 1n)).rejects.toMatchObject({ code: 'ledger.account_unusable' })
  await transaction(books, (tx) => setFrozen(tx, books.tenantId, books.float, false))
  await depositNow(books, 1n)
})

test('a posting that moves nothing is not written', async () => {
  await expect(postNow({ ...depositOf(books, 1n), transfers: [] })).rejects.toThrow(RangeError)
})

test('a credit limit lets the float be overdrawn that far, and is not taken back from under it', async () => {
  const vendorId = newId<'vendor'>()
  const { tenantId } = books
  const vendor = await transaction(books, (tx) =>
    openVendorAccounts(tx, { tenantId, vendorId, currency: 'ZAR', creditLimit: 1_000n }),
  )
  await postNow(saleOf({ ...books, ...vendor }, 980n))
  const left = () => reading(books, (db) => floatAvailable(db, tenantId, vendorId))
  expect(await left()).toBe(3n)
  await expect(
    transaction(books, (tx) => setCreditLimit(tx, tenantId, vendor.float, 500n)),
  ).rejects.toMatchObject({ code: 'ledger.funds_short' })
  await transaction(books, (tx) => setCreditLimit(tx, tenantId, vendor.float, 2_000n))
  expect(await left()).toBe(1_003n)
})

test('asked to open what is open, the ledger finds it', async () => {
  const { tenantId, vendorId, utilityId, fresh: _ } = books
  const again = await transaction(books, async (tx) => {
    await openUtilityAccounts(tx, {
      tenantId,
      utilityId,
      currency: 'ZAR',
      commodities: ['electricity', 'water', 'gas'],
    })
    return openVendorAccounts(tx, { tenantId, vendorId, currency: 'ZAR' })
  })
  expect(again).toEqual({ float: books.float, bankClearing: books.bankClearing })
  const found = await reading(books, (db) => vendorAccounts(db, tenantId, vendorId))
  expect(found).toEqual(again)
})

test('a commodity that a utility sells from now on is found without a restart', async () => {
  const other = await openTenant()
  const read = () =>
    reading(other, (db) => utilityAccounts(db, other.tenantId, other.utilityId, 'gas'))
  expect((await read()).energySales.gas).toBeUndefined()
  await transaction(other, (tx) =>
    openAccount(tx, {
      tenantId: other.tenantId,
      kind: 'energy_sales',
      ownerId: other.utilityId,
      commodity: 'gas',
      currency: 'ZAR',
    }),
  )
  expect((await read()).energySales.gas).toBeDefined()
})

test("another tenant's account cannot be posted to", async () => {
  const other = await openTenant()
  const stolen = { ...depositOf(books, 10n), transfers: depositOf(other, 10n).transfers }
  await expect(postNow(stolen)).rejects.toMatchObject({ code: 'ledger.account_unusable' })
  await expect(
    transaction(other, (tx) => setFrozen(tx, books.tenantId, books.float, true)),
  ).rejects.toMatchObject({ code: 'ledger.account_unusable' })
})

test('the server cannot write a posting or a transfer past the functions', async () => {
  await expect(
    transaction(books, (tx) =>
      tx.execute('update ledger.posting set kind = $2 where tenant_id = $1', [
        books.tenantId,
        'deposit',
      ]),
    ),
  ).rejects.toThrow('permission denied')
  await expect(
    transaction(books, (tx) =>
      tx.execute('delete from ledger.transfer where tenant_id = $1', [books.tenantId]),
    ),
  ).rejects.toThrow('permission denied')
})
