import Type, { type Static } from 'typebox'
import { guardConsole } from '../access/index.ts'
import { reading } from '../db/index.ts'
import type { Http } from '../http/index.ts'
import { UNIT_DECIMALS } from '../hub/index.ts'
import { businessDay, isDay } from '../kernel/calendar.ts'
import { now } from '../kernel/clock.ts'
import { formatMinor } from '../kernel/money.ts'
import { AmountText, CommodityName, DayText, IdText, UnitsText } from '../kernel/schemas.ts'
import { formatUnits } from '../kernel/units.ts'
import type { Commodity } from '../ledger/index.ts'
import { type Utility, UtilityUnknown, utilitiesSeenBy } from '../tenants/index.ts'
import { attentionKinds, type Overview, readOverview } from './overview.ts'

const Change = Type.Object({ now: AmountText, before: AmountText })
const Count = Type.Object({ now: Type.String(), before: Type.String() })

const OverviewView = Type.Object({
  utility: Type.Object({
    id: IdText<'utility'>(),
    name: Type.String(),
    currency: Type.Object({ code: Type.String(), decimals: Type.Integer() }),
    timeZone: Type.String(),
    commodities: Type.Array(CommodityName),
  }),
  day: DayText,
  asOf: Type.String({ format: 'date-time' }),
  hour: Type.Integer(),
  kpis: Type.Object({
    value: Change,
    purchases: Count,
    units: Type.Array(
      Type.Object({
        commodity: CommodityName,
        unit: Type.String(),
        now: UnitsText,
        before: UnitsText,
      }),
    ),
    arrears: Change,
    averagePurchase: Change,
  }),
  hours: Type.Array(
    Type.Object({ hour: Type.Integer(), value: Type.Record(Type.String(), AmountText) }),
  ),
  hoursBefore: Type.Array(Type.Object({ hour: Type.Integer(), value: AmountText })),
  vendors: Type.Array(
    Type.Object({
      id: IdText<'vendor'>(),
      name: Type.String(),
      items: Type.String(),
      value: AmountText,
      earnings: AmountText,
      available: Type.Union([AmountText, Type.Null()]),
    }),
  ),
  vendorTotals: Type.Object({ items: Type.String(), value: AmountText, earnings: AmountText }),
  channels: Type.Array(
    Type.Object({ channel: Type.String(), value: AmountText, share: Type.String() }),
  ),
  attention: Type.Array(
    Type.Object({ kind: Type.Enum([...attentionKinds]), count: Type.String() }),
  ),
})

/** What the console shows first. */
export async function reportRoutes(app: Http): Promise<void> {
  app.addHook('preValidation', guardConsole)

  app.get(
    '/overview',
    {
      config: { permission: 'overview.read' },
      schema: {
        summary: "A utility's day: sales, hours, vendors, channels, what needs attention",
        querystring: Type.Object(
          { utility: IdText<'utility'>(), day: Type.Optional(DayText) },
          { additionalProperties: false },
        ),
        response: { 200: OverviewView },
      },
    },
    async ({ actor, query }) => {
      const utility = (await utilitiesSeenBy(actor)).find(({ id }) => id === query.utility)
      if (!utility) throw UtilityUnknown()
      const asOf = now()
      const day = query.day && isDay(query.day) ? query.day : businessDay(asOf, utility.timeZone)
      const overview = await reading(actor, (db) => readOverview(db, actor, utility, day, asOf))
      return overviewView(overview, utility, asOf)
    },
  )
}

function overviewView(
  overview: Overview,
  utility: Utility,
  asOf: Date,
): Static<typeof OverviewView> {
  const money = (minor: bigint) => formatMinor(minor, utility.currency)
  const average = ({ minor, items }: Overview['now']) => money(items === 0n ? 0n : minor / items)
  const total = overview.vendors.reduce(
    (sum, vendor) => ({
      items: sum.items + vendor.items,
      minor: sum.minor + vendor.minor,
      earnings: sum.earnings + vendor.earnings,
    }),
    { items: 0n, minor: 0n, earnings: 0n },
  )
  const channelTotal = overview.channels.reduce((sum, { minor }) => sum + minor, 0n)
  return {
    utility: {
      id: utility.id,
      name: utility.name,
      currency: { ...utility.currency },
      timeZone: utility.timeZone,
      commodities: [...utility.commodities],
    },
    day: overview.day,
    asOf: asOf.toISOString(),
    hour: hourIn(utility.timeZone, asOf),
    kpis: {
      value: { now: money(overview.now.minor), before: money(overview.before.minor) },
      purchases: { now: String(overview.now.items), before: String(overview.before.items) },
      units: utility.commodities.map((commodity) => ({
        commodity,
        unit: commodity === 'electricity' ? 'kWh' : 'm3',
        now: units(overview.now, commodity),
        before: units(overview.before, commodity),
      })),
      arrears: { now: money(overview.now.arrears), before: money(overview.before.arrears) },
      averagePurchase: { now: average(overview.now), before: average(overview.before) },
    },
    hours: hoursView(overview, money),
    hoursBefore: overview.hoursBefore.map(({ hour, minor }) => ({ hour, value: money(minor) })),
    vendors: overview.vendors.map((vendor) => ({
      id: vendor.id,
      name: vendor.name,
      items: String(vendor.items),
      value: money(vendor.minor),
      earnings: money(vendor.earnings),
      available: money(vendor.available),
    })),
    vendorTotals: {
      items: String(total.items),
      value: money(total.minor),
      earnings: money(total.earnings),
    },
    channels: overview.channels.map(({ channel, minor }) => ({
      channel,
      value: money(minor),
      share: String(channelTotal === 0n ? 0n : (minor * 200n + channelTotal) / (2n * channelTotal)),
    })),
    attention: overview.attention.map(({ kind, count }) => ({ kind, count: String(count) })),
  }
}

function hoursView(overview: Overview, money: (minor: bigint) => string) {
  const hours = new Map<number, Record<string, string>>()
  for (const { hour, commodity, minor } of overview.hours) {
    hours.set(hour, { ...hours.get(hour), [commodity]: money(minor) })
  }
  return [...hours].map(([hour, value]) => ({ hour, value }))
}

function units(totals: Overview['now'], commodity: Commodity): string {
  const quanta = totals.units.find((row) => row.commodity === commodity)?.units ?? 0n
  return formatUnits({ quanta, decimals: UNIT_DECIMALS })
}

function hourIn(timeZone: string, instant: Date): number {
  const text = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
  return Number.parseInt(text.format(instant), 10)
}
