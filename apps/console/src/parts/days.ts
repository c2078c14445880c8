const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  // 30 February is read as a day in March, so a real day is one that is written the same again.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** The day that it is now in a zone. */
export function dayIn(timeZone: string): string {
  return daysOf(timeZone).format(Date.now())
}

/** A business day is the utility's: "2026-11-24" in its zone, whatever the zone of the reader. */
export function shiftDay(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10)
}

export function dayText(day: string, language: string): string {
  return inUtc(day, language, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
}

export function weekdayText(day: string, language: string): string {
  return inUtc(day, language, { weekday: 'long' })
}

/** The time of day with its zone, as "14:32 GMT+3". */
export function timeText(instant: string, timeZone: string, language: string): string {
  return new Intl.DateTimeFormat(british(language), {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    numberingSystem: 'latn',
  }).format(new Date(instant))
}

function inUtc(day: string, language: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(british(language), {
    ...options,
    timeZone: 'UTC',
    numberingSystem: 'latn',
  }).format(new Date(`${day}T00:00:00Z`))
}

/** A moment with its day, as "24 Nov 2026, 14:32:05 GMT+3". */
export function instantText(instant: string, timeZone: string, language: string): string {
  return new Intl.DateTimeFormat(british(language), {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    numberingSystem: 'latn',
  }).format(new Date(instant))
}

/** The instant (ISO, UTC) at which a day of a zone begins: 01:00 where summer time begins at midnight. */
export function startOfDay(day: string, timeZone: string): string {
  const days = daysOf(timeZone)
  // No zone is further than 15 hours from UTC, and the day at an instant never goes back: bisect.
  let before = Date.parse(`${day}T00:00:00Z`) - 15 * HOUR_MS
  let reached = before + 30 * HOUR_MS
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2)
    if (days.format(middle) >= day) reached = middle
    else before = middle
  }
  return new Date(reached).toISOString()
}

/** This form of Swedish is "2026-11-24", so that days compare as texts. */
function daysOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
}

/** English here is the international one: day before month, 24 hours. */
function british(language: string): string {
  return language === 'en' ? 'en-GB' : language
}
