import { powerOfTen } from './rounding.ts'

/** Why a text is not the decimal number that was asked for. */
export type DecimalFault = 'malformed' | 'too_many_decimals' | 'negative' | 'zero' | 'too_large'

export type DecimalRange = 'positive' | 'zero or more' | 'any'

/** The largest magnitude read from outside, in smallest steps: far above any sale, far below 2^63. */
export const LARGEST = 10n ** 15n

// ASCII digits only, no exponent, no sign but a leading minus, no group separators, no leading zeros.
const DECIMAL = /^(-?)(0|[1-9][0-9]{0,17})(?:\.([0-9]{1,9}))?$/
const LONGEST = 29

/**
 * Reads a decimal text as a whole number of smallest steps: "14.6" with one decimal is 146n. Fewer
 * decimals than the scale are accepted, more are a fault even when they are zeros.
 */
export function readDecimal(
  text: string,
  decimals: number,
  range: DecimalRange,
): bigint | DecimalFault {
  const match = text.length <= LONGEST ? DECIMAL.exec(text) : null
  if (match === null) return 'malformed'
  const [, sign, whole = '', fraction = ''] = match
  if (fraction.length > decimals) return 'too_many_decimals'
  const steps = BigInt(whole + fraction.padEnd(decimals, '0'))
  if (steps > LARGEST) return 'too_large'
  if (sign === '-') {
    if (steps === 0n) return 'malformed'
    return range === 'any' ? -steps : 'negative'
  }
  return steps === 0n && range === 'positive' ? 'zero' : steps
}

/** Writes smallest steps with exactly `decimals` decimals: 11500n with two is "115.00". */
export function writeDecimal(steps: bigint, decimals: number): string {
  if (decimals === 0) return steps.toString()
  const sign = steps < 0n ? '-' : ''
  const magnitude = steps < 0n ? -steps : steps
  const scale = powerOfTen(decimals)
  const fraction = (magnitude % scale).toString().padStart(decimals, '0')
  return `${sign}${magnitude / scale}.${fraction}`
}
