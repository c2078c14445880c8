import type { Finding } from '../db/chain/verify-block.ts'
import type { Db } from '../db/transaction.ts'
import type { Id } from '../kernel/ids.ts'
import { accountKinds, faces } from './chart.ts'

/**
 * Whether the rows add up, sealed or not: every posting moves something, every transfer has its posting
 * and two accounts of its kind and currency that may face each other, every running balance is the sum
 * of its transfers and within its limit. Each check is one statement and so sees one moment, also while
 * sales run. It names at most 20 rows of a kind.
 */
export async function verifySums(db: Db, tenantId: Id<'tenant'>): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const check of checks) {
    const values = check === strangeTransfers ? [tenantId, pairs] : [tenantId]
    for (const row of await db.rows<Row>(`${check.text} limit 20`, values)) {
      findings.push({ code: check.code, subject: row.subject, sentence: check.sentence(row) })
    }
  }
  return findings
}

interface Row {
  readonly subject: string
  readonly written: string | null
  readonly summed: string | null
}

interface Check {
  readonly code: string
  readonly text: string
  readonly sentence: (row: Row) => string
}

const pairs = faces.map(([debit, credit]) => accountKinds[debit] * 100 + accountKinds[credit])

const emptyPostings: Check = {
  code: 'posting_empty',
  text: `
    select p.id as subject from ledger.posting p
    where p.tenant_id = $1 and not exists (
      select from ledger.transfer t
      where t.tenant_id = $1 and t.booked_at = p.booked_at and t.posting_id = p.id)
    order by p.xid, p.id`,
  sentence: ({ subject }) => `Posting ${subject} moves nothing: its transfers are gone.`,
}

const strayTransfers: Check = {
  code: 'transfer_stray',
  text: `
    select t.posting_id || '/' || t.line as subject from ledger.transfer t
    where t.tenant_id = $1 and not exists (
      select from ledger.posting p
      where p.tenant_id = $1 and p.id = t.posting_id and p.booked_at = t.booked_at)
    order by t.booked_at, t.posting_id, t.line`,
  sentence: ({ subject }) => `Transfer ${subject} has no posting.`,
}

const strangeTransfers: Check = {
  code: 'transfer_strange',
  text: `
    select t.posting_id || '/' || t.line as subject from ledger.transfer t
    left join ledger.account d on d.tenant_id = $1 and d.id = t.debit_account_id
    left join ledger.account c on c.tenant_id = $1 and c.id = t.credit_account_id
    where t.tenant_id = $1 and not coalesce(
      t.minor > 0 and d.kind = t.debit_kind and c.kind = t.credit_kind and d.currency = t.currency
        and c.currency = t.currency and t.debit_kind * 100 + t.credit_kind = any ($2::integer[]), false)
    order by t.booked_at, t.posting_id, t.line`,
  sentence: ({ subject }) =>
    `Transfer ${subject} does not fit its accounts: their kinds, their currency or its amount.`,
}

const drifted: Check = {
  code: 'balance_drifted',
  text: `
    select a.id as subject, a.credits_posted - a.debits_posted as written,
           coalesce(m.credits, 0) - coalesce(m.debits, 0) as summed
    from ledger.account a
    left join (
      select x.id, sum(x.debits) as debits, sum(x.credits) as credits
      from (select t.debit_account_id as id, t.minor as debits, 0 as credits
            from ledger.transfer t where t.tenant_id = $1 and t.debit_kind in (1, 2)
            union all
            select t.credit_account_id, 0, t.minor
            from ledger.transfer t where t.tenant_id = $1 and t.credit_kind in (1, 2)) x
      group by x.id) m on m.id = a.id
    where a.tenant_id = $1 and a.running
      and (a.debits_posted <> coalesce(m.debits, 0) or a.credits_posted <> coalesce(m.credits, 0))
    order by a.id`,
  sentence: ({ subject, written, summed }) =>
    `Account ${subject} says ${written} and its transfers say ${summed} (minor units).`,
}

const overLimit: Check = {
  code: 'limit_passed',
  text: `
    select a.id as subject from ledger.account a
    where a.tenant_id = $1 and (
      a.kind = 1 and a.debits_posted + a.debits_pending > a.credits_posted + a.credit_limit
      or a.kind = 2 and a.credits_posted + a.credits_pending > a.debits_posted)
    order by a.id`,
  sentence: ({ subject }) => `Account ${subject} is beyond its limit.`,
}

const checks: readonly Check[] = [
  emptyPostings,
  strayTransfers,
  strangeTransfers,
  drifted,
  overLimit,
]
