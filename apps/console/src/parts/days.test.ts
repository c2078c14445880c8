import { expect, test } from 'vitest'
import { dayText, instantText, isDay, shiftDay, startOfDay, timeText, weekdayText } from './days.ts'

test('the day before the first of March is found in leap years too', () => {
  expect(shiftDay('2028-03-01', -1)).toBe('2028-02-29')
  expect(shiftDay('2026-12-31', 1)).toBe('2027-01-01')
})

test('a business day keeps its name wherever the reader is', () => {
  expect(dayText('2026-11-24', 'en')).toMatch(/Tue.*24 Nov 2026/)
  expect(weekdayText('2026-11-24', 'en')).toBe('Tuesday')
})

test("times are told in the utility's zone and name it", () => {
  expect(timeText('2026-11-24T11:32:00Z', 'Africa/Nairobi', 'en')).toBe('14:32 GMT+3')
})

test('an address with a day that does not exist is an address without a day', () => {
  expect(isDay('2026-11-24')).toBe(true)
  for (const text of ['2026-02-30', '2026-13-01', '2026-11-24x', '24.11.2026', 20261124, undefined])
    expect(isDay(text)).toBe(false)
})

test.each([
  ['2026-11-24', 'Africa/Nairobi', '2026-11-23T21:00:00.000Z'],
  ['2026-11-24', 'UTC', '2026-11-24T00:00:00.000Z'],
  // Both days on which the clocks of London change, and the day after each.
  ['2026-03-29', 'Europe/London', '2026-03-29T00:00:00.000Z'],
  ['2026-03-30', 'Europe/London', '2026-03-29T23:00:00.000Z'],
  ['2026-10-25', 'Europe/London', '2026-10-24T23:00:00.000Z'],
  ['2026-10-26', 'Europe/London', '2026-10-26T00:00:00.000Z'],
  // Chile's summer time begins at midnight, and ends at midnight.
  ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ['2026-04-05', 'America/Santiago', '2026-04-05T04:00:00.000Z'],
  ['2026-11-24', 'Pacific/Kiritimati', '2026-11-23T10:00:00.000Z'],
])('%s in %s begins at %s', (day, timeZone, instant) => {
  expect(startOfDay(day, timeZone)).toBe(instant)
})

test('a moment is told with its day, its seconds and its zone', () => {
  expect(instantText('2026-11-24T11:32:05Z', 'Africa/Nairobi', 'en')).toBe(
    '24 Nov 2026, 14:32:05 GMT+3',
  )
})
