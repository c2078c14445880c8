import type { Actor } from '../access/index.ts'
import { utilitiesInReach, vendorsInReach } from '../access/index.ts'
import type { Db } from '../db/index.ts'
import { addDays, startOfDay } from '../kernel/calendar.ts'
import type { Id } from '../kernel/ids.ts'
import type { Commodity } from '../ledger/index.ts'
import type { Utility } from '../tenants/index.ts'

/** A day of one utility beside the same weekday of the week before. Minor units and quanta. */
export interface Overview {
  readonly day: string
  readonly now: Totals
  /** The day a week before, until the same hour of the clock. */
  readonly before: Totals
  readonly hours: readonly { hour: number; commodity: Commodity; minor: bigint }[]
  /** The whole day a week before. */
  readonly hoursBefore: readonly { hour: number; minor: bigint }[]
  readonly vendors: readonly VendorDay[]
  readonly channels: readonly { channel: string; minor: bigint }[]
  readonly attention: readonly { kind: AttentionKind; count: bigint }[]
}

/** What a person should look at: vendors' floats, sales without an outcome, meters that still count from 1993. */
export const attentionKinds = ['vendor_low', 'sale_unknown', 'meter_base_date'] as const
export type AttentionKind = (typeof attentionKinds)[number]

export interface Totals {
  readonly minor: bigint
  readonly items: bigint
  readonly arrears: bigint
  readonly units: readonly { commodity: Commodity; units: bigint }[]
}

export interface VendorDay {
  readonly id: Id<'vendor'>
  readonly name: string
  readonly items: bigint
  readonly minor: bigint
  readonly earnings: bigint
  readonly available: bigint
}

/**
 * The overview of a utility's day, narrowed to what the actor reaches. Days and hours are those of the
 * utility's clock. `asOf` ends the day before at the same time of day.
 */
export async function readOverview(
  db: Db,
  actor: Actor,
  utility: Utility,
  day: string,
  asOf: Date,
): Promise<Overview> {
  const before = addDays(day, -7)
  const scope = [
    actor.tenantId,
    utility.id,
    utilitiesInReach(actor, 'overview.read'),
    vendorsInReach(actor, 'overview.read'),
  ]
  const today = span(utility, day)
  const lastWeek = span(utility, before)
  const sinceMidnight = asOf.getTime() - today.from.getTime()
  const sameTime = new Date(
    Math.min(lastWeek.from.getTime() + Math.max(sinceMidnight, 0), lastWeek.until.getTime()),
  )
  const [sums, sumsBefore, hours, hoursBefore, vendors, channels, attention] = [
    await db.rows<SumRow>(SUMS, [...scope, today.from, today.until]),
    await db.rows<SumRow>(SUMS, [...scope, lastWeek.from, sameTime]),
    await db.rows<HourRow>(HOURS, [...scope, today.from, today.until, utility.timeZone]),
    await db.rows<HourRow>(HOURS, [...scope, lastWeek.from, lastWeek.until, utility.timeZone]),
    await db.rows<VendorDay>(VENDORS, [...scope, day]),
    await db.rows<{ channel: string; minor: bigint }>(CHANNELS, [...scope, day]),
    await db.rows<{ kind: AttentionKind; count: bigint }>(ATTENTION, scope),
  ]
  return {
    day,
    now: totals(sums),
    before: totals(sumsBefore),
    hours,
    hoursBefore: byHour(hoursBefore),
    vendors,
    channels,
    attention: attention.filter(({ count }) => count > 0n),
  }
}

type SumRow = { commodity: Commodity; minor: bigint; items: bigint; arrears: bigint; units: bigint }
type HourRow = { hour: number; commodity: Commodity; minor: bigint }

function span(utility: Utility, day: string): { from: Date; until: Date } {
  return {
    from: startOfDay(day, utility.timeZone),
    until: startOfDay(addDays(day, 1), utility.timeZone),
  }
}

function totals(rows: readonly SumRow[]): Totals {
  const sum = (field: 'minor' | 'items' | 'arrears') =>
    rows.reduce((total, row) => total + row[field], 0n)
  return {
    minor: sum('minor'),
    items: sum('items'),
    arrears: sum('arrears'),
    units: rows.map(({ commodity, units }) => ({ commodity, units })),
  }
}

function byHour(rows: readonly HourRow[]): { hour: number; minor: bigint }[] {
  const sums = new Map<number, bigint>()
  for (const { hour, minor } of rows) sums.set(hour, (sums.get(hour) ?? 0n) + minor)
  return [...sums].map(([hour, minor]) => ({ hour, minor }))
}

// $1 tenant, $2 utility, $3 utilities in reach, $4 vendors in reach.
const REACH = `s.tenant_id = $1 and s.utility_id = $2 and ($3::uuid[] is null or s.utility_id = any ($3))
  and ($4::uuid[] is null or s.vendor_id = any ($4))`

const SUMS = `
  select s.commodity, sum(s.tender_minor)::bigint as minor, count(*) as items,
         sum(s.arrears_minor)::bigint as arrears, sum(s.units)::bigint as units
  from hub.sale s
  where ${REACH} and s.state = 'done' and s.booked_at >= $5 and s.booked_at < $6
  group by s.commodity order by s.commodity`

const HOURS = `
  select extract(hour from s.booked_at at time zone $7)::integer as hour, s.commodity,
         sum(s.tender_minor)::bigint as minor
  from hub.sale s
  where ${REACH} and s.state = 'done' and s.booked_at >= $5 and s.booked_at < $6
  group by 1, 2 order by 1, 2`

// The day's rollup is kept by the sale path itself.
const VENDORS = `
  select s.vendor_id as id, v.name, sum(s.items)::bigint as items, sum(s.tender_minor)::bigint as minor,
         sum(s.margin_minor)::bigint as earnings,
         min(a.credits_posted + a.credit_limit - a.debits_posted - a.debits_pending) as available
  from hub.sale_day s
  join vendors.vendor v on v.tenant_id = $1 and v.id = s.vendor_id
  join ledger.account a on a.tenant_id = $1 and a.owner_id = s.vendor_id and a.kind = 1 and a.commodity = ''
  where ${REACH} and s.business_day = $5
  group by s.vendor_id, v.name order by sum(s.tender_minor) desc, v.name limit 200`

const CHANNELS = `
  select s.channel, sum(s.tender_minor)::bigint as minor
  from hub.sale_day s where ${REACH} and s.business_day = $5
  group by s.channel order by sum(s.tender_minor) desc`

const ATTENTION = `
  select 'vendor_low' as kind, count(*) as count
  from vendors.vendor s
  where s.tenant_id = $1 and s.float_low_since is not null and ($4::uuid[] is null or s.id = any ($4))
  union all
  select 'sale_unknown', count(*)
  from hub.hold h join hub.sale s on s.tenant_id = $1 and s.booked_at = h.booked_at and s.id = h.sale_id
  where h.tenant_id = $1 and ${REACH}
  union all
  select 'meter_base_date', count(*)
  from meters.meter s
  join meters.sts_data d on d.tenant_id = $1 and d.meter_id = s.id and d.valid_until is null and d.base_date = 1993
  where s.tenant_id = $1 and s.utility_id = $2 and s.status = 'installed'`
