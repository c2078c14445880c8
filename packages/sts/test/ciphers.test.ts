import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hexBlock } from '../bin/conformance/block-values.ts'
import { staTrace } from '../bin/conformance/sta-trace.ts'
import type { Values } from '../bin/conformance/vector.ts'
import {
  decipherBlock,
  encipherBlock,
  OPERATIONAL_TABLES,
  SAMPLE_TABLES,
  staTables,
  tokenCipher,
} from '../src/index.ts'
import { anyAlgorithm, anyKey } from './arbitraries.ts'

const anyWord = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const anyBlock = fc.record({ high: anyWord, low: anyWord })

describe('ciphers', () => {
  test('deciphering gives back every block under every key', () => {
    const keyAndBlock = anyAlgorithm.chain((algorithm) =>
      fc.tuple(fc.constant(algorithm), anyKey(algorithm), anyBlock),
    )
    fc.assert(
      fc.property(keyAndBlock, ([algorithm, key, block]) => {
        const cipher = tokenCipher(algorithm, key)
        expect(decipherBlock(cipher, encipherBlock(cipher, block))).toEqual(block)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['operational', OPERATIONAL_TABLES],
    ['sample', SAMPLE_TABLES],
  ])('the folded %s tables do what the rounds of EA07 say', (_, tables) => {
    fc.assert(
      fc.property(anyKey(7), anyBlock, (key, block) => {
        const trace = staTrace(
          tables,
          BigInt(`0x${Buffer.from(key).toString('hex')}`),
          BigInt(`0x${hexBlock(block)}`),
        )
        const last = (trace.rounds as Values[])[15]!
        expect(hexBlock(encipherBlock(tokenCipher(7, key, tables), block))).toBe(
          last.afterPermutation,
        )
      }),
    )
  })

  test('a key of the wrong length is refused', () => {
    expect(() => tokenCipher(7, new Uint8Array(16))).toThrow('wrong length')
    expect(() => tokenCipher(11, new Uint8Array(8))).toThrow('wrong length')
  })

  test('tables that lose information are refused', () => {
    const { substitution1, substitution2, permutation } = SAMPLE_TABLES
    const twice = [substitution1[1]!, ...substitution1.slice(1)]
    expect(() => staTables(twice, substitution2, permutation)).toThrow('once each')
    expect(() => staTables(substitution1, substitution2.slice(1), permutation)).toThrow('once each')
    expect(() => staTables(substitution1, substitution2, [64, ...permutation.slice(1)])).toThrow(
      'once each',
    )
  })
})
