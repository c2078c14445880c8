import type { Overview } from '../api.ts'

export type HourOfDay = {
  hour: number
  /** Sales by commodity; undefined for an hour still to come, and for one without a sale. */
  values: Record<string, string> | undefined
  before: string | undefined
}

/** All 24 hours, also those the server left out because nothing was sold in them. */
export function hoursOf({ hours, hoursBefore }: Overview): HourOfDay[] {
  return Array.from({ length: 24 }, (_, hour) => ({
    hour,
    values: hours.find((entry) => entry.hour === hour)?.value,
    before: hoursBefore.find((entry) => entry.hour === hour)?.value,
  }))
}

/** 6 is "06:00". Hours are those of the utility's zone. */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}
