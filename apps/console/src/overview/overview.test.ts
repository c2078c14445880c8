import { expect, test } from 'vitest'
import type { Overview } from '../api.ts'
import { hoursOf, hourText } from './hours.ts'

const overview = {
  hours: [
    { hour: 6, value: { electricity: '120.00', water: '30.00' } },
    { hour: 9, value: { water: '5.00' } },
  ],
  hoursBefore: [{ hour: 23, value: '76.00' }],
} as unknown as Overview

test('every hour of the day has its place, also those in which nothing was sold', () => {
  const hours = hoursOf(overview)
  expect(hours.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour))
  expect(hours[6]?.values).toEqual({ electricity: '120.00', water: '30.00' })
  expect(hours[7]).toEqual({ hour: 7, values: undefined, before: undefined })
  expect(hours[23]?.before).toBe('76.00')
})

test('hours are written with two digits', () => {
  expect(hourText(6)).toBe('06:00')
  expect(hourText(23)).toBe('23:00')
})
