/**
 * The only place that reads the time on the server. Business code asks `now()`; a test puts another
 * clock in its place and a black-box test shifts it from outside.
 */

const inProduction = process.env.SALDO_MODE === 'production'
const offsetMs = inProduction ? 0 : testOffset(process.env.SALDO_TEST_CLOCK_OFFSET_MS)

const systemClock = () => Date.now() + offsetMs
let clock: () => number = systemClock

/** The present instant. */
export function now(): Date {
  return new Date(clock())
}

/** The present instant in whole milliseconds since 1970-01-01T00:00:00Z. */
export function nowMs(): number {
  return clock()
}

/** Milliseconds on a clock that never goes back, for measuring how long something took. */
export function monotonicMs(): number {
  return performance.now()
}

/**
 * Replaces the clock for a test; without an argument the system's clock is back. The function gives
 * milliseconds since 1970. Refused in production: there, nobody chooses what time it is.
 */
export function setClock(milliseconds?: () => number): void {
  if (inProduction) throw new Error('The clock cannot be replaced in production.')
  clock = milliseconds ?? systemClock
}

function testOffset(text: string | undefined): number {
  if (text === undefined || text === '') return 0
  if (!/^-?\d{1,13}$/.test(text)) {
    throw new Error('SALDO_TEST_CLOCK_OFFSET_MS must be whole milliseconds, such as -3600000.')
  }
  return Number.parseInt(text, 10)
}
