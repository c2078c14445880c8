import { type DecimalFault, type DecimalRange, readDecimal, writeDecimal } from './decimal.ts'
import { refusal } from './refusal.ts'
import { divide, type Rounding } from './rounding.ts'

/** A currency of ISO 4217: its code and how many decimals its minor unit has. */
export type Currency = { readonly code: string; readonly decimals: 0 | 2 | 3 }

/** Whole minor units of a currency; 11500n of ZAR is R 115.00. */
export type Money = { readonly minor: bigint; readonly currency: Currency }

export const AmountMalformed = refusal(
  'amount.malformed',
  400,
  'The amount must be a plain decimal number, such as "115.00".',
)
export const AmountTooLarge = refusal(
  'amount.too_large',
  400,
  'The amount is larger than Saldo can keep.',
)

/** The largest amount that fits the database's bigint. */
export const LARGEST_STORED = 2n ** 63n - 1n

const TEN_THOUSAND = 10_000n

/**
 * Reads an amount of the major unit, such as "115.00", as minor units. Refuses whatever is not plain:
 * exponents, separators, a sign that is not allowed, more decimals than the currency, other digits
 * than 0 to 9, more than 10^15 minor units. `pointer` names the field in the refusal.
 */
export function parseMoney(
  text: string,
  currency: Currency,
  range: DecimalRange = 'positive',
  pointer = '/amount',
): Money {
  const minor = readDecimal(text, currency.decimals, range)
  if (typeof minor === 'bigint') return { minor, currency }
  throw AmountMalformed(
    {},
    { errors: [{ pointer, code: `amount.${minor}`, detail: FAULT[minor] }] },
  )
}

/** The amount as a decimal text of the major unit with all decimals of the currency: "115.00". */
export function formatMoney(money: Money): string {
  return writeDecimal(money.minor, money.currency.decimals)
}

/** Minor units as a decimal text of the major unit, for where the currency is known anyway. */
export function formatMinor(minor: bigint, currency: Currency): string {
  return writeDecimal(minor, currency.decimals)
}

export function add(a: Money, b: Money): Money {
  return { ...a, minor: a.minor + sameCurrency(a, b).minor }
}

export function subtract(a: Money, b: Money): Money {
  return { ...a, minor: a.minor - sameCurrency(a, b).minor }
}

/** Below zero, zero or above, as `a` is less than, equal to or more than `b`. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  const other = sameCurrency(a, b).minor
  return a.minor < other ? -1 : a.minor > other ? 1 : 0
}

/** The tax inside a gross amount, half up. `rate` is in basis points: 1500n is 15 %. */
export function taxWithin(gross: Money, rate: bigint): Money {
  return { ...gross, minor: taxWithinMinor(gross.minor, rate) }
}

/** The same for minor units. */
export function taxWithinMinor(gross: bigint, rate: bigint): bigint {
  return divide(gross * rate, TEN_THOUSAND + rate, 'half up')
}

/** A share of an amount, rounded as named. `rate` is in basis points: 2500n is 25 %. */
export function percentOf(amount: Money, rate: bigint, rounding: Rounding): Money {
  return { ...amount, minor: percentOfMinor(amount.minor, rate, rounding) }
}

/** The same for minor units. */
export function percentOfMinor(amount: bigint, rate: bigint, rounding: Rounding): bigint {
  return divide(amount * rate, TEN_THOUSAND, rounding)
}

/** Refuses an amount, such as a sum of many, that the database's bigint could not hold. */
export function storable(minor: bigint): bigint {
  if (minor > LARGEST_STORED || minor < -LARGEST_STORED) throw AmountTooLarge()
  return minor
}

const FAULT: Record<DecimalFault, string> = {
  malformed: 'Write digits with a point for the decimals: "115.00".',
  too_many_decimals: 'The currency has fewer decimals.',
  negative: 'The amount must not be negative.',
  zero: 'The amount must be more than zero.',
  too_large: 'The amount is too large.',
}

function sameCurrency(a: Money, b: Money): Money {
  if (a.currency.code !== b.currency.code || a.currency.decimals !== b.currency.decimals) {
    throw new TypeError(`${a.currency.code} and ${b.currency.code} do not mix.`)
  }
  return b
}
