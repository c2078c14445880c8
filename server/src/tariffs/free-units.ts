import { monthOf, monthsBetween } from '../kernel/calendar.ts'
import { readDecimal } from '../kernel/decimal.ts'
import type { TariffDefinition } from './definition.ts'

export type FreeUnitsDue = {
  /** Quanta. They count towards the month's blocks. */
  readonly units: bigint
  /** The month that is claimed by giving them, "2026-11": it is stored, so a month is given once. */
  readonly month: string
}

/**
 * The free units a usage point may claim on a day; undefined when the tariff gives none or this month is
 * claimed. `claimedMonth` is the last month claimed, or the month before the first that counts.
 */
export function freeUnitsDue(
  definition: TariffDefinition,
  unitDecimals: number,
  day: string,
  claimedMonth: string | null,
): FreeUnitsDue | undefined {
  const { freeUnits } = definition
  if (freeUnits === undefined) return undefined
  const month = monthOf(day)
  const passed = claimedMonth === null ? 1 : monthsBetween(claimedMonth, month)
  if (passed < 1) return undefined
  const months = freeUnits.unclaimed === 'lapse' ? 1 : Math.min(passed, freeUnits.months ?? passed)
  const units = readDecimal(freeUnits.units, unitDecimals, 'positive')
  return typeof units === 'bigint' ? { units: units * BigInt(months), month } : undefined
}
