import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hmacKey, hmacSha256 } from '../src/decoder-key/sha256.ts'
import { decoderKey, type KeyParameters, vendingKey } from '../src/index.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase()
const KEY_160 = Buffer.from('00112233445566778899AABBCCDDEEFF01234567', 'hex')
const KEY_DES = Buffer.from('0123456789ABCDEF', 'hex')

const METER: KeyParameters = {
  dkga: 4,
  algorithm: 7,
  baseDate: 2014,
  pan: '600727000000000009',
  keyType: 2,
  supplyGroupCode: '123456',
  tariffIndex: 1,
  keyRevision: 1,
}

describe('HMAC-SHA-256 with the key hashed in beforehand', () => {
  test('is the HMAC of node:crypto for every key and message of these lengths', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.uint8Array({ maxLength: 55 }),
        (key, message) => {
          const ours = Buffer.alloc(32)
          hmacSha256(hmacKey(key), message).forEach((word, i) => {
            ours.writeInt32BE(word, 4 * i)
          })
          expect(hex(ours)).toBe(hex(createHmac('sha256', key).update(message).digest()))
        },
      ),
    )
  })
})

describe('decoder keys', () => {
  test('a vending key made ready gives the same keys as the plain one, again and again', () => {
    const ready = vendingKey(4, KEY_160)
    const readyDes = vendingKey(2, KEY_DES)
    for (let tariffIndex = 0; tariffIndex < 100; tariffIndex++) {
      const meter = { ...METER, tariffIndex }
      expect(hex(decoderKey(meter, ready))).toBe(hex(decoderKey(meter, KEY_160)))
      const des = { ...meter, dkga: 2 } as const
      expect(hex(decoderKey(des, readyDes))).toBe(hex(decoderKey(des, KEY_DES)))
    }
  })

  test('everything about the meter but the base date enters a DKGA02 key; that one too under DKGA04', () => {
    const others: Partial<KeyParameters>[] = [
      { pan: '600727111111111153' },
      { keyType: 1 },
      { supplyGroupCode: '123457' },
      { tariffIndex: 2 },
      { keyRevision: 2 },
      { baseDate: 2035 },
    ]
    const all04 = [{}, ...others].map((other) => hex(decoderKey({ ...METER, ...other }, KEY_160)))
    expect(new Set(all04).size).toBe(others.length + 1)
    const all02 = [{}, ...others].map((other) =>
      hex(decoderKey({ ...METER, dkga: 2, ...other }, KEY_DES)),
    )
    expect(new Set(all02).size).toBe(others.length)
  })

  test('a key for EA11 is 16 bytes, and not a longer form of the one for EA07', () => {
    const key = decoderKey({ ...METER, algorithm: 11 }, KEY_160)
    expect(key).toHaveLength(16)
    expect(hex(key)).not.toContain(hex(decoderKey(METER, KEY_160)))
  })

  test.each<[string, Partial<KeyParameters>, Uint8Array, string]>([
    ['a supply group of five digits', { supplyGroupCode: '12345' }, KEY_160, 'key.parameter'],
    ['tariff index 100', { tariffIndex: 100 }, KEY_160, 'key.parameter'],
    ['half a tariff index', { tariffIndex: 1.5 }, KEY_160, 'key.parameter'],
    ['key revision 0', { keyRevision: 0 }, KEY_160, 'key.parameter'],
    ['base date 2000', { baseDate: 2000 as never }, KEY_160, 'key.parameter'],
    ['EA09', { algorithm: 9 as never }, KEY_160, 'key.parameter'],
    ['DKGA03', { dkga: 3 as never }, KEY_160, 'key.parameter'],
    ['DKGA02 for EA11', { dkga: 2, algorithm: 11 }, KEY_DES, 'key.parameter'],
    ["the maker's key", { keyType: 0 }, KEY_160, 'key.type-unsupported'],
    ['a common key under DKGA04', { keyType: 3 }, KEY_160, 'key.type-unsupported'],
    [
      'a common key for 13 digits',
      { dkga: 2, keyType: 3, pan: '000001000000000082' },
      KEY_DES,
      'key.type-unsupported',
    ],
    ['a PAN with a wrong digit', { pan: '600727000000000008' }, KEY_160, 'pan.check-digit'],
    ['a short vending key', {}, KEY_DES, 'key.length'],
    ['a DES key of even parity', { dkga: 2 }, Buffer.alloc(8, 0x03), 'key.parity'],
  ])('%s is refused', (_, other, key, code) => {
    expect(() => decoderKey({ ...METER, ...other }, key)).toThrow(expect.objectContaining({ code }))
  })

  test('a vending key made ready for one algorithm is not used for another', () => {
    expect(() => decoderKey(METER, vendingKey(2, KEY_DES))).toThrow('another key generation')
  })
})
