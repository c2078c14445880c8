import Type, { type Static } from 'typebox'
import type { InspectedSale } from '../../hub/index.ts'
import { writeDecimal } from '../../kernel/decimal.ts'
import { AmountText, DayText, UnitsText } from '../../kernel/schemas.ts'
import type { PriceTrace } from '../../tariffs/index.ts'

const Step = <Name extends string, Fields extends Record<string, import('typebox').TSchema>>(
  name: Name,
  fields: Fields,
) => Type.Object({ step: Type.Literal(name), ...fields })

const StepView = Type.Union([
  Step('fee', { amount: AmountText, left: AmountText }),
  Step('arrears', {
    label: Type.String(),
    amount: AmountText,
    remaining: AmountText,
    left: AmountText,
  }),
  Step('service_charge', {
    periods: Type.String(),
    amount: AmountText,
    tax: AmountText,
    paidThrough: Type.Union([DayText, Type.Null()]),
    left: AmountText,
  }),
  Step('tax', {
    gross: AmountText,
    vat: AmountText,
    levies: Type.Array(AmountText),
    net: AmountText,
  }),
  Step('block', {
    label: Type.String(),
    price: Type.String(),
    units: UnitsText,
    amount: AmountText,
  }),
  Step('rounding', { amount: AmountText }),
  Step('units', { bought: UnitsText, booked: UnitsText }),
])
type StepView = Static<typeof StepView>

export const TraceView = Type.Object({
  /** Where the calculation began. */
  tender: AmountText,
  businessDay: DayText,
  monthUnitsBefore: UnitsText,
  serviceChargePaidThrough: Type.Union([DayText, Type.Null()]),
  steps: Type.Array(StepView),
})

/** How the price came about, step by step, as it was stored; null where another system priced the sale. */
export function traceView({ trace }: InspectedSale): Static<typeof TraceView> | null {
  const { input, steps } = trace
  if (input === undefined) return null
  const money: Written = (minor) => writeDecimal(BigInt(minor), input.decimals)
  const units: Written = (quanta) => writeDecimal(BigInt(quanta), input.unitDecimals)
  return {
    tender: money(input.tender),
    businessDay: input.businessDay,
    monthUnitsBefore: units(input.monthUnitsBefore),
    serviceChargePaidThrough: input.serviceChargePaidThrough,
    steps: steps.map((step) => stepView(step, trace, money, units)),
  }
}

/** Whole minor units or quanta as a decimal text. */
type Written = (whole: string) => string

function stepView(
  step: PriceTrace['steps'][number],
  { input }: PriceTrace,
  money: Written,
  units: Written,
): StepView {
  switch (step.step) {
    case 'fee':
      return { step: 'fee', amount: money(step.minor), left: money(step.left) }
    case 'arrears':
      return {
        step: 'arrears',
        label: input.debts.find(({ id }) => id === step.debtId)?.label ?? '',
        amount: money(step.minor),
        remaining: money(step.remaining),
        left: money(step.left),
      }
    case 'service_charge':
      return {
        step: 'service_charge',
        periods: step.periods,
        amount: money(step.minor),
        tax: money(step.tax),
        paidThrough: step.paidThrough,
        left: money(step.left),
      }
    case 'tax':
      return {
        step: 'tax',
        gross: money(step.gross),
        vat: money(step.vat),
        levies: step.levies.map(money),
        net: money(step.net),
      }
    case 'block':
      return {
        step: 'block',
        label: step.label,
        price: step.price,
        units: units(step.units),
        amount: money(step.minor),
      }
    case 'rounding':
      return { step: 'rounding', amount: money(step.minor) }
    case 'units':
      return { step: 'units', bought: units(step.bought), booked: units(step.booked) }
  }
}
