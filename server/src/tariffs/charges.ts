import {
  addDays,
  addMonths,
  daysBetween,
  endOfMonth,
  monthOf,
  monthsBetween,
} from '../kernel/calendar.ts'
import type { ServiceCharge, Tariff } from './definition-compile.ts'

/** Service charges as they stand on a day. */
export type ChargesDue = {
  readonly periods: bigint
  /** With VAT. */
  readonly gross: bigint
}

/**
 * How many periods of the service charge are due on a day. Charged once a period whatever the number
 * of purchases; periods without a purchase accrue. `paidThrough` is the last day that is paid, null
 * when none ever was: then the present period alone is due.
 */
export function serviceChargesDue(
  charge: ServiceCharge | undefined,
  paidThrough: string | null,
  day: string,
): ChargesDue {
  if (charge === undefined) return { periods: 0n, gross: 0n }
  const passed =
    paidThrough === null
      ? 1
      : charge.per === 'day'
        ? daysBetween(paidThrough, day)
        : monthsBetween(monthOf(paidThrough), monthOf(day))
  const periods = passed > 0 ? BigInt(passed) : 0n
  return { periods, gross: periods * charge.gross }
}

/** The last day that is paid after `periods` more were. */
export function paidThroughAfter(
  charge: ServiceCharge | undefined,
  paidThrough: string | null,
  day: string,
  periods: bigint,
): string | null {
  if (charge === undefined || periods === 0n) return paidThrough
  const count = Number.parseInt(periods.toString(), 10)
  if (charge.per === 'day') return addDays(paidThrough ?? addDays(day, -1), count)
  const before = paidThrough === null ? addMonths(monthOf(day), -1) : monthOf(paidThrough)
  return endOfMonth(`${addMonths(before, count)}-01`)
}

/** VAT and levies inside the gross money that is left for energy. */
export type Taxes = {
  readonly vat: bigint
  readonly levies: readonly bigint[]
  readonly net: bigint
}

/**
 * Splits gross money into energy, levies and VAT. With levies `l` (some taxed, some not) and VAT `v` as
 * shares of the energy's value: gross = energy · (1 + Σl + v·(1 + Σ taxed l)). VAT is half up; each levy
 * is what the running total grows by when it is added, half up, so that a cent more never buys less.
 */
export function splitTaxes(tariff: Tariff, gross: bigint): Taxes {
  const { vat, levies } = tariff
  if (levies.length === 0) {
    const tax = halfUp(gross * vat.basisPoints, WHOLE + vat.basisPoints)
    return { vat: tax, levies: NONE, net: gross - tax }
  }
  let all = WHOLE
  let taxed = WHOLE
  for (const levy of levies) {
    all += levy.basisPoints
    if (levy.taxed) taxed += levy.basisPoints
  }
  const divisor = WHOLE * all + vat.basisPoints * taxed
  let share = gross * vat.basisPoints * taxed
  const tax = halfUp(share, divisor)
  let taken = tax
  const parts = levies.map((levy) => {
    share += gross * levy.basisPoints * WHOLE
    const before = taken
    taken = halfUp(share, divisor)
    return taken - before
  })
  return { vat: tax, levies: parts, net: gross - taken }
}

const WHOLE = 10_000n
const NONE: readonly bigint[] = []

function halfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}
