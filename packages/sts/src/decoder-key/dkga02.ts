import { type Cipher, createCipheriv } from 'node:crypto'
import { StsError } from '../errors.ts'
import type { KeyParameters } from './parameters.ts'

/** A single-DES vending key made ready. Secret: do not log it. */
export type Dkga02Key = {
  readonly dkga: 2
  readonly bytes: Uint8Array
  readonly des: Cipher
}

/**
 * @param bytes 8 bytes with odd parity
 * @throws StsError `key.length` or `key.parity`
 */
export function dkga02Key(bytes: Uint8Array): Dkga02Key {
  if (bytes.length !== 8) throw new StsError('key.length', 'A vending key of DKGA02 has 8 bytes.')
  // The key itself enters the result, so a byte of even parity would be a different key to another system.
  if (!bytes.every(hasOddParity)) {
    throw new StsError('key.parity', 'Each byte of a DES key has an odd number of ones.')
  }
  // OpenSSL 3 has no single DES; triple DES with one key three times is the same cipher.
  const des = createCipheriv('des-ede3-ecb', Buffer.concat([bytes, bytes, bytes]), null)
  des.setAutoPadding(false)
  return { dkga: 2, bytes: Uint8Array.from(bytes), des }
}

/** Decoder key generation algorithm 02: DES(VK, X) xor X xor VK, where X is PAN block xor control block. */
export function dkga02(key: Dkga02Key, parameters: KeyParameters): Uint8Array {
  const { dataBlock } = dkga02Blocks(parameters)
  const enciphered = key.des.update(dataBlock)
  return Uint8Array.from(enciphered, (byte, i) => byte ^ dataBlock[i]! ^ key.bytes[i]!)
}

/** The blocks that enter the computation, for test vectors and for explaining a key. None is secret. */
export function dkga02Blocks(parameters: KeyParameters): {
  readonly panBlock: Uint8Array
  readonly controlBlock: Uint8Array
  readonly dataBlock: Uint8Array
} {
  const panBlock = Buffer.from(panDigits(parameters), 'hex')
  const { keyType, supplyGroupCode, tariffIndex, keyRevision } = parameters
  const tariff = String(tariffIndex).padStart(2, '0')
  const control = `${keyType}${supplyGroupCode}${tariff}${keyRevision}ffffff`
  const controlBlock = Buffer.from(control, 'hex')
  return {
    panBlock,
    controlBlock,
    dataBlock: Uint8Array.from(panBlock, (byte, i) => byte ^ controlBlock[i]!),
  }
}

/**
 * PAN digits 2 to 17; a common key leaves the meter's own digits out.
 * @throws StsError `key.type-unsupported` for a common key of a meter with a 13-digit number, for which
 *   the sources contradict each other
 */
function panDigits({ pan, keyType }: KeyParameters): string {
  if (keyType !== 3) return pan.slice(1, 17)
  if (!pan.startsWith('600727')) {
    throw new StsError(
      'key.type-unsupported',
      'A common key for a 13-digit meter number is not defined.',
    )
  }
  return `${pan.slice(1, 6)}00000000000`
}

function hasOddParity(byte: number): boolean {
  let ones = 0
  for (let rest = byte; rest > 0; rest >>= 1) ones += rest & 1
  return ones % 2 === 1
}
