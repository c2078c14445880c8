import { StsError } from './errors.ts'

/** Largest amount a credit token carries, in units of 0.1 kWh, 0.1 m3 or 0.1 minute. */
export const LARGEST_UNITS = 18_201_624n

const LARGEST_MANTISSA = 0x3fffn
const MANTISSA_BITS = 14

/** Band e holds `offset + mantissa * step`; each band begins where the one below it would have ended. */
type Band = { readonly offset: bigint; readonly step: bigint }

const BANDS = bands(32)
const UNIT_BANDS = BANDS.slice(0, 4)

/**
 * The 16-bit amount field: exponent (2 bits) and mantissa (14 bits). Rounds up, in the customer's favour.
 * Also used for the two power limits, then in watts.
 * @param units 0 .. 18,201,624
 * @throws StsError `amount.range`
 */
export function encodeAmount(units: bigint): number {
  if (units < 0n || units > LARGEST_UNITS) {
    throw new StsError('amount.range', 'The amount does not fit into a token.')
  }
  return bandField(UNIT_BANDS, units, 'up')
}

/** The amount, in units, that a meter reads out of the 16-bit field. */
export function decodeAmount(field: number): bigint {
  return bandAmount(field)
}

/** What the meter will add when `units` are asked for; the amount to book and to print. */
export function decodedUnits(units: bigint): bigint {
  return decodeAmount(encodeAmount(units))
}

/** Largest currency amount, in 0.00001 of the base currency. */
export const LARGEST_CURRENCY_AMOUNT = bandAmount((31 << MANTISSA_BITS) | 0x3fff)

/**
 * The 20-bit currency field: sign, exponent (5 bits), mantissa (14 bits). Rounds in the customer's favour:
 * a credit up, a debit towards zero.
 * @param amount in 0.00001 of the base currency, negative for a debit
 * @throws StsError `amount.range`
 */
export function encodeCurrencyAmount(amount: bigint): number {
  if (amount > LARGEST_CURRENCY_AMOUNT || amount < -LARGEST_CURRENCY_AMOUNT) {
    throw new StsError('amount.range', 'The amount does not fit into a token.')
  }
  return amount < 0n ? 0x80000 | bandField(BANDS, -amount, 'down') : bandField(BANDS, amount, 'up')
}

/** The amount, in 0.00001 of the base currency, of a 20-bit currency field. */
export function decodeCurrencyAmount(field: number): bigint {
  const amount = bandAmount(field & 0x7ffff)
  return field & 0x80000 ? -amount : amount
}

/** What the meter will add when `amount` (0.00001 of the base currency) is asked for. */
export function decodedCurrencyAmount(amount: bigint): bigint {
  return decodeCurrencyAmount(encodeCurrencyAmount(amount))
}

/**
 * Rounding up may pass the end of a band: the next band then begins above the amount, with mantissa 0.
 * Carrying by an OR instead would turn 180,223 units into 16,384.
 */
function bandField(allowed: readonly Band[], amount: bigint, direction: 'up' | 'down'): number {
  for (let exponent = 0; exponent < allowed.length; exponent++) {
    const { offset, step } = allowed[exponent]!
    const above = amount > offset ? amount - offset : 0n
    const mantissa = direction === 'up' ? (above + step - 1n) / step : above / step
    if (mantissa <= LARGEST_MANTISSA) return (exponent << MANTISSA_BITS) | Number(mantissa)
  }
  throw new StsError('amount.range', 'The amount does not fit into a token.')
}

function bandAmount(field: number): bigint {
  const { offset, step } = BANDS[field >>> MANTISSA_BITS]!
  return offset + BigInt(field & 0x3fff) * step
}

function bands(count: number): readonly Band[] {
  const result: Band[] = []
  let offset = 0n
  let step = 1n
  for (let exponent = 0; exponent < count; exponent++) {
    result.push({ offset, step })
    offset += (LARGEST_MANTISSA + 1n) * step
    step *= 10n
  }
  return result
}
