import { expect, test } from 'vitest'
import { formatMoney, formatUnits, unitLabel } from '../src/money/format.ts'

const kes = { code: 'KES', decimals: 2 }

test('money is shown with the decimals of its currency', () => {
  expect(formatMoney('1240.00', kes)).toBe('1,240.00')
  expect(formatMoney('500', { code: 'JPY', decimals: 0 })).toBe('500')
  expect(formatMoney('1.250', { code: 'KWD', decimals: 3 }, { code: true })).toBe('KWD\u00a01.250')
})

test('a negative amount carries a true minus', () => {
  expect(formatMoney('-125.00', kes)).toBe('\u2212125.00')
})

test('no digit of a large amount is lost', () => {
  expect(formatMoney('123456789012345678.91', kes)).toBe('123,456,789,012,345,678.91')
})

test('Arabic still shows Latin digits', () => {
  expect(formatMoney('1240.00', kes, { language: 'ar-EG' })).toMatch(/^[\d.,]+$/)
})

test('units keep the decimals they came with', () => {
  expect(formatUnits('14.6')).toBe('14.6')
  expect(formatUnits('3.10')).toBe('3.10')
  expect(unitLabel('m3')).toBe('m³')
})

test('what is not a decimal is shown as it is', () => {
  expect(formatMoney('n/a', kes)).toBe('n/a')
})
