import Type from 'typebox'
import { findSales, type ListedSale, type SaleFilter, UNIT_DECIMALS } from '../../hub/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { formatMinor, parseMoney } from '../../kernel/money.ts'
import { AmountText, CommodityName, IdText } from '../../kernel/schemas.ts'
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
  readonly meter?: string
  readonly receipt?: string
  readonly least?: string
  readonly most?: string
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
      meter: Type.Optional(Type.String({ pattern: '^([0-9]{11}|[0-9]{13})$' })),
      receipt: Type.Optional(Type.String({ pattern: '^([A-Za-z0-9]{1,12}-)?[0-9]{1,15}$' })),
      least: Type.Optional(AmountText),
      most: Type.Optional(AmountText),
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
    const { utility, vendor, terminal, operator, from, until, meter, receipt, ...others } = filter
    const { least, most, ...rest } = others
    const { currency } = await readUtility(actor, utility)
    const minor = (name: string, text: string | undefined) =>
      text === undefined
        ? undefined
        : parseMoney(text, currency, 'zero or more', `/filter/${name}`).minor
    const wanted: SaleFilter = {
      ...rest,
      utilityId: utility,
      vendorId: vendor,
      terminalId: terminal,
      operatorId: operator,
      serialNumber: meter,
      receiptNumber: receipt === undefined ? undefined : BigInt(receipt.replace(/^.*-/, '')),
      leastMinor: minor('least', least),
      mostMinor: minor('most', most),
      from: from === undefined ? undefined : new Date(from),
      until: until === undefined ? undefined : new Date(until),
    }
    const mark = after as Id<'sale'> | undefined
    const page = await findSales(db, actor, wanted, { order: 'newest', limit, after: mark })
    return { rows: page.sales, next: page.hasNext ? (page.sales.at(-1)?.id ?? null) : null }
  },
}
