import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  businessDay,
  daysBetween,
  endOfMonth,
  isDay,
  isZone,
  monthsBetween,
  startOfDay,
  startOfMonth,
} from './calendar.ts'

const at = (text: string) => new Date(text)

describe('two sales around the end of a month', () => {
  test.each([
    // UTC+2, no summer time.
    ['Africa/Johannesburg', '2026-11-30T21:59:59.999Z', '2026-11-30'],
    ['Africa/Johannesburg', '2026-11-30T22:00:00.000Z', '2026-12-01'],
    // UTC+5:45.
    ['Asia/Kathmandu', '2026-11-30T18:14:59.999Z', '2026-11-30'],
    ['Asia/Kathmandu', '2026-11-30T18:15:00.000Z', '2026-12-01'],
    // Summer time ends on 25 October 2026: the month ends an hour later by UTC than the one before.
    ['Europe/Lisbon', '2026-09-30T22:59:59.999Z', '2026-09-30'],
    ['Europe/Lisbon', '2026-09-30T23:00:00.000Z', '2026-10-01'],
    ['Europe/Lisbon', '2026-10-31T23:59:59.999Z', '2026-10-31'],
    ['Europe/Lisbon', '2026-11-01T00:00:00.000Z', '2026-11-01'],
    ['Pacific/Kiritimati', '2026-11-30T10:00:00.000Z', '2026-12-01'],
    ['Pacific/Pago_Pago', '2026-12-01T10:59:59.999Z', '2026-11-30'],
  ])('%s at %s is %s', (zone, instant, day) => {
    expect(businessDay(at(instant), zone)).toBe(day)
  })
})

describe('a day begins', () => {
  test.each([
    ['Africa/Johannesburg', '2026-12-01', '2026-11-30T22:00:00.000Z'],
    ['Asia/Kathmandu', '2026-12-01', '2026-11-30T18:15:00.000Z'],
    ['Europe/Lisbon', '2026-10-01', '2026-09-30T23:00:00.000Z'],
    // Chile's summer time begins at midnight: 6 September 2026 begins at 01:00.
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z'],
    // And it ends at midnight, so that 4 April has 25 hours.
    ['America/Santiago', '2026-04-05', '2026-04-05T04:00:00.000Z'],
    ['America/Santiago', '2026-04-04', '2026-04-04T03:00:00.000Z'],
  ])('in %s %s at %s', (zone, day, instant) => {
    expect(startOfDay(day, zone).toISOString()).toBe(instant)
  })

  test('where the day before ended, in every zone', () => {
    const zone = fc.constantFrom(
      'Africa/Cairo',
      'Africa/Casablanca',
      'Asia/Beirut',
      'Asia/Tehran',
      'America/Havana',
      'Europe/Lisbon',
      'Australia/Lord_Howe',
      'Pacific/Chatham',
    )
    fc.assert(
      fc.property(zone, fc.integer({ min: 0, max: 4_000 }), (where, count) => {
        const day = addDays('2020-01-01', count)
        const start = startOfDay(day, where)
        expect(businessDay(start, where)).toBe(day)
        expect(businessDay(new Date(start.getTime() - 1), where)).toBe(addDays(day, -1))
      }),
      { numRuns: 200 },
    )
  })

  test('and a month with its first day', () => {
    expect(startOfMonth('2026-12', 'Africa/Nairobi')).toEqual(at('2026-11-30T21:00:00Z'))
  })
})

test('days and months are counted over leap years and year ends', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(daysBetween('2028-02-27', '2028-03-01')).toBe(3)
  expect(addMonths('2026-11', 2)).toBe('2027-01')
  expect(addMonths('2026-01', -1)).toBe('2025-12')
  expect(monthsBetween('2026-11', '2027-02')).toBe(3)
  expect(endOfMonth('2028-02-10')).toBe('2028-02-29')
  expect(endOfMonth('2026-12-01')).toBe('2026-12-31')
})

test('a day or a zone that does not exist is known as such', () => {
  expect(isDay('2026-02-29')).toBe(false)
  expect(isDay('2028-02-29')).toBe(true)
  expect(isDay('2026-1-1')).toBe(false)
  expect(isZone('Africa/Nairobi')).toBe(true)
  expect(isZone('Africa/Atlantis')).toBe(false)
})
