import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeAmount,
  decodeCurrencyAmount,
  decodedCurrencyAmount,
  decodedUnits,
  encodeAmount,
  encodeCurrencyAmount,
  LARGEST_CURRENCY_AMOUNT,
  LARGEST_UNITS,
} from '../src/index.ts'

describe('amounts in units', () => {
  const anyUnits = fc.bigInt({ min: 0n, max: LARGEST_UNITS })

  test('the customer never gets less than was bought, and less than one step more', () => {
    fc.assert(
      fc.property(anyUnits, (units) => {
        const field = encodeAmount(units)
        const step = 10n ** BigInt(field >>> 14)
        expect(decodeAmount(field)).toBeGreaterThanOrEqual(units)
        // Between two bands the rounding can be longer, but only by less than the smaller step.
        expect(decodeAmount(field) - units).toBeLessThan(step)
      }),
    )
  })

  test('more money never buys less', () => {
    fc.assert(
      fc.property(anyUnits, anyUnits, (one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one]
        expect(decodedUnits(less)).toBeLessThanOrEqual(decodedUnits(more))
      }),
    )
  })

  test('each of the 65,536 fields is the field of its own amount, in rising order', () => {
    let before = -1n
    for (let field = 0; field <= 0xffff; field++) {
      const units = decodeAmount(field)
      if (encodeAmount(units) !== field || units <= before) {
        expect.fail(`field ${field} stands for ${units} units`)
      }
      before = units
    }
    expect(before).toBe(LARGEST_UNITS)
  })

  test.each([
    [16_383n, 0x3fff, 16_383n],
    [16_384n, 0x4000, 16_384n],
    [16_385n, 0x4001, 16_394n],
    [180_214n, 0x7fff, 180_214n],
    [180_215n, 0x8000, 180_224n],
    [180_223n, 0x8000, 180_224n],
    [1_818_525n, 0xc000, 1_818_624n],
    [18_201_624n, 0xffff, 18_201_624n],
  ])('%d units at the edge of a band are rounded up into the next', (units, field, decoded) => {
    expect(encodeAmount(units)).toBe(field)
    expect(decodedUnits(units)).toBe(decoded)
  })

  test('what does not fit is refused', () => {
    for (const units of [-1n, LARGEST_UNITS + 1n, 10n ** 30n]) {
      expect(() => encodeAmount(units)).toThrow('does not fit')
    }
  })
})

describe('amounts in currency', () => {
  const anyAmount = fc
    .tuple(fc.bigInt({ min: -LARGEST_CURRENCY_AMOUNT, max: LARGEST_CURRENCY_AMOUNT }), fc.nat(35))
    .map(([amount, digits]) => amount / 10n ** BigInt(digits))

  test('rounding never goes against the customer', () => {
    fc.assert(
      fc.property(anyAmount, (amount) => {
        expect(decodedCurrencyAmount(amount)).toBeGreaterThanOrEqual(amount)
      }),
    )
  })

  test('a larger amount never becomes the smaller one', () => {
    fc.assert(
      fc.property(anyAmount, anyAmount, (one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one]
        expect(decodedCurrencyAmount(less)).toBeLessThanOrEqual(decodedCurrencyAmount(more))
      }),
    )
  })

  test('every field but the negative zero is the field of its own amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xfffff }), (field) => {
        fc.pre(field !== 0x80000)
        expect(encodeCurrencyAmount(decodeCurrencyAmount(field))).toBe(field)
      }),
      { numRuns: 2000 },
    )
  })

  test('a credit is rounded up and a debit towards zero', () => {
    expect(decodedCurrencyAmount(100_000n)).toBe(100_004n)
    expect(decodedCurrencyAmount(-100_000n)).toBe(-99_994n)
  })

  test('what does not fit is refused', () => {
    for (const amount of [LARGEST_CURRENCY_AMOUNT + 1n, -LARGEST_CURRENCY_AMOUNT - 1n]) {
      expect(() => encodeCurrencyAmount(amount)).toThrow('does not fit')
    }
  })
})
