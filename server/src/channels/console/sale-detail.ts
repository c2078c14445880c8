import Type, { type Static } from 'typebox'
import { type InspectedSale, saleSums, type TraceCheck } from '../../hub/index.ts'
import { formatMinor } from '../../kernel/money.ts'
import { AmountText, DayText, IdText } from '../../kernel/schemas.ts'
import { receiptOf } from '../pos/receipt.ts'
import { ReceiptView } from '../pos/receipt-view.ts'
import { CurrencyView, currencyOf, LineView, TokenView, unitsText } from '../sale-view.ts'
import { saleRow, saleRowProperties } from './sale-row.ts'
import { TraceView, traceView } from './trace-view.ts'

const Instant = Type.String({ format: 'date-time' })
const MaybeInstant = Type.Union([Instant, Type.Null()])

/** A token that nobody is shown yet: its last four digits tell one receipt from another. */
const MaskedTokenView = Type.Object({
  kind: TokenView.properties.kind,
  ordinal: Type.Integer(),
  of: Type.Integer(),
  lastFour: Type.String({ pattern: '^[0-9]{4}$' }),
  units: TokenView.properties.units,
})

export const SaleDetailView = Type.Object({
  ...saleRowProperties,
  utility: Type.Object({ id: IdText<'utility'>(), name: Type.String(), timeZone: Type.String() }),
  currency: CurrencyView,
  businessDay: DayText,
  backEnd: Type.String(),
  tariff: Type.String(),
  customerAccount: Type.String(),
  settledAt: MaybeInstant,
  lines: Type.Array(LineView),
  /** What the tender went to; the parts are the whole. */
  sums: Type.Array(Type.Object({ name: Type.Enum([...saleSums]), amount: AmountText })),
  margin: AmountText,
  trace: Type.Union([TraceView, Type.Null()]),
  /** Whether the calculation, done again by the same version of the tariff, comes to the same. */
  traceCheck: Type.Enum(['same', 'differs', 'outside']),
  tokens: Type.Array(MaskedTokenView),
  reprints: Type.Array(Type.Object({ copy: Type.Integer(), at: Instant, by: Type.String() })),
  hold: Type.Union([Type.Object({ asked: Type.Integer(), nextAskAt: Instant }), Type.Null()]),
  cases: Type.Array(Type.Object({ kind: Type.String(), state: Type.String(), at: Instant })),
  /** The receipt without its tokens: who may see them puts them in. */
  receipt: ReceiptView,
})

export function saleDetailView(
  sale: InspectedSale,
  traceCheck: TraceCheck,
): Static<typeof SaleDetailView> {
  const { facts, tokens, hold } = sale
  const currency = currencyOf(sale)
  return {
    ...saleRow(sale),
    utility: {
      id: sale.utilityId,
      name: facts.utility.name,
      timeZone: facts.utility.timeZone,
    },
    currency,
    businessDay: sale.businessDay,
    backEnd: sale.backEnd,
    tariff: facts.tariff,
    customerAccount: facts.customer.account,
    settledAt: sale.settledAt?.toISOString() ?? null,
    lines: facts.lines.map((line) => ({ ...line })),
    sums: saleSums.map((name) => ({ name, amount: formatMinor(sale.sums[name], currency) })),
    margin: formatMinor(sale.marginMinor, currency),
    trace: traceView(sale),
    traceCheck,
    tokens: tokens.map(({ units, ...token }) => ({
      ...token,
      of: tokens.length,
      units: unitsText(units),
    })),
    reprints: sale.reprints.map((reprint) => ({ ...reprint, at: reprint.at.toISOString() })),
    hold: hold && { asked: hold.asked, nextAskAt: hold.nextAskAt.toISOString() },
    cases: sale.cases.map((opened) => ({ ...opened, at: opened.at.toISOString() })),
    receipt: receiptOf({ ...sale, key: '', tokens: [] }),
  }
}
