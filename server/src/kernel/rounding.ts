/**
 * How a quotient becomes whole. `down` is toward zero, `up` away from zero, `half up` sends a half
 * away from zero: a negative amount is rounded as the mirror image of the positive one, so that a
 * reversal undoes exactly what the sale did.
 */
export type Rounding = 'down' | 'up' | 'half up'

/** `dividend / divisor` in whole numbers, rounded as named. The divisor must be positive. */
export function divide(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  if (divisor <= 0n) throw new RangeError('The divisor must be positive.')
  if (dividend < 0n) return -divide(-dividend, divisor, rounding)
  if (rounding === 'down') return dividend / divisor
  if (rounding === 'up') return (dividend + divisor - 1n) / divisor
  return (2n * dividend + divisor) / (2n * divisor)
}

/** The lesser of two whole numbers: Math.min takes no bigint. */
export function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}

/** 10 to the power of a small number of decimals. */
export function powerOfTen(decimals: number): bigint {
  const power = POWERS[decimals]
  if (power === undefined) throw new RangeError(`No scale with ${decimals} decimals.`)
  return power
}

const POWERS = Array.from({ length: 19 }, (_, decimals) => 10n ** BigInt(decimals))
