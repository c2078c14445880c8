import { type Actor, NotAllowed, requirePermission, utilitiesInReach } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, type Entrant, reading, type Tx } from '../db/index.ts'
import { createCache } from '../kernel/cache.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { type Commodity, openUtilityAccounts } from '../ledger/index.ts'
import {
  auditedDetails,
  checkedNew,
  type NewUtility,
  type Utility,
  usualUnitDecimals,
} from './utility-details.ts'

export const UtilityUnknown = refusal('utility.unknown', 404, 'There is no such utility.')
// A change of another server is seen within two seconds; this server's own at once.
const utilities = createCache<readonly Utility[]>({ max: 1_000, maxAgeMs: 2_000 })

/** Makes a utility and opens its accounts in the books. Currency and zone stay as they are from then on. */
export async function createUtility(
  tx: Tx,
  actor: Actor,
  utility: NewUtility,
): Promise<Id<'utility'>> {
  requirePermission(actor, 'utility.register')
  // Whoever reaches single utilities would not reach the one that they make.
  if (utilitiesInReach(actor, 'utility.register') !== null) {
    throw NotAllowed({ permission: 'utility.register' })
  }
  const details = checkedNew(utility)
  const { currency, timeZone, commodities } = utility
  const id = utility.id ?? newId<'utility'>()
  await tx.execute(
    `insert into tenants.utility
       (tenant_id, id, name, receipt_prefix, currency, currency_decimals, time_zone, commodities,
        address, tax_number, support_phone, receipt_message, quick_amounts, created_at, short_name,
        languages, unit_decimals, retention_months)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      actor.tenantId,
      id,
      details.name,
      details.receiptPrefix,
      currency.code,
      currency.decimals,
      timeZone,
      commodities,
      details.address,
      details.taxNumber,
      details.supportPhone,
      details.receiptMessage,
      details.quickAmounts,
      now(),
      details.shortName,
      details.languages,
      JSON.stringify(details.unitDecimals),
      details.retentionMonths,
    ],
  )
  await openUtilityAccounts(tx, {
    tenantId: actor.tenantId,
    utilityId: id,
    currency: currency.code,
    commodities,
  })
  await record(tx, {
    actor,
    action: 'utility.create',
    object: { kind: 'utility', id },
    after: {
      ...auditedDetails(details, currency),
      currency: currency.code,
      decimals: currency.decimals,
      timeZone,
      commodities,
    },
  })
  utilities.forget(actor.tenantId)
  return id
}

/**
 * A utility's details, at most two seconds old: on the way of every sale.
 * @throws UtilityUnknown
 */
export async function readUtility(
  { tenantId }: Entrant,
  utilityId: Id<'utility'>,
): Promise<Utility> {
  const found = (await utilitiesOf({ tenantId })).find((utility) => utility.id === utilityId)
  if (!found) throw UtilityUnknown()
  return found
}

/** All utilities of a tenant, by name; at most two seconds old. */
export function utilitiesOf({ tenantId }: Entrant): Promise<readonly Utility[]> {
  return utilities.get(tenantId, () => readAll(tenantId))
}

/** The utilities that an actor reaches with `overview.read`. */
export async function utilitiesSeenBy(actor: Actor): Promise<readonly Utility[]> {
  const reach = utilitiesInReach(actor, 'overview.read')
  const all = await utilitiesOf(actor)
  return reach === null ? all : all.filter((utility) => reach.includes(utility.id))
}

/** Forgets what this process remembers of utilities, after they were changed by other means. */
export function forgetUtilities(tenantId?: Id<'tenant'>): void {
  utilities.forget(tenantId)
}

type UtilityRow = {
  id: Id<'utility'>
  name: string
  receipt_prefix: string
  currency: string
  currency_decimals: 0 | 2 | 3
  time_zone: string
  commodities: Commodity[]
  address: string
  tax_number: string
  support_phone: string
  receipt_message: string
  quick_amounts: bigint[]
  short_name: string
  languages: string[]
  unit_decimals: Record<string, number>
  retention_months: number
  brand_colour: string
  accent_colour: string
}

const COLUMNS = `id, name, receipt_prefix, currency, currency_decimals, time_zone, commodities, address,
  tax_number, support_phone, receipt_message, quick_amounts, short_name, languages, unit_decimals,
  retention_months, brand_colour, accent_colour`

/** A utility's row, held until the end of the transaction: what a change starts from. */
export async function utilityToChange(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
): Promise<Utility> {
  requirePermission(actor, 'utility.register')
  const reach = utilitiesInReach(actor, 'utility.register')
  const row = await tx.row<UtilityRow>(
    `select ${COLUMNS} from tenants.utility
     where tenant_id = $1 and id = $2 and ($3::uuid[] is null or id = any ($3)) for update`,
    [actor.tenantId, utilityId, reach],
  )
  if (!row) throw UtilityUnknown()
  return utilityOf(actor.tenantId, row)
}

async function readAll(tenantId: Id<'tenant'>): Promise<readonly Utility[]> {
  const rows = await reading({ tenantId }, (db) =>
    db.rows<UtilityRow>(
      `select ${COLUMNS} from tenants.utility where tenant_id = $1 order by name, id`,
      [tenantId],
    ),
  )
  return rows.map((row) => utilityOf(tenantId, row))
}

/** The utilities that an actor reaches with `utility.read`, as they are now. */
export async function readUtilities(db: Db, actor: Actor): Promise<Utility[]> {
  const rows = await db.rows<UtilityRow>(
    `select ${COLUMNS} from tenants.utility
     where tenant_id = $1 and ($2::uuid[] is null or id = any ($2)) order by name, id`,
    [actor.tenantId, utilitiesInReach(actor, 'utility.read')],
  )
  return rows.map((row) => utilityOf(actor.tenantId, row))
}

/** One utility as it is now. What is out of reach is answered like what does not exist. */
export async function readUtilityInReach(
  db: Db,
  actor: Actor,
  utilityId: Id<'utility'>,
  permission: 'utility.read' | 'utility.register' = 'utility.read',
): Promise<Utility> {
  const row = await db.row<UtilityRow>(
    `select ${COLUMNS} from tenants.utility
     where tenant_id = $1 and id = $2 and ($3::uuid[] is null or id = any ($3))`,
    [actor.tenantId, utilityId, utilitiesInReach(actor, permission)],
  )
  if (!row) throw UtilityUnknown()
  return utilityOf(actor.tenantId, row)
}

function utilityOf(tenantId: Id<'tenant'>, row: UtilityRow): Utility {
  return {
    tenantId,
    id: row.id,
    name: row.name,
    receiptPrefix: row.receipt_prefix,
    currency: { code: row.currency, decimals: row.currency_decimals },
    timeZone: row.time_zone,
    commodities: row.commodities,
    address: row.address,
    taxNumber: row.tax_number,
    supportPhone: row.support_phone,
    receiptMessage: row.receipt_message,
    quickAmounts: row.quick_amounts,
    shortName: row.short_name,
    languages: row.languages,
    unitDecimals: Object.fromEntries(
      row.commodities.map((commodity) => [
        commodity,
        row.unit_decimals[commodity] ?? usualUnitDecimals[commodity],
      ]),
    ),
    retentionMonths: row.retention_months,
    brandColour: row.brand_colour,
    accentColour: row.accent_colour,
  }
}
