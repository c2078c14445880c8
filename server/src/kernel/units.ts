import { type DecimalRange, readDecimal, writeDecimal } from './decimal.ts'
import { refusal } from './refusal.ts'
import { powerOfTen } from './rounding.ts'

/**
 * An amount of energy, water or gas: whole quanta, and how many decimals of the whole unit a quantum
 * has. 146n with one decimal is 14.6 kWh, the step of a token (IEC 62055-41).
 */
export type Units = { readonly quanta: bigint; readonly decimals: number }

export const UnitsMalformed = refusal(
  'units.malformed',
  400,
  'The units must be a plain decimal number, such as "14.6".',
)

/** Reads units such as "14.6"; as strict as `parseMoney`. */
export function parseUnits(
  text: string,
  decimals: number,
  range: DecimalRange = 'positive',
  pointer = '/units',
): Units {
  const quanta = readDecimal(text, decimals, range)
  if (typeof quanta === 'bigint') return { quanta, decimals }
  throw UnitsMalformed({}, { errors: [{ pointer, code: `units.${quanta}` }] })
}

/** The units with all decimals of the quantum: "14.6". */
export function formatUnits(units: Units): string {
  return writeDecimal(units.quanta, units.decimals)
}

/** The same units in a finer or coarser quantum; throws when a coarser one would lose something. */
export function rescaleUnits(units: Units, decimals: number): Units {
  if (decimals >= units.decimals) {
    return { quanta: units.quanta * powerOfTen(decimals - units.decimals), decimals }
  }
  const scale = powerOfTen(units.decimals - decimals)
  if (units.quanta % scale !== 0n) throw new RangeError('The coarser quantum would lose units.')
  return { quanta: units.quanta / scale, decimals }
}
