import { expect, test } from 'vitest'
import { formatUnits, parseUnits, rescaleUnits, UnitsMalformed } from './units.ts'

test('a token of 14.6 kWh is 146 quanta of a tenth', () => {
  expect(parseUnits('14.6', 1)).toEqual({ quanta: 146n, decimals: 1 })
  expect(formatUnits({ quanta: 146n, decimals: 1 })).toBe('14.6')
  expect(formatUnits({ quanta: -5n, decimals: 1 })).toBe('-0.5')
})

test('units finer than the quantum are refused', () => {
  expect(() => parseUnits('14.65', 1)).toThrow(UnitsMalformed().message)
})

test('a coarser quantum never loses units silently', () => {
  expect(rescaleUnits({ quanta: 146n, decimals: 1 }, 3)).toEqual({ quanta: 14_600n, decimals: 3 })
  expect(rescaleUnits({ quanta: 14_600n, decimals: 3 }, 1)).toEqual({ quanta: 146n, decimals: 1 })
  expect(() => rescaleUnits({ quanta: 146n, decimals: 1 }, 0)).toThrow('lose')
})
