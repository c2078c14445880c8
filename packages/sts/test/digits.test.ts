import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromDigits, groupDigits, toDigits } from '../src/index.ts'

const anyWord = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const anyClass = fc.nat(3)

/** The same step with one number of 66 bits, straight from the description. */
function plainDigits(tokenClass: number, high: number, low: number): string {
  const block = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
  const displaced = (block >> 27n) & 3n
  const cleared = block & ~(3n << 27n)
  const value = (displaced << 64n) | cleared | (BigInt(tokenClass) << 27n)
  return String(value).padStart(20, '0')
}

describe('the 20 digits', () => {
  test('are the 66 bits in decimal, with the class at bits 28 and 27', () => {
    fc.assert(
      fc.property(anyClass, anyWord, anyWord, (tokenClass, high, low) => {
        const digits = toDigits(tokenClass, { high, low })
        expect(digits).toBe(plainDigits(tokenClass, high, low))
        expect(fromDigits(digits)).toEqual({ tokenClass, high, low })
      }),
      { numRuns: 2000 },
    )
  })

  test('may be typed in groups', () => {
    const groups = groupDigits('70630503470028726114')
    expect(groups).toBe('7063 0503 4700 2872 6114')
    expect(fromDigits(groups)).toEqual(fromDigits('70630503470028726114'))
    expect(fromDigits('7063-0503-4700-2872-6114')).toEqual(fromDigits('70630503470028726114'))
  })

  test('the largest token is 2^66 - 1, and one more is none', () => {
    expect(fromDigits('73786976294838206463')).toEqual({ tokenClass: 3, high: -1, low: -1 })
    expect(fromDigits('73786976294838206464')).toBeNull()
    expect(fromDigits('99999999999999999999')).toBeNull()
  })

  test.each([
    '',
    '7063050347002872611',
    '706305034700287261140',
    '7063050347002872611X',
    '٧0630503470028726114',
    '7063050347002872611 ',
    '+7063050347002872611',
    '7063 0503 4700 2872 611',
  ])('"%s" is no token', (text) => {
    expect(fromDigits(text)).toBeNull()
  })
})
