import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AmountMalformed,
  AmountTooLarge,
  add,
  type Currency,
  compare,
  formatMoney,
  LARGEST_STORED,
  parseMoney,
  percentOf,
  storable,
  subtract,
  taxWithin,
} from './money.ts'
import { Refusal } from './refusal.ts'

const KES: Currency = { code: 'KES', decimals: 2 }
const UGX: Currency = { code: 'UGX', decimals: 0 }
const KWD: Currency = { code: 'KWD', decimals: 3 }
const currencies = [UGX, KES, KWD]

const faultOf = (text: string, currency = KES) => {
  try {
    parseMoney(text, currency)
  } catch (thrown) {
    if (AmountMalformed.is(thrown)) return thrown.errors?.[0]
    throw thrown
  }
  return undefined
}

describe('an amount from outside', () => {
  test.each([
    ['115.00', KES, 11500n],
    ['115', KES, 11500n],
    ['0.5', KES, 50n],
    ['500', UGX, 500n],
    ['1.250', KWD, 1250n],
    ['10000000000000.00', KES, 10n ** 15n],
  ])('%s is read exactly', (text, currency, minor) => {
    expect(parseMoney(text, currency)).toEqual({ minor, currency })
  })

  test.each([
    ['0', 'amount.zero'],
    ['0.00', 'amount.zero'],
    ['-5', 'amount.negative'],
    ['-0', 'amount.malformed'],
    ['1.005', 'amount.too_many_decimals'],
    ['1.000', 'amount.too_many_decimals'],
    ['1e21', 'amount.malformed'],
    ['1E2', 'amount.malformed'],
    ['1000000000000000000', 'amount.malformed'],
    ['10000000000000.01', 'amount.too_large'],
    ['99999999999999999999', 'amount.malformed'],
    ['NaN', 'amount.malformed'],
    ['Infinity', 'amount.malformed'],
    ['1,000', 'amount.malformed'],
    ['١٢٣', 'amount.malformed'],
    ['１２', 'amount.malformed'],
    ['0x10', 'amount.malformed'],
    ['+5', 'amount.malformed'],
    ['05', 'amount.malformed'],
    ['5.', 'amount.malformed'],
    ['.5', 'amount.malformed'],
    [' 5', 'amount.malformed'],
    ['5\n', 'amount.malformed'],
    ['', 'amount.malformed'],
    ['9'.repeat(70_000), 'amount.malformed'],
  ])('%s is refused with the name of the field', (text, code) => {
    expect(faultOf(text)).toMatchObject({ pointer: '/amount', code })
  })

  test('has no decimals where the currency has none', () => {
    expect(faultOf('1.0', UGX)?.code).toBe('amount.too_many_decimals')
  })

  test('may be negative or zero only where that is asked for', () => {
    expect(parseMoney('-5.00', KES, 'any').minor).toBe(-500n)
    expect(parseMoney('0', KES, 'zero or more').minor).toBe(0n)
    expect(() => parseMoney('-5.00', KES, 'zero or more')).toThrow(Refusal)
  })
})

test('what is written is read back as the same amount, in every currency', () => {
  const minor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
  fc.assert(
    fc.property(minor, fc.constantFrom(...currencies), (value, currency) => {
      const text = formatMoney({ minor: value, currency })
      expect(parseMoney(text, currency, 'any').minor).toBe(value)
    }),
  )
})

describe('the tax within a gross amount', () => {
  test.each([
    [35_500n, 1600n, 4897n], // 48.9655…
    [11_500n, 1500n, 1500n],
    [3n, 10_000n, 2n], // 1.5: half goes up
    [1n, 1500n, 0n],
    [0n, 1500n, 0n],
    [100n, 0n, 0n],
  ])('%d at %d basis points is %d', (minor, rate, tax) => {
    expect(taxWithin({ minor, currency: KES }, rate).minor).toBe(tax)
    expect(taxWithin({ minor: -minor, currency: KES }, rate).minor).toBe(-tax)
  })
})

test('a share is rounded as it is named', () => {
  const amount = { minor: 1_001n, currency: KES }
  expect(percentOf(amount, 2500n, 'down').minor).toBe(250n)
  expect(percentOf(amount, 2500n, 'up').minor).toBe(251n)
  expect(percentOf(amount, 5000n, 'half up').minor).toBe(501n)
})

test('two currencies do not mix', () => {
  const a = { minor: 1n, currency: KES }
  const b = { minor: 1n, currency: UGX }
  expect(() => add(a, b)).toThrow('do not mix')
  expect(() => subtract(a, b)).toThrow('do not mix')
  expect(() => compare(a, b)).toThrow('do not mix')
  expect(compare(a, { ...a, minor: 2n })).toBe(-1)
  expect(subtract(a, { ...a, minor: 3n }).minor).toBe(-2n)
})

test('a sum that the database could not hold is refused before it is sent', () => {
  expect(storable(LARGEST_STORED)).toBe(LARGEST_STORED)
  expect(() => storable(LARGEST_STORED + 1n)).toThrow(AmountTooLarge().message)
})
