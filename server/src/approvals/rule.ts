import { type Act, countHolders } from '../access/index.ts'
import type { Db } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Currency, Money } from '../kernel/money.ts'

/** Puts a kind of act under a second person. */
export type Rule = {
  readonly kind: string
  /** Only from this amount on. An amount in another currency, and an act without one, always needs it. */
  readonly minimum: Money | null
  /** How long a request waits before it expires. */
  readonly hours: number
}

type RuleRow = {
  kind: string
  minimum_minor: bigint | null
  currency: string | null
  currency_decimals: Currency['decimals'] | null
  hours: number
}

/** The rules of a tenant by kind; or that of one kind. */
export async function readRules(db: Db, tenantId: Id<'tenant'>, kind?: string): Promise<Rule[]> {
  const rows = await db.rows<RuleRow>(
    `select kind, minimum_minor, currency, currency_decimals, hours
     from approvals.rule where tenant_id = $1 and ($2::text is null or kind = $2) order by kind`,
    [tenantId, kind ?? null],
  )
  return rows.map((row) => ({
    kind: row.kind,
    minimum: amountOf(row.minimum_minor, row.currency, row.currency_decimals),
    hours: row.hours,
  }))
}

/** The rule that puts an act of this amount under a second person, if one does. */
export async function ruleAgainst(
  db: Db,
  tenantId: Id<'tenant'>,
  kind: string,
  amount: Money | undefined,
): Promise<Rule | undefined> {
  const [rule] = await readRules(db, tenantId, kind)
  if (!rule?.minimum || !amount) return rule
  if (amount.currency.code !== rule.minimum.currency.code) return rule
  return amount.minor >= rule.minimum.minor ? rule : undefined
}

/** Whether two active people could decide about an act over the whole tenant: fewer would be stuck. */
export async function enoughDeciders(
  db: Db,
  tenantId: Id<'tenant'>,
  act: Pick<Act<unknown>, 'permission'>,
): Promise<boolean> {
  return (await countHolders(db, tenantId, ['approval.decide', act.permission], 2)) === 2
}

/** An amount as three columns hold it. */
export function amountOf(
  minor: bigint | null,
  code: string | null,
  decimals: Currency['decimals'] | null,
): Money | null {
  return minor === null || code === null || decimals === null
    ? null
    : { minor, currency: { code, decimals } }
}
