import { type Actor, type Permission, utilitiesInReach, vendorsInReach } from '../access/index.ts'
import { type Db, statement } from '../db/index.ts'
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
  const { fee, arrears, charge, levy, tax, energy, rounding, tokens, ...sale } = row
  const of = [actor.tenantId, saleId]
  const reprints = await db.rows<InspectedSale['reprints'][number]>(reprintStatement, of)
  return {
    ...sale,
    sums: { fee, arrears, charge, levy, tax, energy, rounding },
    tokens: (tokens ?? []).map(([kind, ordinal, lastFour, units]) => {
      return { kind, ordinal, lastFour, units: BigInt(units) }
    }),
    reprints,
    copy: reprints.at(-1)?.copy ?? 0,
    hold: (await db.row<NonNullable<InspectedSale['hold']>>(holdStatement, of)) ?? null,
    cases: await db.rows<InspectedSale['cases'][number]>(caseStatement, of),
  }
}

function reached(actor: Actor, permission: Permission, row: SaleRow): boolean {
  const utilities = utilitiesInReach(actor, permission)
  const vendors = vendorsInReach(actor, permission)
  return (
    (utilities === null || utilities.includes(row.utilityId)) &&
    (vendors === null || vendors.includes(row.vendorId))
  )
}

const saleStatement = statement(
  'hub.inspect_sale',
  `select s.id, s.state, s.back_end as "backEnd", s.channel, s.booked_at as "bookedAt", s.settled_at as "settledAt",
          s.business_day::text as "businessDay", s.receipt_number as "receiptNumber", s.vendor_id as "vendorId",
          s.terminal_id as "terminalId", s.operator_id as "operatorId", s.utility_id as "utilityId",
          s.meter_id as "meterId", s.customer_id as "customerId", s.tariff_version_id as "tariffVersionId",
          s.commodity, s.currency, s.tender_minor as "tenderMinor", s.fee_minor as fee, s.arrears_minor as arrears,
          s.charge_minor as charge, s.levy_minor as levy, s.tax_minor as tax, s.energy_minor as energy,
          s.rounding_minor as rounding, s.margin_minor as "marginMinor", s.units, s.tender_method as "tenderMethod",
          s.received_minor as "receivedMinor", s.trace, s.receipt as facts,
          (select json_agg(json_build_array(t.kind, t.ordinal, right(t.digits, 4), t.units::text) order by t.ordinal)
             from tokens.token t
            where t.tenant_id = $1 and t.booked_at = s.booked_at and t.origin_id = s.id) as tokens
   from hub.sale s where s.tenant_id = $1 and s.booked_at = $2 and s.id = $3`,
)
const reprintStatement = statement(
  'hub.reprints_of_sale',
  `select r.copy, r.printed_at as at, coalesce(o.name, '') as by
   from hub.reprint r
   left join vendors.operator o on o.tenant_id = $1 and o.id = r.operator_id
   where r.tenant_id = $1 and r.sale_id = $2 order by r.copy`,
)
const holdStatement = statement(
  'hub.hold_of_sale',
  `select h.asked, h.next_ask_at as "nextAskAt" from hub.hold h
   where h.tenant_id = $1 and h.sale_id = $2`,
)
const caseStatement = statement(
  'hub.cases_of_sale',
  `select c.kind, c.state, c.opened_at as at from cases."case" c
   where c.tenant_id = $1 and c.kind = any('{sale_contradiction,sale_unknown,refund}') and c.subject_id = $2
   order by c.opened_at, c.id`,
)

type SaleRow = Omit<InspectedSale, 'sums' | 'tokens' | 'copy' | 'reprints' | 'hold' | 'cases'> & {
  readonly [name in SumName]: bigint
} & {
  /** Of each token its kind, place, last four digits, and units as text. */
  readonly tokens: readonly [SaleToken['kind'], number, string, string][] | null
}
