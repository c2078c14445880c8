import Type, { type Static } from 'typebox'
import type { Quote, Sale, SaleFacts } from '../hub/index.ts'
import { UNIT_DECIMALS } from '../hub/index.ts'
import { type Currency, formatMinor } from '../kernel/money.ts'
import { AmountText, CommodityName, IdText, UnitsText } from '../kernel/schemas.ts'
import { formatUnits } from '../kernel/units.ts'
import type { Commodity } from '../ledger/index.ts'

/** What every channel says of a price and of a sale: one shape, so that no channel can say it differently. */

export const CurrencyView = Type.Object({
  code: Type.String(),
  decimals: Type.Integer({ minimum: 0, maximum: 3 }),
})
export const UnitName = Type.Enum(['kWh', 'm3'])

export const LineView = Type.Object({
  kind: Type.Enum(['fee', 'arrears', 'service_charge', 'levy', 'tax', 'energy', 'rounding']),
  label: Type.String(),
  amount: AmountText,
  units: Type.Optional(UnitsText),
  price: Type.Optional(Type.String()),
  remaining: Type.Optional(AmountText),
})

export const TokenView = Type.Object({
  kind: Type.Enum(['key_change', 'credit', 'free_units', 'engineering']),
  ordinal: Type.Integer(),
  of: Type.Integer(),
  digits: Type.String({ pattern: '^[0-9]{20}$', description: '20 digits, without spaces' }),
  units: Type.Optional(UnitsText),
})

export const TenderMethod = Type.Enum(['cash', 'mobile', 'card'])

export const TenderRequest = Type.Object(
  { method: TenderMethod, received: Type.Optional(AmountText) },
  { additionalProperties: false },
)

/** The number printed on a meter: 11 or 13 digits, as it was typed. */
export const SerialNumber = Type.String({ minLength: 1, maxLength: 20, pattern: '^[0-9]+$' })

export const SaleRequest = Type.Object(
  { serialNumber: SerialNumber, amount: AmountText, tender: TenderRequest },
  { additionalProperties: false },
)

export const QuoteRequest = Type.Object(
  { serialNumber: SerialNumber, amount: AmountText },
  { additionalProperties: false },
)

export const QuoteView = Type.Object({
  serialNumber: Type.String(),
  amount: AmountText,
  currency: CurrencyView,
  lines: Type.Array(LineView),
  units: UnitsText,
  unit: UnitName,
})

/** The parts of a sale that are the same on every channel. */
export const saleProperties = {
  id: IdText<'sale'>(),
  key: Type.String(),
  state: Type.Enum(['done', 'unknown', 'refused']),
  receiptNumber: Type.String(),
  soldAt: Type.String({ format: 'date-time' }),
  utility: Type.Object({ id: IdText<'utility'>(), name: Type.String() }),
  serialNumber: Type.String(),
  customerName: Type.Union([Type.String(), Type.Null()]),
  commodity: CommodityName,
  amount: AmountText,
  currency: CurrencyView,
  units: UnitsText,
  unit: UnitName,
  lines: Type.Array(LineView),
  tokens: Type.Array(TokenView),
  tender: Type.Object({
    method: TenderMethod,
    received: Type.Optional(AmountText),
    change: Type.Optional(AmountText),
  }),
  copy: Type.Integer(),
}

export const SaleView = Type.Object(saleProperties)

export function quoteView({ asked, quoted, lines }: Quote): Static<typeof QuoteView> {
  return {
    serialNumber: asked.context.serialNumber,
    amount: formatMinor(asked.tender, asked.utility.currency),
    currency: { ...asked.utility.currency },
    lines: [...lines],
    units: unitsText(quoted.units),
    unit: unitOf(asked.context.commodity),
  }
}

export function saleView(sale: Sale): Static<typeof SaleView> {
  const { facts } = sale
  const currency = currencyOf(sale)
  const amount = formatMinor(sale.tenderMinor, currency)
  return {
    id: sale.id,
    key: sale.key,
    state: stateOf(sale),
    receiptNumber: receiptNumberOf(sale),
    soldAt: sale.bookedAt.toISOString(),
    utility: { id: sale.utilityId, name: facts.utility.name },
    serialNumber: facts.meter.serialNumber,
    customerName: facts.customer.name || null,
    commodity: sale.commodity,
    amount,
    currency,
    units: unitsText(sale.units),
    unit: unitOf(sale.commodity),
    lines: facts.lines.map((line) => ({ ...line })),
    tokens: sale.tokens.map((token) => ({
      kind: token.kind,
      ordinal: token.ordinal,
      of: sale.tokens.length,
      digits: token.digits,
      units: unitsText(token.units),
    })),
    tender: { method: sale.tenderMethod as Static<typeof TenderMethod>, ...cash(sale, currency) },
    copy: sale.copy,
  }
}

/** Held and unknown are one thing to whoever waits: not decided yet. */
function stateOf(sale: Sale): 'done' | 'unknown' | 'refused' {
  if (sale.state === 'done') return 'done'
  return sale.state === 'refused' || sale.state === 'reversed' ? 'refused' : 'unknown'
}

function cash(sale: Sale, currency: Currency) {
  if (sale.receivedMinor === null) return {}
  return {
    received: formatMinor(sale.receivedMinor, currency),
    change: formatMinor(sale.receivedMinor - sale.tenderMinor, currency),
  }
}

/** As it is printed: HC-88417. */
export function receiptNumberOf(sale: { facts: SaleFacts; receiptNumber: bigint }): string {
  return `${sale.facts.utility.receiptPrefix}-${sale.receiptNumber}`
}

export function currencyOf(sale: Pick<Sale, 'currency' | 'facts'>): Currency {
  return { code: sale.currency, decimals: sale.facts.utility.decimals }
}

export function unitOf(commodity: Commodity): 'kWh' | 'm3' {
  return commodity === 'electricity' ? 'kWh' : 'm3'
}

export function unitsText(quanta: bigint): string {
  return formatUnits({ quanta, decimals: UNIT_DECIMALS })
}
