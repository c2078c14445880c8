import { DECODER_KEY_BYTES } from '../ciphers/index.ts'
import { StsError } from '../errors.ts'
import type { KeyParameters } from './parameters.ts'
import { type HmacKey, hmacKey, hmacSha256 } from './sha256.ts'

/** A 160-bit vending key made ready. Secret: do not log it. */
export type Dkga04Key = { readonly dkga: 4; readonly hmac: HmacKey }

/**
 * @param bytes 20 bytes
 * @throws StsError `key.length`
 */
export function dkga04Key(bytes: Uint8Array): Dkga04Key {
  if (bytes.length !== 20) throw new StsError('key.length', 'A vending key of DKGA04 has 20 bytes.')
  return { dkga: 4, hmac: hmacKey(bytes) }
}

/** Decoder key generation algorithm 04: the leftmost 64 or 128 bits of an HMAC-SHA-256. */
export function dkga04(key: Dkga04Key, parameters: KeyParameters): Uint8Array {
  const words = hmacSha256(key.hmac, dkga04Message(parameters))
  const decoderKey = new Uint8Array(DECODER_KEY_BYTES[parameters.algorithm])
  for (let i = 0; i < decoderKey.length; i++) {
    decoderKey[i] = words[i >>> 2]! >>> (24 - 8 * (i & 3))
  }
  return decoderKey
}

/**
 * The 49 bytes that are authenticated: two lists of four items, each item with its length before it,
 * and the length of the key in bits. Not secret.
 * @throws StsError `key.type-unsupported` for a common key, which no published test data covers
 */
export function dkga04Message(parameters: KeyParameters): Uint8Array {
  if (parameters.keyType === 3) {
    throw new StsError('key.type-unsupported', 'A common key is not defined for DKGA04.')
  }
  const message = new Uint8Array(49)
  message[0] = 4
  putItem(message, 1, '04')
  putItem(message, 4, twoDigits(parameters.baseDate % 100))
  putItem(message, 7, twoDigits(parameters.algorithm))
  putItem(message, 10, twoDigits(parameters.tariffIndex))
  message[14] = 4
  putItem(message, 15, parameters.supplyGroupCode)
  putItem(message, 22, String(parameters.keyType))
  putItem(message, 24, String(parameters.keyRevision))
  putItem(message, 26, parameters.pan)
  message[48] = DECODER_KEY_BYTES[parameters.algorithm] * 8
  return message
}

function putItem(message: Uint8Array, offset: number, text: string): void {
  message[offset] = text.length
  for (let i = 0; i < text.length; i++) message[offset + 1 + i] = text.charCodeAt(i)
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
