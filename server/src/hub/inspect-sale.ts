import { type Actor, type Permission, utilitiesInReach, vendorsInReach } from '../access/index.ts'
import { type Db, reading, statement } from '../db/index.ts'
import { type Id, timeOfId } from '../kernel/ids.ts'
import type { Commodity } from '../ledger/index.ts'
import type { PriceTrace } from '../tariffs/index.ts'
import { SaleNotFound } from './refusals.ts'
import type { Sale, SaleFacts, SaleToken } from './sale.ts'

/** All that is known of a sale but its tokens, of which only the last four digits are read. */
export interface InspectedSale {
  readonly id: Id<'sale'>
  readonly state: Sale['state']
  readonly backEnd: string
  readonly channel: string
  readonly bookedAt: Date
  readonly settledAt: Date | null
  readonly businessDay: string
  readonly receiptNumber: bigint
  readonly vendorId: Id<'vendor'>
  readonly terminalId: Id<'terminal'> | null
  readonly operatorId: Id<'operator'> | null
  readonly utilityId: Id<'utility'>
  readonly meterId: Id<'meter'> | null
  readonly customerId: Id<'customer'> | null
  readonly tariffVersionId: Id<'version'> | null
  readonly commodity: Commodity
  readonly currency: string
  readonly tenderMinor: bigint
  /** What the tender went to, in minor units; together they are the tender. */
  readonly sums: Readonly<Record<SumName, bigint>>
  readonly marginMinor: bigint
  readonly units: bigint
  readonly tenderMethod: string
  readonly receivedMinor: bigint | null
  readonly trace: PriceTrace
  readonly facts: SaleFacts
  readonly tokens: readonly MaskedToken[]
  readonly copy: number
  readonly reprints: readonly { readonly copy: number; readonly at: Date; readonly by: string }[]
  /** While its back end has not answered: how often it was asked again, and when it is asked next. */
  readonly hold: { readonly asked: number; readonly nextAskAt: Date } | null
  /** What a person was told to look at. */
  readonly cases: readonly { readonly kind: string; readonly state: string; readonly at: Date }[]
}

export interface MaskedToken extends Pick<SaleToken, 'kind' | 'ordinal' | 'units'> {
  readonly lastFour: string
}

export const saleSums = ['fee', 'arrears', 'charge', 'levy', 'tax', 'energy', 'rounding'] as const
export type SumName = (typeof saleSums)[number]

/**
 * A sale as whoever looks into it sees it. One out of the reach of `permission` looks like one that does not
 * exist.
 * @throws SaleNotFound
 */
export async function inspectSale(
  db: Db,
  actor: Actor,
  saleId: Id<'sale'>,
  permission: Permission = 'sale.read',
): Promise<InspectedSale> {
  const row = await db.row<SaleRow>(saleStatement, [actor.tenantId, timeOfId(saleId), saleId])
  if (!row || !reached(actor, permission, row)) throw SaleNotFound()
  return inspected(row, {
    reprints: await db.rows<ReprintRow>(reprintStatement, [actor.tenantId, saleId]),
    hold: await db.row<HoldRow>(holdStatement, [actor.tenantId, saleId]),
    cases: await db.rows<CaseRow>(caseStatement, [actor.tenantId, saleId]),
  })
}

/** The same in a transaction of its own. */
export function inspectedSale(
  actor: Actor,
  saleId: Id<'sale'>,
  permission: Permission = 'sale.read',
): Promise<InspectedSale> {
  return reading(actor, (db) => inspectSale(db, actor, saleId, permission))
}

function reached(actor: Actor, permission: Permission, row: SaleRow): boolean {
  const utilities = utilitiesInReach(actor, permission)
  const vendors = vendorsInReach(actor, permission)
  return (
    (utilities === null || utilities.includes(row.utility_id)) &&
    (vendors === null || vendors.includes(row.vendor_id))
  )
}

