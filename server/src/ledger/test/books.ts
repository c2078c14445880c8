import pg from 'pg'
import { expect } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { type Database, openDatabase, useDatabase } from '../../db/database.ts'
import { reading, type Tx, transaction } from '../../db/transaction.ts'
import { driverTypes } from '../../db/types.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import {
  type AccountId,
  contentHash,
  openAccount,
  openUtilityAccounts,
  openVendorAccounts,
  type Posting,
  post,
  postings,
  type UtilityAccounts,
  utilityAccounts,
  type VendorAccounts,
} from '../index.ts'

/** One tenant's books: a utility, a vendor and a debt, and nothing posted. */
export interface Tenant extends VendorAccounts {
  readonly tenantId: Id<'tenant'>
  readonly utilityId: Id<'utility'>
  readonly vendorId: Id<'vendor'>
  readonly accounts: UtilityAccounts
  readonly debt: AccountId
}

/** A database of its own with one tenant's books in it. */
export interface Books extends Tenant {
  readonly fresh: FreshDatabase
  readonly database: Database
  /** A connection as superuser, who may change what nobody else may. */
  readonly superuser: pg.Client
  close(): Promise<void>
}

export async function openBooks(): Promise<Books> {
  const fresh = await freshDatabase()
  const database = openDatabase(fresh.server)
  useDatabase(database)
  const superuser = new pg.Client({ ...fresh.privileged, types: driverTypes })
  await superuser.connect()
  await superuser.query('select kernel.make_partitions($1, 3)', [now()])
  const books = await openTenant()
  const close = async () => {
    await superuser.end()
    await database.close()
  }
  return { ...books, fresh, database, superuser, close }
}

/** The same for one more tenant in the same database. */
export async function openTenant(): Promise<Tenant> {
  const tenantId = newId<'tenant'>()
  const utilityId = newId<'utility'>()
  const vendorId = newId<'vendor'>()
  const currency = 'ZAR'
  return transaction({ tenantId }, async (tx) => {
    await tx.execute('insert into tenants.tenant (id, name, created_at) values ($1, $2, $3)', [
      tenantId,
      'A tenant',
      now(),
    ])
    const commodities = ['electricity', 'water'] as const
    await openUtilityAccounts(tx, { tenantId, utilityId, currency, commodities })
    const vendor = await openVendorAccounts(tx, { tenantId, vendorId, currency })
    const accounts = await utilityAccounts(tx, tenantId, utilityId)
    const debt = await openAccount(tx, {
      tenantId,
      kind: 'customer_debt',
      ownerId: newId(),
      currency,
    })
    return { tenantId, utilityId, vendorId, accounts, debt, ...vendor }
  })
}

type Owner = Pick<Books, 'tenantId' | 'float' | 'bankClearing'>

/** A deposit of `minor`, as it would be posted. */
export function depositOf({ tenantId, float, bankClearing }: Owner, minor: bigint): Posting {
  return {
    tenantId,
    id: newId(),
    kind: 'deposit',
    bookedAt: now(),
    businessDay: '2026-11-24',
    utilityId: null,
    contentHash: contentHash('deposit', { minor }),
    transfers: postings.deposit({ float, bankClearing, minor }),
  }
}

export async function depositNow(books: Owner, minor: bigint): Promise<string> {
  const posting = depositOf(books, minor)
  await transaction(books, (tx) => post(tx, posting))
  return posting.id
}

/** A sale without hub: what it would post. */
export function saleOf(books: Tenant, energy: bigint, debt = 0n): Posting {
  return {
    ...depositOf(books, 1n),
    kind: 'token_sale',
    utilityId: books.utilityId,
    transfers: postings.token_sale({
      float: books.float,
      accounts: books.accounts,
      commodity: 'electricity',
      fee: 0n,
      debts: debt > 0n ? [{ account: books.debt, minor: debt }] : [],
      charge: 5n,
      levy: 0n,
      tax: 15n,
      energy,
      rounding: 0n,
      margin: 3n,
      marginMode: 'net',
    }),
  }
}

export function postNow(posting: Posting): Promise<void> {
  return transaction(posting, (tx: Tx) => post(tx, posting))
}

/** Waits until nothing older than this tenant's postings is under way: another test may hold a transaction open. */
export async function settled({ tenantId }: Pick<Tenant, 'tenantId'>): Promise<void> {
  const open = () =>
    reading({ tenantId }, (db) =>
      db.rows(
        `select id from ledger.posting
         where tenant_id = $1 and xid >= pg_snapshot_xmin(pg_current_snapshot())
           and xid < pg_snapshot_xmax(pg_current_snapshot())`,
        [tenantId],
      ),
    )
  await expect.poll(open, { timeout: 20_000 }).toEqual([])
}
