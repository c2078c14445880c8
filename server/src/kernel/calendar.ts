/**
 * Days and months as the utility's people count them. A day is the text "2026-11-24", a month
 * "2026-11". Which day an instant belongs to is asked of the zone; arithmetic on days needs no zone.
 */

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

type ZoneClock = { readonly format: Intl.DateTimeFormat; minute: number; day: string }

const zones = new Map<string, ZoneClock>()

/** The calendar day in `zone` (IANA name, such as "Africa/Nairobi") at an instant. */
export function businessDay(instant: Date, zone: string): string {
  const clock = zoneClock(zone)
  // No zone of this century begins its day within a minute, and asking Intl costs microseconds.
  const minute = Math.floor(instant.getTime() / MINUTE_MS)
  if (minute !== clock.minute) {
    clock.day = clock.format.format(instant)
    clock.minute = minute
  }
  return clock.day
}

/**
 * The first instant of a day in a zone: where summer time begins at midnight that is 01:00 on the
 * clock. The day after ends it, so a day has 23, 24 or 25 hours.
 */
export function startOfDay(day: string, zone: string): Date {
  // No zone is further than 15 hours from UTC. The day at an instant never goes back: bisect.
  let before = dayNumber(day) * DAY_MS - 15 * 3_600_000
  let reached = before + 30 * 3_600_000
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2)
    if (businessDay(new Date(middle), zone) >= day) reached = middle
    else before = middle
  }
  return new Date(reached)
}

/** The first instant of a month, "2026-11", in a zone. */
export function startOfMonth(month: string, zone: string): Date {
  return startOfDay(`${month}-01`, zone)
}

/** Whether this is the name of a zone that this machine knows. An offset is none: PostgreSQL reads its sign the other way. */
export function isZone(zone: string): boolean {
  try {
    return /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/.test(zone) && zoneClock(zone) !== undefined
  } catch {
    return false
  }
}

/** Whether the text is a day that exists: "2026-02-29" is none. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(dayNumber(text)) === text
}

export function monthOf(day: string): string {
  return day.slice(0, 7)
}

/** The last day of the month a day lies in. */
export function endOfMonth(day: string): string {
  return addDays(`${addMonths(monthOf(day), 1)}-01`, -1)
}

export function addDays(day: string, count: number): string {
  return dayOf(dayNumber(day) + count)
}

export function addMonths(month: string, count: number): string {
  const months = monthNumber(month) + count
  const year = Math.floor(months / 12)
  return `${pad(year, 4)}-${pad(months - year * 12 + 1, 2)}`
}

/** Days from one day to a later one: 1 from a day to the next. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** Months from one month to a later one. */
export function monthsBetween(from: string, to: string): number {
  return monthNumber(to) - monthNumber(from)
}

function zoneClock(zone: string): ZoneClock {
  let clock = zones.get(zone)
  if (clock === undefined) {
    // The Swedish locale writes a date as ISO 8601 does.
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    clock = { format, minute: Number.NaN, day: '' }
    zones.set(zone, clock)
  }
  return clock
}

function dayNumber(day: string): number {
  return Date.UTC(whole(day, 0, 4), whole(day, 5, 7) - 1, whole(day, 8, 10)) / DAY_MS
}

function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10)
}

function monthNumber(month: string): number {
  return whole(month, 0, 4) * 12 + whole(month, 5, 7) - 1
}

function whole(text: string, from: number, to: number): number {
  return Number.parseInt(text.slice(from, to), 10)
}

function pad(value: number, length: number): string {
  return value.toString().padStart(length, '0')
}
