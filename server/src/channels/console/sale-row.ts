import Type, { type Static } from 'typebox'
import type { ListedSale, SalePage } from '../../hub/index.ts'
import { formatMinor } from '../../kernel/money.ts'
import { AmountText, CommodityName, IdText, UnitsText } from '../../kernel/schemas.ts'
import { currencyOf, receiptNumberOf, UnitName, unitOf, unitsText } from '../sale-view.ts'
import { SaleState } from './sale-query.ts'

/** Somebody or something with its id, so that it can be asked for; of a program there is no terminal. */
const Named = <Kind extends string>() =>
  Type.Object({ id: Type.Union([IdText<Kind>(), Type.Null()]), name: Type.String() })

/** What a list and the detail of a sale both say. */
export const saleRowProperties = {
  id: IdText<'sale'>(),
  state: SaleState,
  soldAt: Type.String({ format: 'date-time' }),
  receiptNumber: Type.String(),
  channel: Type.String(),
  vendor: Named<'vendor'>(),
  terminal: Named<'terminal'>(),
  operator: Named<'operator'>(),
  serialNumber: Type.String(),
  customerName: Type.Union([Type.String(), Type.Null()]),
  commodity: CommodityName,
  amount: AmountText,
  units: UnitsText,
  unit: UnitName,
}

export const SalePageView = Type.Object({
  data: Type.Array(Type.Object(saleRowProperties)),
  next: Type.Union([Type.String(), Type.Null()]),
  previous: Type.Union([Type.String(), Type.Null()]),
  count: Type.Object({ value: Type.Integer(), exact: Type.Boolean() }),
})

export function salePageView(page: SalePage): Static<typeof SalePageView> {
  const { sales, hasNext, hasPrevious, count } = page
  return {
    data: sales.map(saleRow),
    next: hasNext ? (sales.at(-1)?.id ?? null) : null,
    previous: hasPrevious ? (sales[0]?.id ?? null) : null,
    count: { ...count },
  }
}

export function saleRow(sale: ListedSale) {
  const { facts } = sale
  return {
    id: sale.id,
    state: sale.state,
    soldAt: sale.bookedAt.toISOString(),
    receiptNumber: receiptNumberOf(sale),
    channel: sale.channel,
    vendor: { id: sale.vendorId, name: facts.vendor },
    terminal: { id: sale.terminalId, name: facts.terminal },
    operator: { id: sale.operatorId, name: facts.operator },
    serialNumber: facts.meter.serialNumber,
    customerName: facts.customer.name || null,
    commodity: sale.commodity,
    amount: formatMinor(sale.tenderMinor, currencyOf(sale)),
    units: unitsText(sale.units),
    unit: unitOf(sale.commodity),
  }
}
