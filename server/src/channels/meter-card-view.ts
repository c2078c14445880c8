import Type, { type Static } from 'typebox'
import type { MeterCard } from '../hub/index.ts'
import { formatMinor } from '../kernel/money.ts'
import { AmountText, CommodityName, IdText } from '../kernel/schemas.ts'
import { CurrencyView, UnitName, unitOf } from './sale-view.ts'

const Nullable = <Schema extends Parameters<typeof Type.Array>[0]>(schema: Schema) =>
  Type.Union([schema, Type.Null()])

/** What is shown of a meter before a sale. */
export const MeterCardView = Type.Object({
  serialNumber: Type.String(),
  commodity: CommodityName,
  unit: UnitName,
  utility: Type.Object({ id: IdText<'utility'>(), name: Type.String(), currency: CurrencyView }),
  customer: Nullable(
    Type.Object({ name: Type.String(), place: Type.String(), accountNumber: Type.String() }),
  ),
  tariff: Type.Object({ name: Type.String() }),
  supplyGroupCode: Type.String(),
  keyRevision: Type.String(),
  tariffIndex: Type.String(),
  algorithm: Type.Enum(['07', '11']),
  blocked: Nullable(Type.Object({ reason: Type.String() })),
  debts: Type.Array(Type.Object({ kind: Type.String(), owed: AmountText, share: Type.String() })),
  owed: AmountText,
  limits: Type.Object({ minimum: Nullable(AmountText), maximum: Nullable(AmountText) }),
  quickAmounts: Type.Array(AmountText),
  lastPurchase: Nullable(
    Type.Object({ at: Type.String({ format: 'date-time' }), amount: AmountText }),
  ),
})

export function meterCardView({
  context,
  utility,
  tariff,
}: MeterCard): Static<typeof MeterCardView> {
  const { currency } = utility
  const amount = (minor: bigint) => formatMinor(minor, currency)
  const { sts, customer, usage } = context
  const limits = tariff?.tariff.limits
  return {
    serialNumber: context.serialNumber,
    commodity: context.commodity,
    unit: unitOf(context.commodity),
    utility: { id: utility.id, name: utility.name, currency: { ...currency } },
    customer: customer && {
      name: customer.name,
      place: context.usagePoint?.address ?? '',
      accountNumber: customer.accountNumber,
    },
    tariff: { name: tariff?.name ?? '' },
    supplyGroupCode: sts?.supplyGroup ?? '',
    keyRevision: String(sts?.keyRevision ?? ''),
    tariffIndex: String(sts?.tariffIndex ?? 0).padStart(2, '0'),
    algorithm: sts?.encryptionAlgorithm === 11 ? '11' : '07',
    blocked: context.meterStatus === 'blocked' ? { reason: context.blockReason ?? '' } : null,
    debts: context.debts.map((debt) => ({
      kind: debt.name,
      owed: amount(debt.owed),
      share: percent(debt.shareBasisPoints),
    })),
    owed: amount(context.debts.reduce((sum, { owed }) => sum + owed, 0n)),
    limits: {
      minimum: limits?.minimum === undefined ? null : amount(limits.minimum),
      maximum: limits?.maximum === undefined ? null : amount(limits.maximum),
    },
    quickAmounts: utility.quickAmounts.map(amount),
    lastPurchase:
      usage?.lastSaleAt && usage.lastSaleMinor !== null
        ? { at: usage.lastSaleAt.toISOString(), amount: amount(usage.lastSaleMinor) }
        : null,
  }
}

/** Basis points as people say them: 2500 is "25%", 1250 is "12.5%". */
function percent(basisPoints: bigint): string {
  const whole = basisPoints / 100n
  const rest = (basisPoints % 100n).toString().padStart(2, '0').replace(/0+$/, '')
  return `${whole}${rest && `.${rest}`}%`
}
