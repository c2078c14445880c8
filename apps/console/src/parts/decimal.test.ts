import { expect, test } from 'vitest'
import { changeInTenths, compare, largest, parseDecimal, sum } from './decimal.ts'

test('a day that sold 6.2 % more says so to a tenth of a percent', () => {
  expect(changeInTenths('4182460.00', '3938286.00')).toBe(62n)
})

test('a change is rounded half away from nought in both directions', () => {
  expect(changeInTenths('100.05', '100.00')).toBe(1n)
  expect(changeInTenths('99.95', '100.00')).toBe(-1n)
  expect(changeInTenths('100.04', '100.00')).toBe(0n)
})

test('with nothing sold before there is nothing to compare with', () => {
  expect(changeInTenths('100.00', '0.00')).toBeNull()
})

test('amounts with different decimals are compared by their value', () => {
  expect(compare('500', '500.000')).toBe(0)
  expect(compare('-0.5', '0')).toBe(-1)
  expect(compare('1000.1', '999.99')).toBe(1)
})

test('a sum keeps every cent, also beyond what a float can hold', () => {
  expect(sum(['0.10', '0.20'])).toBe('0.30')
  expect(sum(['90071992547409.93', '0.01', '5'])).toBe('90071992547414.94')
})

test('the largest of a row is found without turning money into numbers', () => {
  expect(largest(['9.5', '10', '2.25'])).toBe('10')
  expect(largest([])).toBe('0')
})

test('what is not a plain decimal is not taken for an amount', () => {
  expect(parseDecimal('1e21')).toBeNull()
  expect(parseDecimal('12,5')).toBeNull()
})
