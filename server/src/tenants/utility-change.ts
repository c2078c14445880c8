import type { Actor } from '../access/index.ts'
import { record } from '../audit/index.ts'
import type { Tx } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { openUtilityAccounts } from '../ledger/index.ts'
import { forgetUtilities, utilityToChange } from './utility.ts'
import {
  auditedDetails,
  checkedDetails,
  type Utility,
  type UtilityDetails,
} from './utility-details.ts'

export const CommodityInUse = refusal(
  'utility.commodity_kept',
  409,
  'A commodity that a utility supplies stays: its meters and its books name it. Only add others.',
)

export type UtilityChange = Partial<UtilityDetails> & Partial<Pick<Utility, 'commodities'>>

/**
 * Changes what a utility says about itself; what is not given stays. Currency and zone are what its books are kept
 * in, and do not change. This process sells by the change once it is committed, others within two seconds.
 * @throws UtilityUnknown, UtilityMalformed, CommodityInUse
 */
export async function changeUtility(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  change: UtilityChange,
): Promise<void> {
  const before = await utilityToChange(tx, actor, utilityId)
  const { commodities = before.commodities, ...details } = change
  if (before.commodities.some((commodity) => !commodities.includes(commodity))) {
    throw CommodityInUse(
      {},
      { errors: [{ pointer: '/commodities', code: 'utility.commodity_kept' }] },
    )
  }
  const after = { ...checkedDetails({ ...before, ...details }), commodities }
  const changed = differing(before, after)
  if (changed.length === 0) return
  await tx.execute(
    `update tenants.utility
     set name = $3, short_name = $4, receipt_prefix = $5, address = $6, tax_number = $7, support_phone = $8,
         receipt_message = $9, quick_amounts = $10, languages = $11, unit_decimals = $12,
         retention_months = $13, commodities = $14
     where tenant_id = $1 and id = $2`,
    [
      actor.tenantId,
      utilityId,
      after.name,
      after.shortName,
      after.receiptPrefix,
      after.address,
      after.taxNumber,
      after.supportPhone,
      after.receiptMessage,
      after.quickAmounts,
      after.languages,
      JSON.stringify(after.unitDecimals),
      after.retentionMonths,
      after.commodities,
    ],
  )
  await openUtilityAccounts(tx, {
    tenantId: actor.tenantId,
    utilityId,
    currency: before.currency.code,
    commodities,
  })
  await recordChange(
    tx,
    actor,
    utilityId,
    'utility.change',
    pick(auditedDetails(before, before.currency), changed),
    pick(auditedDetails(after, before.currency), changed),
  )
}

/** Sets the colours of a utility, "#rrggbb" in small letters; empty for the platform's own. */
export async function brandUtility(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  brand: Pick<Utility, 'brandColour' | 'accentColour'>,
): Promise<void> {
  const before = await utilityToChange(tx, actor, utilityId)
  const changed = (['brandColour', 'accentColour'] as const).filter(
    (name) => before[name] !== brand[name],
  )
  if (changed.length === 0) return
  await tx.execute(
    `update tenants.utility set brand_colour = $3, accent_colour = $4
     where tenant_id = $1 and id = $2`,
    [actor.tenantId, utilityId, brand.brandColour, brand.accentColour],
  )
  await recordChange(
    tx,
    actor,
    utilityId,
    'utility.brand',
    pick(before, changed),
    pick(brand, changed),
  )
}

async function recordChange(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  action: string,
  before: Fields,
  after: Fields,
): Promise<void> {
  await record(tx, { actor, action, object: { kind: 'utility', id: utilityId }, before, after })
  forgetUtilities(actor.tenantId)
}

type Fields = NonNullable<Parameters<typeof record>[1]['before']>

/** The names of what is different, of those that `after` has. */
function differing(before: object, after: object): string[] {
  const old: Readonly<Record<string, unknown>> = { ...before }
  return Object.entries(after)
    .filter(([name, value]) => textOf(old[name]) !== textOf(value))
    .map(([name]) => name)
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part))
}

function pick(from: object, names: readonly string[]): Fields {
  const all: Fields = { ...from }
  return Object.fromEntries(names.map((name) => [name, all[name] ?? null]))
}
