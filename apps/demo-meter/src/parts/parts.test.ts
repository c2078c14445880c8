import { expect, test } from 'vitest'
import { between, formatDecimal, parseDecimal } from './decimal.ts'
import { groupsOfFour, onlyDigits } from './digits.ts'
import { groupMeterNumber, meterNumberFault } from './meter-number.ts'

test('a token pasted with spaces or hyphens is its twenty digits', () => {
  expect(onlyDigits(' 7063 0503-4700 2872 6114\n')).toBe('70630503470028726114')
})

test('Arabic and Persian digits are typed as the meter knows them', () => {
  expect(onlyDigits('٠١٢٣٤٥٦٧٨٩')).toBe('0123456789')
  expect(onlyDigits('۰۱۲۳۴۵۶۷۸۹')).toBe('0123456789')
})

test('a half-typed token is shown in groups of four', () => {
  expect(groupsOfFour('706305')).toEqual(['7063', '05'])
})

test('a meter number reads 4-4-3, and 4-4-5 with 13 digits', () => {
  expect(groupMeterNumber('01234567897')).toBe('0123 4567 897')
  expect(groupMeterNumber('0000012345674')).toBe('0000 0123 45674')
})

test('a wrong check digit and a wrong length are told apart', () => {
  expect(meterNumberFault('01234567897')).toBeNull()
  expect(meterNumberFault('01234567898')).toBe('checkDigit')
  expect(meterNumberFault('12345678904')).toBe('checkDigit')
  expect(meterNumberFault('11111111113')).toBe('checkDigit')
  expect(meterNumberFault('0123456789')).toBe('length')
})

test('the credit climbs in exact steps and ends where the meter says', () => {
  expect(between('14.6', '29.2', 0n, 10n)).toBe('14.6')
  expect(between('14.6', '29.2', 5n, 10n)).toBe('21.9')
  expect(between('14.6', '29.2', 10n, 10n)).toBe('29.2')
  expect(between('9', '10.05', 1n, 1n)).toBe('10.05')
})

test('a credit below nought and a large one keep every digit', () => {
  expect(formatDecimal(parseDecimal('-0.5'))).toBe('-0.5')
  expect(formatDecimal(parseDecimal('12345678901234567.89'))).toBe('12345678901234567.89')
})
