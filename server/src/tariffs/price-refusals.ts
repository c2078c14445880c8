import { formatMinor } from '../kernel/money.ts'
import { refusal } from '../kernel/refusal.ts'
import type { Tariff } from './definition-compile.ts'
import type { PriceOrder } from './price-share.ts'

export const AmountBelowMinimum = refusal(
  'amount.below_minimum',
  422,
  'The amount is below the smallest purchase.',
)
export const AmountAboveMaximum = refusal(
  'amount.above_maximum',
  422,
  'The amount is above the largest purchase.',
)
export const AmountDayMaximum = refusal(
  'amount.day_maximum',
  422,
  'With this amount the meter would buy more today than is allowed.',
)
export const AmountMonthMaximum = refusal(
  'amount.month_maximum',
  422,
  'With this amount the meter would buy more this month than is allowed.',
)
export const AmountNothingLeft = refusal(
  'amount.nothing_left',
  422,
  'After debts and charges nothing is left to buy units with.',
)

/** Refuses a tender outside the tariff's limits; each refusal says what would be allowed. */
export function checkLimits(order: PriceOrder): void {
  const { tariff, tender } = order
  const { minimum, maximum, dayMaximum, monthMaximum } = tariff.limits
  const least = minimum !== undefined && minimum > 0n ? minimum : 1n
  if (tender < least) throw AmountBelowMinimum({ minimum: shown(tariff, least) })
  if (maximum !== undefined && tender > maximum) {
    throw AmountAboveMaximum({ maximum: shown(tariff, maximum) })
  }
  if (dayMaximum !== undefined && order.dayMinorBefore + tender > dayMaximum) {
    throw AmountDayMaximum(leftOf(tariff, dayMaximum, order.dayMinorBefore))
  }
  if (monthMaximum !== undefined && order.monthMinorBefore + tender > monthMaximum) {
    throw AmountMonthMaximum(leftOf(tariff, monthMaximum, order.monthMinorBefore))
  }
}

export function shown(tariff: Tariff, minor: bigint): string {
  return formatMinor(minor, tariff.currency)
}

function leftOf(tariff: Tariff, maximum: bigint, before: bigint) {
  const left = maximum > before ? maximum - before : 0n
  return { maximum: shown(tariff, maximum), left: shown(tariff, left) }
}
