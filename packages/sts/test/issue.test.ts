import { describe, expect, test } from 'vitest'
import {
  encipherToken,
  type IssuingKey,
  issueToken,
  type Message,
  refuseToIssue,
  tokenCipher,
} from '../src/index.ts'

const key: IssuingKey = {
  cipher: tokenCipher(11, new Uint8Array(16).fill(3)),
  keyType: 2,
  keyExpiry: 100,
}
const credit: Message = {
  type: 'transfer-credit',
  service: 'electricity',
  rnd: 5,
  tid: (100 << 16) | 0xffff,
  units: 146n,
}
const clearTamper: Message = { type: 'clear-tamper', rnd: 5, tid: credit.tid }

describe('a vending system', () => {
  test('issues the token that the cipher gives', () => {
    expect(issueToken(key, credit)).toBe(encipherToken(key.cipher, credit))
  })

  test('issues no credit under a default or a common key, but may send management tokens', () => {
    const code = (keyType: 1 | 3) => {
      try {
        return issueToken({ ...key, keyType }, credit)
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    expect(code(1)).toBe('key.default-carries-no-credit')
    expect(code(3)).toBe('key.common-needs-card')
    expect(issueToken({ ...key, keyType: 1 }, clearTamper)).toMatch(/^\d{20}$/)
  })

  test('issues nothing with an identifier past the key expiry, credit or not', () => {
    for (const message of [credit, clearTamper]) {
      expect(issueToken(key, message)).toMatch(/^\d{20}$/)
      expect(() => issueToken({ ...key, keyExpiry: 99 }, message)).toThrow('expired')
    }
  })

  test('can make the checks without a cipher', () => {
    expect(() => refuseToIssue({ keyType: 2, keyExpiry: 99 }, credit)).toThrow('expired')
    expect(() => refuseToIssue({ keyType: 2, keyExpiry: 100 }, credit)).not.toThrow()
  })
})
