import Type from 'typebox'
import { findSales, type ListedSale, type SaleFilter, UNIT_DECIMALS } from '../../hub/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { formatMinor } from '../../kernel/money.ts'
import { CommodityName, IdText } from '../../kernel/schemas.ts'
import { formatUnits } from '../../kernel/units.ts'
import { readUtility } from '../../tenants/index.ts'
import { instant, number, text } from '../cell.ts'
import type { ExportList } from '../list.ts'

type Filter = {
  readonly utility: Id<'utility'>
  readonly from?: string
  readonly until?: string
  readonly state?: NonNullable<SaleFilter['state']>
  readonly commodity?: NonNullable<SaleFilter['commodity']>
  readonly channel?: string
  readonly vendor?: Id<'vendor'>
  readonly terminal?: Id<'terminal'>
  readonly operator?: Id<'operator'>
}

const Instant = Type.String({
  pattern: '^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?Z$',
})

/** The sales of a utility, newest first; never their tokens. */
export const sales: ExportList<Filter, ListedSale> = {
  name: 'sales',
  permission: 'sale.read',
  filter: Type.Object(
    {
      utility: IdText<'utility'>(),
      from: Type.Optional(Instant),
      until: Type.Optional(Instant),
      state: Type.Optional(Type.Enum(['done', 'held', 'unknown', 'refused', 'reversed'])),
      commodity: Type.Optional(CommodityName),
      channel: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' })),
      vendor: Type.Optional(IdText<'vendor'>()),
      terminal: Type.Optional(IdText<'terminal'>()),
      operator: Type.Optional(IdText<'operator'>()),
    },
    { additionalProperties: false },
  ),
  columns: [
    {
      heading: 'Receipt',
      cell: ({ facts, receiptNumber }) => text(`${facts.utility.receiptPrefix}-${receiptNumber}`),
    },
    { heading: 'Time', cell: ({ bookedAt }) => instant(bookedAt) },
    { heading: 'State', cell: ({ state }) => text(state) },
    {
      heading: 'Amount',
      cell: ({ tenderMinor, currency, facts }) =>
        number(formatMinor(tenderMinor, { code: currency, decimals: facts.utility.decimals })),
    },
    { heading: 'Currency', cell: ({ currency }) => text(currency) },
    {
      heading: 'Units',
      cell: ({ units }) => number(formatUnits({ quanta: units, decimals: UNIT_DECIMALS })),
    },
    { heading: 'Commodity', cell: ({ commodity }) => text(commodity) },
    { heading: 'Meter number', cell: ({ facts }) => text(facts.meter.serialNumber) },
    { heading: 'Customer', cell: ({ facts }) => text(facts.customer.name) },
    { heading: 'Vendor', cell: ({ facts }) => text(facts.vendor) },
    { heading: 'Terminal', cell: ({ facts }) => text(facts.terminal) },
    { heading: 'Operator', cell: ({ facts }) => text(facts.operator) },
    { heading: 'Channel', cell: ({ channel }) => text(channel) },
  ],
  zone: async (actor, { utility }) => (await readUtility(actor, utility)).timeZone,
  rows: async (db, actor, filter, { after, limit }) => {
    const { utility, vendor, terminal, operator, from, until, ...rest } = filter
    const wanted: SaleFilter = {
      ...rest,
      utilityId: utility,
      vendorId: vendor,
      terminalId: terminal,
      operatorId: operator,
      from: from === undefined ? undefined : new Date(from),
      until: until === undefined ? undefined : new Date(until),
    }
    const mark = after as Id<'sale'> | undefined
    const page = await findSales(db, actor, wanted, { order: 'newest', limit, after: mark })
    return { rows: page.sales, next: page.hasNext ? (page.sales.at(-1)?.id ?? null) : null }
  },
}
