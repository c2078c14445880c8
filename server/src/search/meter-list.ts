import type { Actor } from '../access/index.ts'
import type { Db } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import type { Commodity } from '../ledger/index.ts'
import type { MeterStatus } from '../meters/index.ts'
import { COUNTED, type Count, countOf, type Page, type PageAsk, pageOf, readingOf } from './page.ts'
import { numbered, startingWith } from './range.ts'

export const meterStatuses = [
  'stock',
  'installed',
  'blocked',
  'faulty',
  'removed',
  'scrapped',
] as const satisfies readonly MeterStatus[]
const commodities = ['electricity', 'water', 'gas'] as const satisfies readonly Commodity[]

export interface MeterFilter {
  readonly utilityId: Id<'utility'>
  readonly status?: MeterStatus | undefined
  readonly commodity?: Commodity | undefined
  readonly supplyGroupId?: Id<'supply_group'> | undefined
  /** First digits of the number. */
  readonly search?: string | undefined
}

export interface ListedMeter {
  readonly id: Id<'meter'>
  readonly serial_number: string
  readonly status: MeterStatus
  readonly commodity: Commodity
  readonly model: string
  readonly block_reason: string | null
  readonly supply_group: string | null
  readonly key_revision: number | null
  readonly tariff_index: number | null
  readonly customer_id: Id<'customer'> | null
  readonly customer_name: string | null
  readonly account_number: string | null
  readonly address: string | null
}

/** A utility's meters by number: a page of those that fit. The caller has checked the reach. */
export async function listMeters(
  db: Db,
  { tenantId }: Actor,
  filter: MeterFilter,
  ask: PageAsk,
): Promise<Page<ListedMeter>> {
  const { direction, beyond, rows } = readingOf(ask)
  const values: unknown[] = [tenantId, filter.utilityId]
  const put = numbered(values)
  const order = `order by m.serial_number collate "C" ${direction} limit ${rows}`
  const past =
    beyond === null
      ? ''
      : `and m.serial_number collate "C" ${direction === 'asc' ? '>' : '<'} ${put(beyond[0])}`
  const found = await db.rows<ListedMeter>(
    `select m.*, ${DETAILS}
     from (select m.* from (${runsOf(filter, put, `${past} ${order}`)}) m ${order}) m
     ${joins(put(now()))}
     order by m.serial_number collate "C" ${direction}`,
    values,
  )
  return pageOf(ask, found, (row) => [row.serial_number, row.id])
}

export async function countMeters(
  db: Db,
  { tenantId }: Actor,
  filter: MeterFilter,
): Promise<Count> {
  const values: unknown[] = [tenantId, filter.utilityId]
  const runs = runsOf(filter, numbered(values), `limit ${COUNTED + 1}`)
  const row = await db.row<{ n: bigint }>(
    `select count(*) as n from (select 1 from (${runs}) m limit ${COUNTED + 1}) m`,
    values,
  )
  return countOf(Number(row?.n ?? 0n))
}

/**
 * One run of the index for each status and commodity that is shown, each in the order of the list, so that any
 * choice of filters costs a few rows of each and no more.
 */
function runsOf(filter: MeterFilter, put: (value: unknown) => string, end: string): string {
  const { status, commodity, supplyGroupId, search } = filter
  const number = search === undefined ? undefined : startingWith(search)
  return `
    select m.* from unnest(${put(status ? [status] : [...meterStatuses])}::text[]) s (status)
    cross join unnest(${put(commodity ? [commodity] : [...commodities])}::text[]) c (commodity)
    cross join lateral (
      select m.id, m.serial_number, m.status, m.commodity, m.model, m.block_reason, m.supply_group_id
      from meters.meter m
      where m.tenant_id = $1 and m.utility_id = $2 and m.status = s.status and m.commodity = c.commodity
        ${supplyGroupId ? `and m.supply_group_id = ${put(supplyGroupId)}` : ''}
        ${number ? `and m.serial_number collate "C" >= ${put(number.from)} and m.serial_number collate "C" < ${put(number.to)}` : ''}
      ${end}) m`
}

/** What else a row shows; whom and which place the meter serves at this instant. */
const DETAILS = `g.code as supply_group, d.key_revision, d.tariff_index, c.id as customer_id,
  c.name as customer_name, c.account_number, u.address`

const joins = (at: string) => `
  left join keys.supply_group g on g.tenant_id = $1 and g.id = m.supply_group_id
  left join meters.sts_data d on d.tenant_id = $1 and d.meter_id = m.id and d.valid_from <= ${at}
    and (d.valid_until is null or d.valid_until > ${at})
  left join usage_points.link l on l.tenant_id = $1 and l.meter_id = m.id and l.valid_from <= ${at}
    and (l.valid_until is null or l.valid_until > ${at})
  left join usage_points.usage_point u on u.tenant_id = $1 and u.id = l.usage_point_id
  left join customers.customer c on c.tenant_id = $1 and c.id = l.customer_id`

export interface SupplyGroup {
  readonly id: Id<'supply_group'>
  readonly code: string
  readonly name: string
}

/** The supply groups of a utility, for the filter of its meters. */
export function supplyGroupsOf(
  db: Db,
  tenantId: Id<'tenant'>,
  utilityId: Id<'utility'>,
): Promise<SupplyGroup[]> {
  return db.rows<SupplyGroup>(
    `select id, code, name from keys.supply_group
     where tenant_id = $1 and utility_id = $2 order by code limit 200`,
    [tenantId, utilityId],
  )
}
