import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { headOf, originOf, type Seal } from '../db/chain/block.ts'
import { type CanonicalRow, leafOf } from '../db/chain/leaf.ts'
import { reading } from '../db/transaction.ts'
import { newId } from '../kernel/ids.ts'
import { canonicalColumns, sealColumns } from './chain.ts'
import { sealLedger, verifyLedger } from './index.ts'
import {
  type Books,
  depositNow,
  openBooks,
  openTenant,
  settled,
  type Tenant,
} from './test/books.ts'

let books: Books
const writers: pg.Client[] = []
beforeAll(async () => {
  books = await openBooks()
})
afterAll(async () => {
  for (const writer of writers) await writer.end()
  await books.close()
})

const verify = (tenant: Pick<Books, 'tenantId'>) =>
  reading(tenant, (db) => verifyLedger(db, tenant.tenantId))

/** A connection that posts a deposit and leaves its transaction open. */
async function writerInTheMiddle(tenant: Tenant) {
  const client = new pg.Client(books.fresh.server)
  writers.push(client)
  await client.connect()
  await client.query('begin')
  await client.query('select kernel.enter($1)', [tenant.tenantId])
  const id = newId()
  await client.query(
    "select ledger.post($1, $2, 'deposit', now(), current_date, null, sha256('x'), $3)",
    [
      tenant.tenantId,
      id,
      JSON.stringify([{ line: 1, d: tenant.bankClearing, c: tenant.float, m: '100' }]),
    ],
  )
  return { id, commit: () => client.query('commit') }
}

/** Seals all there is to seal, which is so many postings. */
async function sealedReach(tenant: Pick<Books, 'tenantId'>, postings: number): Promise<void> {
  await settled(tenant)
  await sealLedger(tenant.tenantId)
  expect((await verify(tenant)).sealed).toBe(postings)
}

test('sealing while writers commit out of order misses nothing', async () => {
  const tenant = await openTenant()
  const other = await openTenant()
  // Two tenants' accounts, so that the writers do not wait for each other: each posts to its own float.
  const early = await writerInTheMiddle(tenant)
  const late = await writerInTheMiddle(other)
  await late.commit()
  await depositNow(other, 5n)
  // The early transaction is still open: nothing younger may be sealed, although it has committed.
  expect(await sealLedger(other.tenantId)).toEqual({ blocks: 0, postings: 0 })
  await early.commit()
  await sealedReach(tenant, 1)
  await sealedReach(other, 2)
  expect((await verify(tenant)).findings).toEqual([])
  expect((await verify(other)).findings).toEqual([])
})

test('within one tenant, a younger posting that commits first waits for the older one', async () => {
  const tenant = await openTenant()
  // The second writer has a vendor of its own, so no lock orders the two.
  const client = new pg.Client(books.fresh.server)
  writers.push(client)
  await client.connect()
  await client.query('begin')
  await client.query('select kernel.enter($1)', [tenant.tenantId])
  await client.query('select pg_current_xact_id()')
  await depositNow(tenant, 7n)
  expect(await sealLedger(tenant.tenantId)).toEqual({ blocks: 0, postings: 0 })
  // The older transaction writes only now, and commits last.
  const id = newId()
  await client.query(
    "select ledger.post($1, $2, 'deposit', now(), current_date, null, sha256('x'), $3)",
    [
      tenant.tenantId,
      id,
      JSON.stringify([{ line: 1, d: tenant.bankClearing, c: tenant.float, m: '100' }]),
    ],
  )
  await client.query('commit')
  await sealedReach(tenant, 2)
  expect((await verify(tenant)).findings).toEqual([])
  const { rows } = await books.superuser.query<{ first: boolean }>(
    'select position(uuid_send($2::uuid) in leaves) = 1 as first from ledger.seal where tenant_id = $1',
    [tenant.tenantId, id],
  )
  expect(rows).toEqual([{ first: true }])
})

test('two sealers at once make one chain', async () => {
  const tenant = await openTenant()
  for (let i = 0; i < 12; i++) await depositNow(tenant, 1n)
  await settled(tenant)
  await Promise.all([1, 2, 3].map(() => sealLedger(tenant.tenantId, 2)))
  await sealedReach(tenant, 12)
  expect((await verify(tenant)).findings).toEqual([])
})

test('when transaction numbers start again a new epoch is chained to the old one', async () => {
  const tenant = await openTenant()
  for (let i = 0; i < 4; i++) await depositNow(tenant, 10n)
  await sealedReach(tenant, 4)
  for (let i = 0; i < 3; i++) await depositNow(tenant, 20n)
  // As after loading a dump into a new server: what was written last has numbers of this one's future, what
  // was written first has numbers that it has passed. Sealed anew, as if all had happened on the old server.
  await books.superuser.query(
    `update ledger.posting set xid = ((xid::text)::bigint + 1000000000)::text::xid8
     where tenant_id = $1 and id not in (
       select id from ledger.posting where tenant_id = $1 order by xid, id limit 2)`,
    [tenant.tenantId],
  )
  await resealAsOldServer(tenant)
  const before = await verify(tenant)
  expect(before).toMatchObject({ findings: [], sealed: 4, unsealed: 3 })
  await depositNow(tenant, 30n)
  await sealedReach(tenant, 8)
  await depositNow(tenant, 40n)
  await sealedReach(tenant, 9)
  const after = await verify(tenant)
  expect(after).toMatchObject({ findings: [], sealed: 9, unsealed: 0 })
  const { rows } = await books.superuser.query(
    'select epoch, sum(postings)::int as postings from ledger.seal where tenant_id = $1 group by epoch order by epoch',
    [tenant.tenantId],
  )
  expect(rows).toEqual([
    { epoch: 1, postings: 7 },
    { epoch: 2, postings: 2 },
  ])
})

/** Seals the four oldest postings under their shifted numbers: the horizon of the old server. */
async function resealAsOldServer(tenant: Pick<Books, 'tenantId'>): Promise<void> {
  const { rows } = await books.superuser.query<Seal>(
    `select ${sealColumns} from ledger.seal s where s.tenant_id = $1`,
    [tenant.tenantId],
  )
  const postings = await reading(tenant, (db) =>
    db.rows<CanonicalRow>(
      `select ${canonicalColumns} from ledger.posting p where p.tenant_id = $1 order by p.xid, p.id limit 4`,
      [tenant.tenantId],
    ),
  )
  const block = {
    ...(rows[0] as Seal),
    number: 1n,
    rows: 4,
    first_xid: postings[0]?.xid ?? '',
    last_xid: postings[3]?.xid ?? '',
    leaves: Buffer.concat(postings.map(leafOf)),
    previous: originOf('saldo seal', tenant.tenantId),
  }
  await books.superuser.query('delete from ledger.seal where tenant_id = $1', [tenant.tenantId])
  await books.superuser.query(
    `insert into ledger.seal (tenant_id, epoch, number, sealed_at, first_xid, last_xid, postings, leaves, previous, head)
     values ($1, 1, 1, $2, $3, $4, 4, $5, $6, $7)`,
    [
      tenant.tenantId,
      block.sealed_at,
      block.first_xid,
      block.last_xid,
      block.leaves,
      block.previous,
      headOf('saldo seal', tenant.tenantId, block),
    ],
  )
}