const saleStatement = statement(
  'hub.inspect_sale',
  `select s.id, s.state, s.back_end, s.channel, s.booked_at, s.settled_at, s.business_day::text as business_day,
          s.receipt_number, s.vendor_id, s.terminal_id, s.operator_id, s.utility_id, s.meter_id, s.customer_id,
          s.tariff_version_id, s.commodity, s.currency, s.tender_minor, s.fee_minor, s.arrears_minor,
          s.charge_minor, s.levy_minor, s.tax_minor, s.energy_minor, s.rounding_minor, s.margin_minor, s.units,
          s.tender_method, s.received_minor, s.trace, s.receipt,
          (select json_agg(json_build_array(t.kind, t.ordinal, right(t.digits, 4), t.units::text) order by t.ordinal)
             from tokens.token t
            where t.tenant_id = $1 and t.booked_at = s.booked_at and t.origin_id = s.id) as tokens
   from hub.sale s where s.tenant_id = $1 and s.booked_at = $2 and s.id = $3`,
)
const reprintStatement = statement(
  'hub.reprints_of_sale',
  `select r.copy, r.printed_at, coalesce(o.name, '') as operator
   from hub.reprint r
   left join vendors.operator o on o.tenant_id = $1 and o.id = r.operator_id
   where r.tenant_id = $1 and r.sale_id = $2 order by r.copy`,
)
const holdStatement = statement(
  'hub.hold_of_sale',
  'select h.asked, h.next_ask_at from hub.hold h where h.tenant_id = $1 and h.sale_id = $2',
)
const caseStatement = statement(
  'hub.cases_of_sale',
  `select c.kind, c.state, c.opened_at from cases."case" c
   where c.tenant_id = $1 and c.kind = any('{sale_contradiction,sale_unknown,refund}') and c.subject_id = $2
   order by c.opened_at, c.id`,
)

interface SaleRow {
  readonly id: Id<'sale'>
  readonly state: Sale['state']
  readonly back_end: string
  readonly channel: string
  readonly booked_at: Date
  readonly settled_at: Date | null
  readonly business_day: string
  readonly receipt_number: bigint
  readonly vendor_id: Id<'vendor'>
  readonly terminal_id: Id<'terminal'> | null
  readonly operator_id: Id<'operator'> | null
  readonly utility_id: Id<'utility'>
  readonly meter_id: Id<'meter'> | null
  readonly customer_id: Id<'customer'> | null
  readonly tariff_version_id: Id<'version'> | null
  readonly commodity: Commodity
  readonly currency: string
  readonly tender_minor: bigint
  readonly fee_minor: bigint
  readonly arrears_minor: bigint
  readonly charge_minor: bigint
  readonly levy_minor: bigint
  readonly tax_minor: bigint
  readonly energy_minor: bigint
  readonly rounding_minor: bigint
  readonly margin_minor: bigint
  readonly units: bigint
  readonly tender_method: string
  readonly received_minor: bigint | null
  readonly trace: PriceTrace
  readonly receipt: SaleFacts
  readonly tokens: readonly [SaleToken['kind'], number, string, string][] | null
}
interface ReprintRow {
  readonly copy: number
  readonly printed_at: Date
  readonly operator: string
}
interface HoldRow {
  readonly asked: number
  readonly next_ask_at: Date
}
interface CaseRow {
  readonly kind: string
  readonly state: string
  readonly opened_at: Date
}

function inspected(
  row: SaleRow,
  beside: {
    readonly reprints: readonly ReprintRow[]
    readonly hold: HoldRow | undefined
    readonly cases: readonly CaseRow[]
  },
): InspectedSale {
  const { hold } = beside
  return {
    id: row.id,
    state: row.state,
    backEnd: row.back_end,
    channel: row.channel,
    bookedAt: row.booked_at,
    settledAt: row.settled_at,
    businessDay: row.business_day,
    receiptNumber: row.receipt_number,
    vendorId: row.vendor_id,
    terminalId: row.terminal_id,
    operatorId: row.operator_id,
    utilityId: row.utility_id,
    meterId: row.meter_id,
    customerId: row.customer_id,
    tariffVersionId: row.tariff_version_id,
    commodity: row.commodity,
    currency: row.currency,
    tenderMinor: row.tender_minor,
    sums: {
      fee: row.fee_minor,
      arrears: row.arrears_minor,
      charge: row.charge_minor,
      levy: row.levy_minor,
      tax: row.tax_minor,
      energy: row.energy_minor,
      rounding: row.rounding_minor,
    },
    marginMinor: row.margin_minor,
    units: row.units,
    tenderMethod: row.tender_method,
    receivedMinor: row.received_minor,
    trace: row.trace,
    facts: row.receipt,
    tokens: (row.tokens ?? []).map(([kind, ordinal, lastFour, units]) => ({
      kind,
      ordinal,
      lastFour,
      units: BigInt(units),
    })),
    copy: beside.reprints.at(-1)?.copy ?? 0,
    reprints: beside.reprints.map(({ copy, printed_at, operator }) => ({
      copy,
      at: printed_at,
      by: operator,
    })),
    hold: hold ? { asked: hold.asked, nextAskAt: hold.next_ask_at } : null,
    cases: beside.cases.map(({ kind, state, opened_at }) => ({ kind, state, at: opened_at })),
  }
}
