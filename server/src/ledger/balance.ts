import { statement } from '../db/pool.ts'
import type { Db } from '../db/transaction.ts'
import type { Id } from '../kernel/ids.ts'
import type { AccountId } from './chart.ts'

/** What an account stands at, in minor units of its currency. */
export interface Balance {
  readonly currency: string
  readonly debits: bigint
  readonly credits: bigint
  /** Held for sales whose outcome is not known yet. */
  readonly held: bigint
  readonly creditLimit: bigint
  readonly frozen: boolean
  /** Of a float: what may be spent now. Of a debt: what is owed now. Of other accounts: credits less debits. */
  readonly available: bigint
}

/** The balance of one account; undefined when the tenant has no such account. */
export async function balanceOf(
  db: Db,
  tenantId: Id<'tenant'>,
  accountId: AccountId,
): Promise<Balance | undefined> {
  const row = await db.row<BalanceRow>(readBalance, [tenantId, accountId])
  if (!row) return undefined
  const { currency, frozen, debits, credits, held } = row
  const common = { currency, frozen, debits, credits, held, creditLimit: row.credit_limit }
  if (row.kind === 1) return { ...common, available: credits + row.credit_limit - debits - held }
  if (row.kind === 2) return { ...common, available: debits - credits - held }
  return { ...common, available: credits - debits }
}

/** What a vendor's float has left to spend, in minor units; undefined when it has no float. */
export async function floatAvailable(
  db: Db,
  tenantId: Id<'tenant'>,
  vendorId: Id<'vendor'>,
): Promise<bigint | undefined> {
  const row = await db.row<{ available: bigint }>(
    `select credits_posted + credit_limit - debits_posted - debits_pending as available
     from ledger.account where tenant_id = $1 and owner_id = $2 and kind = 1 and commodity = ''`,
    [tenantId, vendorId],
  )
  return row?.available
}

interface BalanceRow {
  kind: number
  currency: string
  debits: bigint
  credits: bigint
  held: bigint
  credit_limit: bigint
  frozen: boolean
}

const readBalance = statement(
  'ledger.balance',
  `select a.kind, a.currency, a.frozen, a.credit_limit,
          case a.kind when 1 then a.debits_pending when 2 then a.credits_pending else 0 end as held,
          case when a.running then a.debits_posted else s.debits end as debits,
          case when a.running then a.credits_posted else s.credits end as credits
   from ledger.account a
   left join lateral (
     select coalesce(sum(t.minor) filter (where t.debit_account_id = a.id), 0)::bigint as debits,
            coalesce(sum(t.minor) filter (where t.credit_account_id = a.id), 0)::bigint as credits
     from ledger.transfer t
     where t.tenant_id = $1 and not a.running
       and (t.debit_account_id = a.id or t.credit_account_id = a.id)) s on not a.running
   where a.tenant_id = $1 and a.id = $2`,
)
