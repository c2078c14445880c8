import { expect, test } from 'vitest'
import { dayText, isDay, shiftDay, timeText, weekdayText } from './days.ts'

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
