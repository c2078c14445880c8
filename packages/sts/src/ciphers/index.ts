import { StsError } from '../errors.ts'
import type { Block } from './block.ts'
import { decipherMisty1, encipherMisty1, type Misty1Key, misty1Key } from './misty1.ts'
import { decipherSta, encipherSta, type StaKey, staKey } from './sta.ts'
import { OPERATIONAL_TABLES, type StaTables } from './sta-tables.ts'

/** Encryption algorithm number of the standard: 7 is STA, 11 is MISTY1. */
export type Algorithm = 7 | 11

/** A decoder key made ready for use; cheap to make, worth keeping for a busy meter. Secret. */
export type TokenCipher = StaKey | Misty1Key

/** Length of a decoder key in bytes. */
export const DECODER_KEY_BYTES: Readonly<Record<Algorithm, number>> = { 7: 8, 11: 16 }

/**
 * Makes a decoder key ready for enciphering and deciphering.
 * @param decoderKey 8 bytes for EA07, 16 for EA11, in the order in which the key is printed
 * @param tables substitution and permutation tables, for EA07 only
 * @throws StsError `key.length`
 */
export function tokenCipher(
  algorithm: Algorithm,
  decoderKey: Uint8Array,
  tables: StaTables = OPERATIONAL_TABLES,
): TokenCipher {
  if (decoderKey.length !== DECODER_KEY_BYTES[algorithm]) {
    throw new StsError('key.length', 'The decoder key has the wrong length for its algorithm.')
  }
  return algorithm === 7 ? staKey(decoderKey, tables) : misty1Key(decoderKey)
}

export function encipherBlock(cipher: TokenCipher, block: Block): Block {
  return cipher.algorithm === 7 ? encipherSta(cipher, block) : encipherMisty1(cipher, block)
}

export function decipherBlock(cipher: TokenCipher, block: Block): Block {
  return cipher.algorithm === 7 ? decipherSta(cipher, block) : decipherMisty1(cipher, block)
}
