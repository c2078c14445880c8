/** CRC-16, polynomial x^16+x^15+x^2+1 in its reflected form. */
const TABLE = crcTable(0xa001)
const START = 0xffff

/** CRC of any bytes in the order in which it stands in a token: low byte first. */
export function crc(bytes: Uint8Array): number {
  let value = START
  for (const byte of bytes) value = next(value, byte)
  return swapped(value)
}

/**
 * CRC of a token: class, subclass with the upper content, lower content. The class counts although it is
 * not enciphered.
 * @param high subclass (4 bits) and the upper 28 bits of the content
 * @param low the lower 16 bits of the content
 * @param currency currency tokens add one byte 01 (the standard's CRC_C), so that a meter without
 *   currency registers refuses them
 */
export function tokenCrc(tokenClass: number, high: number, low: number, currency: boolean): number {
  let value = next(START, tokenClass)
  value = next(value, high >>> 24)
  value = next(value, (high >>> 16) & 0xff)
  value = next(value, (high >>> 8) & 0xff)
  value = next(value, high & 0xff)
  value = next(value, low >>> 8)
  value = next(value, low & 0xff)
  return swapped(currency ? next(value, 1) : value)
}

function next(value: number, byte: number): number {
  return (value >>> 8) ^ TABLE[(value ^ byte) & 0xff]!
}

function swapped(value: number): number {
  return ((value & 0xff) << 8) | (value >>> 8)
}

function crcTable(polynomial: number): Uint16Array {
  const table = new Uint16Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1
    table[byte] = value
  }
  return table
}
