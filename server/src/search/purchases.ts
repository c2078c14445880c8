import { type Actor, utilitiesInReach, vendorsInReach } from '../access/index.ts'
import type { Db } from '../db/index.ts'
import { type Sale, UNIT_DECIMALS } from '../hub/index.ts'
import type { Id } from '../kernel/ids.ts'
import { formatMinor } from '../kernel/money.ts'
import { formatUnits } from '../kernel/units.ts'
import type { Commodity } from '../ledger/index.ts'

/** A sale in a line or two. */
export interface Purchase {
  readonly id: Id<'sale'>
  readonly receiptNumber: string
  readonly soldAt: string
  readonly state: Sale['state']
  readonly serialNumber: string
  /** Decimal text of the major unit. */
  readonly amount: string
  readonly currency: { readonly code: string; readonly decimals: number }
  readonly units: string
  readonly commodity: Commodity
  readonly vendor: string
}

const LATEST = 10

/** The latest purchases of these meters that the actor may see, newest first; null without the right to any. */
export async function latestPurchases(
  db: Db,
  actor: Actor,
  meterIds: readonly Id<'meter'>[],
): Promise<Purchase[] | null> {
  if (!actor.permissions.has('sale.read')) return null
  const rows = await db.rows<PurchaseRow>(
    `select ${PURCHASE} from unnest($4::uuid[]) m (id) cross join lateral (
       select * from hub.sale s
       where s.tenant_id = $1 and s.meter_id = m.id and ${IN_REACH}
       order by s.booked_at desc limit ${LATEST}) s
     join vendors.vendor v on v.tenant_id = $1 and v.id = s.vendor_id
     order by s.booked_at desc limit ${LATEST}`,
    [...reachOf(actor), meterIds],
  )
  return rows.map(purchaseOf)
}

/** What a statement on sales asks of them for an actor: `$1` to `$3` are `reachOf(actor)`. */
export const IN_REACH = `($2::uuid[] is null or s.utility_id = any ($2))
  and ($3::uuid[] is null or s.vendor_id = any ($3))`

export function reachOf(actor: Actor): unknown[] {
  const permission = 'sale.read'
  return [actor.tenantId, utilitiesInReach(actor, permission), vendorsInReach(actor, permission)]
}

/** The columns of a purchase, of a sale `s` at a vendor `v`. */
export const PURCHASE = `s.id, s.receipt_number, s.booked_at, s.state, s.currency, s.tender_minor, s.units, s.commodity,
  s.receipt -> 'utility' ->> 'receiptPrefix' as prefix,
  (s.receipt -> 'utility' ->> 'decimals')::integer as decimals,
  s.receipt -> 'meter' ->> 'serialNumber' as serial_number, v.name as vendor`

export interface PurchaseRow {
  readonly id: Id<'sale'>
  readonly receipt_number: bigint
  readonly booked_at: Date
  readonly state: Sale['state']
  readonly currency: string
  readonly tender_minor: bigint
  readonly units: bigint
  readonly commodity: Commodity
  readonly prefix: string
  readonly decimals: 0 | 2 | 3
  readonly serial_number: string
  readonly vendor: string
}

export function purchaseOf(row: PurchaseRow): Purchase {
  const currency = { code: row.currency, decimals: row.decimals }
  return {
    id: row.id,
    receiptNumber: `${row.prefix}-${row.receipt_number}`,
    soldAt: row.booked_at.toISOString(),
    state: row.state,
    serialNumber: row.serial_number,
    amount: formatMinor(row.tender_minor, currency),
    currency,
    units: formatUnits({ quanta: row.units, decimals: UNIT_DECIMALS }),
    commodity: row.commodity,
    vendor: row.vendor,
  }
}
