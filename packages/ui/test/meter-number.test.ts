import { expect, test } from 'vitest'
import { checkMeterNumber, groupMeterNumber } from '../src/meter-number/check.ts'

test.each([
  ['', 'empty'],
  ['0701 2345', 'incomplete'],
  ['0701 2345 679', 'valid'],
  ['0701-2345-679', 'valid'],
  ['07012345678', 'wrong_check_digit'],
  ['12345678904', 'wrong_check_digit'],
  ['11111111113', 'wrong_check_digit'],
  ['070123456790', 'incomplete'],
  ['07012345679012', 'too_long'],
  ['0701 2345 67a', 'not_digits'],
  ['٠٧٠١٢٣٤٥٦٧٩', 'not_digits'],
] as const)('typing "%s" is %s', (typed, state) => {
  expect(checkMeterNumber(typed)).toBe(state)
})

test('swapping two neighbours is noticed', () => {
  expect(checkMeterNumber('07012345769')).toBe('wrong_check_digit')
})

test('groups are 4-4-3, or 4-4-5 for 13 digits, also while typing', () => {
  expect(groupMeterNumber('07012345679')).toBe('0701 2345 679')
  expect(groupMeterNumber('0701234567890')).toBe('0701 2345 67890')
  expect(groupMeterNumber('07012')).toBe('0701 2')
})
