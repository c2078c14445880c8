import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drnOf, hasValidCheckDigit, parseDrn, parsePan } from '../src/index.ts'

const anyMaker = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map((code) => String(code).padStart(2, '0')),
  fc.integer({ min: 100, max: 9999 }).map((code) => String(code).padStart(4, '0')),
)
const anySerial = fc.nat(99_999_999).map((serial) => String(serial).padStart(8, '0'))

describe('meter numbers', () => {
  test('a two-digit maker gives 11 digits, a four-digit maker 13, and both a PAN of 18', () => {
    fc.assert(
      fc.property(anyMaker, anySerial, (maker, serial) => {
        const meter = drnOf(maker, serial)
        expect(meter.drn).toHaveLength(maker.length + 9)
        expect(meter.manufacturerCode).toBe(maker)
        expect(meter.pan).toHaveLength(18)
        expect(hasValidCheckDigit(meter.pan)).toBe(true)
        expect(parsePan(meter.pan)).toEqual(meter)
        expect(parseDrn(meter.drn)).toEqual(meter)
      }),
    )
  })

  test('one wrong digit is always noticed', () => {
    fc.assert(
      fc.property(anyMaker, anySerial, fc.nat(12), fc.integer({ min: 1, max: 9 }), (m, s, i, d) => {
        const { drn } = drnOf(m, s)
        const place = i % drn.length
        const digit = (Number(drn[place]) + d) % 10
        const wrong = drn.slice(0, place) + digit + drn.slice(place + 1)
        expect(() => parseDrn(wrong)).toThrow('check digit')
      }),
    )
  })

  test('blanks and dashes are allowed between the digits', () => {
    expect(parseDrn(' 1111-1111 115 ').pan).toBe('600727111111111153')
    expect(parseDrn('0100000000008').pan).toBe('000001000000000082')
  })

  test.each([
    ['', 'drn.not-digits'],
    ['1234567890X', 'drn.not-digits'],
    ['١١١١١١١١١١٥', 'drn.not-digits'],
    ['1111111111', 'drn.length'],
    ['111111111155', 'drn.length'],
    ['12345678904', 'drn.check-digit'],
    ['11111111113', 'drn.check-digit'],
  ])('"%s" is refused with %s', (text, code) => {
    expect(() => parseDrn(text)).toThrow(expect.objectContaining({ code }))
  })

  test.each([
    ['600727000000000008', 'pan.check-digit'],
    ['60072700000000000', 'pan.format'],
    ['123456000000000009', 'pan.format'],
  ])('PAN %s is refused with %s', (text, code) => {
    expect(() => parsePan(text)).toThrow(expect.objectContaining({ code }))
  })

  test('a maker or serial number of another length is refused', () => {
    expect(() => drnOf('1', '00000000')).toThrow('manufacturer code')
    expect(() => drnOf('01', '123')).toThrow('eight digits')
  })
})
