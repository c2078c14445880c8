import { StsError } from './errors.ts'

/** First day of the count of minutes; an attribute of the vending key. */
export type BaseDate = 1993 | 2014 | 2035

export const BASE_DATES: readonly BaseDate[] = [1993, 2014, 2035]

/** Largest token identifier: 24 bits, 31.9 years of minutes. */
export const LAST_TID = 0xffffff

const MINUTES_OF_A_DAY = 1440
const MILLISECONDS_OF_A_MINUTE = 60_000

/**
 * Token identifier of an ordinary token issued at this instant: whole minutes since the base date, in UTC.
 * The slot of 00:01 of each day is reserved for special tokens, so 00:01 becomes 00:02.
 * UTC because a zone with daylight saving would repeat an hour; a meter cannot tell the difference.
 * @throws StsError `tid.instant`, `tid.before-base-date` or `tid.overflow`
 */
export function tidAt(baseDate: BaseDate, instant: Date): number {
  return checked(skipReserved(minutesSince(baseDate, instant)))
}

/**
 * Token identifier of the next token of a meter: the minute of `now`, or the one after the meter's last
 * identifier when that is later (several tokens in one minute, or a clock that went back).
 * @param lastTid the largest identifier ever issued for this meter under this base date, or null
 * @throws StsError `tid.instant`, `tid.before-base-date`, `tid.overflow` or `tid.range`
 */
export function nextTid(baseDate: BaseDate, now: Date, lastTid: number | null): number {
  const minute = checked(minutesSince(baseDate, now))
  if (lastTid === null) return checked(skipReserved(minute))
  return checked(skipReserved(Math.max(minute, real(lastTid) + 1)))
}

/** The reserved identifier (00:01 UTC) of the day of this instant, for special tokens. */
export function reservedTidAt(baseDate: BaseDate, instant: Date): number {
  const minutes = checked(minutesSince(baseDate, instant))
  return checked(minutes - (minutes % MINUTES_OF_A_DAY) + 1)
}

/** True for the slot of 00:01 of a day. */
export function isReservedTid(tid: number): boolean {
  return tid % MINUTES_OF_A_DAY === 1
}

/**
 * The instant (UTC, start of the minute) that an identifier stands for.
 * @throws StsError `tid.range`
 */
export function instantOfTid(baseDate: BaseDate, tid: number): Date {
  return new Date(Date.UTC(baseDate, 0, 1) + real(tid) * MILLISECONDS_OF_A_MINUTE)
}

/**
 * True when a key with this expiry number no longer serves this identifier: the comparison is with the
 * top eight bits (the factor is 65,536 minutes, not 65,535). 255 never expires.
 */
export function isPastKeyExpiry(tid: number, keyExpiry: number): boolean {
  return tid >>> 16 > keyExpiry
}

/** Whole minutes from the base date to the instant; negative before it. */
export function minutesSince(baseDate: BaseDate, instant: Date): number {
  const milliseconds = instant.getTime()
  if (Number.isNaN(milliseconds)) throw new StsError('tid.instant', 'The instant is not a date.')
  return Math.floor((milliseconds - Date.UTC(baseDate, 0, 1)) / MILLISECONDS_OF_A_MINUTE)
}

function skipReserved(tid: number): number {
  return isReservedTid(tid) ? tid + 1 : tid
}

function real(tid: number): number {
  if (!Number.isInteger(tid) || tid < 0 || tid > LAST_TID) {
    throw new StsError('tid.range', 'A token identifier is an integer of 24 bits.')
  }
  return tid
}

function checked(tid: number): number {
  if (tid < 0) throw new StsError('tid.before-base-date', 'The time is before the base date.')
  if (tid > LAST_TID) {
    throw new StsError('tid.overflow', 'The time is past the last identifier of the base date.')
  }
  return tid
}
