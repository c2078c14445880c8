import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reading } from '../db/transaction.ts'
import { newId } from '../kernel/ids.ts'
import { newestHead, sealLedger, verifyLedger } from './index.ts'
import {
  type Books,
  depositNow,
  openBooks,
  openTenant,
  postNow,
  saleOf,
  settled,
  type Tenant,
} from './test/books.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

/** One tenant with five sealed postings: a deposit and four sales. */
async function sealedTenant(): Promise<Tenant & { ids: string[] }> {
  const tenant = await openTenant()
  const ids = [await depositNow(tenant, 1_000_000n)]
  for (const energy of [1_000n, 2_000n, 3_000n, 4_000n]) {
    const sale = saleOf(tenant, energy)
    await postNow(sale)
    ids.push(sale.id)
  }
  await sealAll(tenant)
  return { ...tenant, ids }
}

async function sealAll(tenant: Tenant, blockSize = 2): Promise<void> {
  await settled(tenant)
  await sealLedger(tenant.tenantId, blockSize)
}

const verify = (tenant: Tenant, head?: string) =>
  reading(tenant, (db) => verifyLedger(db, tenant.tenantId, head ? { head } : {}))

const asSuperuser = (text: string, values: unknown[]) => books.superuser.query(text, values)

test('untouched books have no findings and every posting is under a seal', async () => {
  const tenant = await sealedTenant()
  const verified = await verify(tenant)
  expect(verified).toMatchObject({ findings: [], blocks: 3, sealed: 5, unsealed: 0 })
  const head = await reading(tenant, (db) => newestHead(db, tenant.tenantId))
  expect(head).toMatchObject({ epoch: 1, number: 3n, head: verified.head })
  expect((await verify(tenant, head?.head)).findings).toEqual([])
})

test('sealing again adds nothing, and what is posted later goes into the next block', async () => {
  const tenant = await sealedTenant()
  expect(await sealLedger(tenant.tenantId)).toEqual({ blocks: 0, postings: 0 })
  await postNow(saleOf(tenant, 5_000n))
  expect(await verify(tenant)).toMatchObject({ findings: [], sealed: 5, unsealed: 1 })
  await sealAll(tenant)
  expect(await verify(tenant)).toMatchObject({ findings: [], blocks: 4, sealed: 6, unsealed: 0 })
})

