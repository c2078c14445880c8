import type { Tariff } from './definition-compile.ts'
import { type Priced, type PricedLine, type PricedLineKind, writeOut } from './price-lines.ts'
import { AmountAboveMaximum, AmountNothingLeft, checkLimits, shown } from './price-refusals.ts'
import { type PriceOrder, type Share, shareOut } from './price-share.ts'
import { orderOf, type PriceTrace } from './price-trace.ts'

/**
 * Prices a purchase: what the tender pays, line by line, and the units it buys. Pure; the same order
 * gives the same answer for ever. Quote, sale, receipt and explanation all ask this function.
 *
 * Refuses with amount.below_minimum, amount.above_maximum, amount.day_maximum, amount.month_maximum
 * or amount.nothing_left.
 */
export function price(order: PriceOrder): Priced {
  checkLimits(order)
  const share = shareOut(order, order.tender)
  if (!sellable(order.tariff, share)) throw nothingLeft(order)
  const bought = share.bought.units
  const units = bought > 0n && order.encodable ? order.encodable(bought) : bought
  if (units === undefined) throw AmountAboveMaximum()
  return writeOut(order, share, units)
}

/** Prices again what a stored trace was priced from, with the tariff version of that sale. */
export function recompute(
  trace: PriceTrace,
  tariff: Tariff,
  encodable?: PriceOrder['encodable'],
): Priced {
  return price(orderOf(trace.input, tariff, encodable))
}

/** Whether people pay this line out of the tender, as a deduction from what buys energy. */
export function isDeduction(kind: PricedLineKind): boolean {
  return kind !== 'energy' && kind !== 'rounding'
}

/** The amount as the receipt shows it: deductions negative. */
export function shownMinor(line: PricedLine): bigint {
  return isDeduction(line.kind) ? -line.minor : line.minor
}

/**
 * The smallest tender that buys at least these quanta, not looking at limits; undefined when none up to
 * `most` does. More money never gives fewer units, so it is found by bisection.
 */
export function tenderForUnits(
  order: PriceOrder,
  quanta: bigint,
  most: bigint,
): bigint | undefined {
  const enough = (tender: bigint) => {
    const share = shareOut(order, tender)
    return share.chargePeriodsOpen === 0n && share.bought.units >= quanta
  }
  if (!enough(most)) return undefined
  let low = 0n
  let high = most
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

// Money that can buy nothing is not taken: neither less than a quantum, nor what is left beside
// service charges that could not be paid in full, nor a fee alone.
function sellable(tariff: Tariff, share: Share): boolean {
  if (share.bought.units > 0n) return share.chargePeriodsOpen === 0n
  const settles = share.arrears.length > 0 || share.chargePeriods > 0n
  return settles && share.gross === 0n && tariff.zeroUnits === 'receipt'
}

function nothingLeft(order: PriceOrder) {
  const most = order.tariff.limits.maximum ?? order.tender * 1_000n + 1_000_000_000n
  const least = tenderForUnits(order, 1n, most)
  return AmountNothingLeft(least === undefined ? {} : { atLeast: shown(order.tariff, least) })
}
