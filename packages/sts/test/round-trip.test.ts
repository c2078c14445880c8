import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decipherToken,
  encipherToken,
  fromDigits,
  OPERATIONAL_TABLES,
  SAMPLE_TABLES,
  StsError,
  TOKEN_TYPES,
  tokenCipher,
  typeAt,
} from '../src/index.ts'
import { anyKey, anyMessage, asRead, typesAndAlgorithms } from './arbitraries.ts'

describe.each(typesAndAlgorithms)('a $name token under EA$algorithm', ({ type, algorithm }) => {
  test('reads as the message it was made from, and is 20 digits', () => {
    fc.assert(
      fc.property(anyKey(algorithm), anyMessage(type), (key, message) => {
        const cipher = tokenCipher(algorithm, key)
        const token = encipherToken(cipher, message)
        expect(token).toMatch(/^[0-9]{20}$/)
        expect(fromDigits(token)?.tokenClass).toBe(type.tokenClass)
        expect(decipherToken(cipher, token)).toEqual({
          result: 'Read',
          message: asRead(message),
          inRange: true,
        })
      }),
    )
  })

  test('refuses each of its values beyond its range', () => {
    const cipher = tokenCipher(algorithm, new Uint8Array(algorithm === 7 ? 8 : 16))
    fc.assert(
      fc.property(anyMessage(type), fc.constantFrom(...type.fields), (message, field) => {
        const beyond = field.kind === 'bigint' ? field.maximum + 1n : Number(field.maximum) + 1
        const wrong = { ...message, [field.name]: field.kind === 'choice' ? 'heat' : beyond }
        expect(() => encipherToken(cipher, wrong)).toThrow(StsError)
        expect(() => encipherToken(cipher, { ...message, [field.name]: undefined })).toThrow(
          StsError,
        )
      }),
    )
  })
})

test('class 1 tokens need no key and are the same on every meter', () => {
  const all = { type: 'test-display', makerDigits: 2, control: 0xfffffffffn, manufacturerCode: 0 }
  // Fixed tokens that every meter of the standard knows.
  expect(encipherToken(null, all as never)).toBe('56493153725450313471')
  const test1 = { ...all, control: 1n } as never
  expect(encipherToken(null, test1)).toBe('00000000000150997584')
  expect(encipherToken(tokenCipher(11, new Uint8Array(16)), test1)).toBe('00000000000150997584')
  expect(decipherToken(null, '00000000000150997584')).toMatchObject({ message: { control: 1n } })
})

test('a credit token without a key is neither made nor read', () => {
  const credit = {
    type: 'transfer-credit',
    service: 'electricity',
    rnd: 5,
    tid: 85740,
    units: 1n,
  } as const
  expect(() => encipherToken(null, credit)).toThrow('decoder key')
  const token = encipherToken(tokenCipher(7, new Uint8Array(8)), credit)
  expect(decipherToken(null, token)).toEqual({ result: 'CRCError' })
})

test('the key of another meter, and the sample tables, give a CRC error', () => {
  const credit = {
    type: 'transfer-credit',
    service: 'water',
    rnd: 0,
    tid: 9_999_999,
    units: 146n,
  } as const
  const mine = new Uint8Array(8).fill(1)
  const token = encipherToken(tokenCipher(7, mine, OPERATIONAL_TABLES), credit)
  const other = tokenCipher(7, new Uint8Array(8).fill(2))
  expect(decipherToken(other, token)).toEqual({ result: 'CRCError' })
  const sample = tokenCipher(7, mine, SAMPLE_TABLES)
  expect(decipherToken(sample, token)).toEqual({ result: 'CRCError' })
})

test('every place of the standard holds one token type at most, and the reserved ones none', () => {
  const places = TOKEN_TYPES.flatMap((type) =>
    type.algorithms.flatMap((algorithm) =>
      type.subclasses.map((subclass) => `EA${algorithm} ${type.tokenClass}.${subclass}`),
    ),
  )
  expect(new Set(places).size).toBe(places.length)
  expect(new Set(TOKEN_TYPES.map((type) => type.name)).size).toBe(TOKEN_TYPES.length)
  for (const subclass of [8, 9, 10, 11, 12, 13, 14, 15]) {
    expect(typeAt(0, subclass, 7)).toBeUndefined()
  }
  for (const subclass of [3, 4, 5]) expect(typeAt(1, subclass, 11)).toBeUndefined()
  for (let subclass = 0; subclass < 16; subclass++) {
    expect(typeAt(3, subclass, 7)).toBeUndefined()
    expect(typeAt(2, subclass, 11)).toBeDefined()
  }
  expect(typeAt(2, 9, 7)).toBeUndefined()
})