describe('someone with the database password', () => {
  const t = 'tenant_id = $1 and posting_id = $2'
  // What is done to the third of five postings (the first sale is 1, the second 2).
  const harms: [string, string, string][] = [
    [
      'alters the amount of a transfer',
      `update ledger.transfer set minor = minor + 1 where ${t} and line = 3`,
      'posting_altered',
    ],
    [
      'turns a transfer to another account',
      `update ledger.transfer set credit_account_id = debit_account_id where ${t} and line = 3`,
      'posting_altered',
    ],
    [
      'deletes a transfer',
      `delete from ledger.transfer where ${t} and line = 2`,
      'posting_altered',
    ],
    [
      'adds a transfer to a sealed posting',
      `insert into ledger.transfer (tenant_id, booked_at, posting_id, line, debit_account_id, credit_account_id,
         debit_kind, credit_kind, minor, currency)
       select tenant_id, booked_at, posting_id, 99, debit_account_id, credit_account_id, debit_kind, credit_kind, 1, currency
       from ledger.transfer where ${t} and line = 1`,
      'posting_altered',
    ],
    [
      'alters the day of a posting',
      'update ledger.posting set business_day = business_day - 1 where tenant_id = $1 and id = $2',
      'posting_altered',
    ],
    [
      'alters what the event said',
      "update ledger.posting set content_hash = sha256('x') where tenant_id = $1 and id = $2",
      'posting_altered',
    ],
    [
      'moves a posting to another transaction',
      "update ledger.posting set xid = '5' where tenant_id = $1 and id = $2",
      'posting_altered',
    ],
    [
      'deletes a posting',
      'delete from ledger.posting where tenant_id = $1 and id = $2',
      'posting_deleted',
    ],
  ]

  test.each(harms)('%s: the posting is named', async (_, text, code) => {
    const tenant = await sealedTenant()
    const id = tenant.ids[2] as string
    await asSuperuser(text, [tenant.tenantId, id])
    const { findings } = await verify(tenant)
    expect(findings[0]).toMatchObject({ code, subject: id })
  })

  test('inserts a posting among the sealed ones: it is named', async () => {
    const tenant = await sealedTenant()
    const id = newId()
    await asSuperuser(
      `insert into ledger.posting (tenant_id, id, kind, booked_at, business_day, utility_id, content_hash, xid)
       select tenant_id, $3, kind, booked_at, business_day, utility_id, content_hash, xid
       from ledger.posting where tenant_id = $1 and id = $2`,
      [tenant.tenantId, tenant.ids[1], id],
    )
    const { findings } = await verify(tenant)
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'posting_inserted', subject: id }),
    )
  })

  test('inserts a posting of a transaction that has not begun: it is named', async () => {
    const tenant = await sealedTenant()
    const id = newId()
    await asSuperuser(
      `insert into ledger.posting (tenant_id, id, kind, booked_at, business_day, utility_id, content_hash, xid)
       select tenant_id, $3, kind, booked_at, business_day, utility_id, content_hash, '9999999999'
       from ledger.posting where tenant_id = $1 and id = $2`,
      [tenant.tenantId, tenant.ids[1], id],
    )
    expect((await verify(tenant)).findings[0]).toMatchObject({
      code: 'posting_inserted',
      subject: id,
    })
  })

  test('hides a transfer under another time: it is named', async () => {
    const tenant = await sealedTenant()
    await asSuperuser(
      `insert into ledger.transfer (tenant_id, booked_at, posting_id, line, debit_account_id, credit_account_id,
         debit_kind, credit_kind, minor, currency)
       select tenant_id, booked_at + interval '1 second', posting_id, line, debit_account_id, credit_account_id,
         debit_kind, credit_kind, minor, currency
       from ledger.transfer where ${t} and line = 1`,
      [tenant.tenantId, tenant.ids[2]],
    )
    expect((await verify(tenant)).findings).toContainEqual(
      expect.objectContaining({ code: 'transfer_stray', subject: `${tenant.ids[2]}/1` }),
    )
  })

  test('swaps what two postings say: the first is named first', async () => {
    const tenant = await sealedTenant()
    const [, a, b] = tenant.ids as [string, string, string]
    // Amounts of the third line, energy, change places.
    await asSuperuser(
      `update ledger.transfer t set minor = o.minor from ledger.transfer o
       where t.tenant_id = $1 and o.tenant_id = $1 and t.line = 3 and o.line = 3
         and (t.posting_id, o.posting_id) in (($2, $3), ($3, $2))`,
      [tenant.tenantId, a, b],
    )
    const { findings } = await verify(tenant)
    expect(findings.map(({ code, subject }) => [code, subject])).toEqual([
      ['posting_altered', a],
      ['posting_altered', b],
    ])
  })

  test('alters a seal: the block is named', async () => {
    const tenant = await sealedTenant()
    await asSuperuser(
      "update ledger.seal set sealed_at = sealed_at - interval '1 day' where tenant_id = $1 and number = 2",
      [tenant.tenantId],
    )
    expect((await verify(tenant)).findings[0]).toMatchObject({
      code: 'block_altered',
      subject: '1/2',
    })
  })

  test('removes a block from the middle: it is named', async () => {
    const tenant = await sealedTenant()
    await asSuperuser('delete from ledger.seal where tenant_id = $1 and number = 2', [
      tenant.tenantId,
    ])
    expect((await verify(tenant)).findings[0]).toMatchObject({
      code: 'block_missing',
      subject: '1/2',
    })
  })

  test('removes the newest postings with their block: only the head known outside tells', async () => {
    const tenant = await sealedTenant()
    const { head } = await verify(tenant)
    const last = tenant.ids[4]
    await asSuperuser('delete from ledger.seal where tenant_id = $1 and number = 3', [
      tenant.tenantId,
    ])
    await asSuperuser('delete from ledger.posting where tenant_id = $1 and id = $2', [
      tenant.tenantId,
      last,
    ])
    await asSuperuser(`delete from ledger.transfer where ${t}`, [tenant.tenantId, last])
    await asSuperuser(
      `update ledger.account a set debits_posted = s.debits, credits_posted = s.credits
       from (select coalesce(sum(minor) filter (where debit_account_id = $2), 0) as debits,
                    coalesce(sum(minor) filter (where credit_account_id = $2), 0) as credits
             from ledger.transfer where tenant_id = $1) s
       where a.tenant_id = $1 and a.id = $2`,
      [tenant.tenantId, tenant.float],
    )
    expect((await verify(tenant)).findings).toEqual([])
    expect((await verify(tenant, head)).findings).toEqual([
      expect.objectContaining({ code: 'head_unknown', subject: head }),
    ])
  })

  test('alters a posting and seals everything anew: the head known outside tells', async () => {
    const tenant = await sealedTenant()
    const { head } = await verify(tenant)
    await asSuperuser(
      'update ledger.posting set business_day = business_day - 1 where tenant_id = $1 and id = $2',
      [tenant.tenantId, tenant.ids[2]],
    )
    await asSuperuser('delete from ledger.seal where tenant_id = $1', [tenant.tenantId])
    await sealAll(tenant)
    expect((await verify(tenant)).findings).toEqual([])
    expect((await verify(tenant, head)).findings[0]).toMatchObject({ code: 'head_unknown' })
  })

  test('moves a balance: the account is named with both figures', async () => {
    const tenant = await sealedTenant()
    await asSuperuser(
      'update ledger.account set credits_posted = credits_posted + 500 where tenant_id = $1 and id = $2',
      [tenant.tenantId, tenant.float],
    )
    expect((await verify(tenant)).findings).toEqual([
      expect.objectContaining({ code: 'balance_drifted', subject: tenant.float }),
    ])
  })

  test('alters what is not sealed yet: the sums tell', async () => {
    const tenant = await sealedTenant()
    const sale = saleOf(tenant, 7_000n)
    await postNow(sale)
    await asSuperuser(`delete from ledger.transfer where ${t}`, [tenant.tenantId, sale.id])
    const codes = (await verify(tenant)).findings.map(({ code }) => code)
    expect(codes).toEqual(['posting_empty', 'balance_drifted'])
  })

  test('changes the kind of an account: its transfers no longer fit', async () => {
    const tenant = await sealedTenant()
    await asSuperuser('update ledger.account set kind = 10 where tenant_id = $1 and id = $2', [
      tenant.tenantId,
      tenant.accounts.taxPayable,
    ])
    expect((await verify(tenant)).findings[0]).toMatchObject({ code: 'transfer_strange' })
  })
})
