import type { Block } from './ciphers/block.ts'

/** The 66 bits of a token: its class in the clear and the 64 bits that are (mostly) enciphered. */
export type ClassedBlock = Block & { readonly tokenClass: number }

const TWO_TO_32 = 0x1_0000_0000
const GROUP_SIZE = 10_000
const GROUPS = Array.from({ length: GROUP_SIZE }, (_, n) => String(n).padStart(4, '0'))

/**
 * Writes a block as a token of 20 digits. The class takes the place of bits 28 and 27, and those two
 * move up to bits 65 and 64 (IEC 62055-41, transposition of the class bits).
 */
export function toDigits(tokenClass: number, block: Block): string {
  const displaced = (block.low >>> 27) & 3
  let upper = displaced * TWO_TO_32 + (block.high >>> 0)
  let lower = ((block.low & 0xe7ffffff) | (tokenClass << 27)) >>> 0
  let digits = ''
  // Long division by 10,000 in parts that stay far below 2^53, where a double is an exact integer.
  for (let group = 0; group < 5; group++) {
    const upperQuotient = Math.floor(upper / GROUP_SIZE)
    const rest = (upper - upperQuotient * GROUP_SIZE) * TWO_TO_32 + lower
    const lowerQuotient = Math.floor(rest / GROUP_SIZE)
    digits = GROUPS[rest - lowerQuotient * GROUP_SIZE]! + digits
    upper = upperQuotient
    lower = lowerQuotient
  }
  return digits
}

/**
 * Reads the 20 digits of a token; blanks and dashes between them are dropped.
 * @returns null when it is not 20 decimal digits or not below 2^66: the standard's FormatError
 */
export function fromDigits(text: string): ClassedBlock | null {
  const digits = text.length === 20 ? text : text.replace(/[ -]/g, '')
  if (digits.length !== 20) return null
  let upper = 0
  let lower = 0
  for (let start = 0; start < 20; start += 4) {
    const group = fourDigits(digits, start)
    if (group < 0) return null
    lower = lower * GROUP_SIZE + group
    const carry = Math.floor(lower / TWO_TO_32)
    lower -= carry * TWO_TO_32
    upper = upper * GROUP_SIZE + carry
  }
  const displaced = Math.floor(upper / TWO_TO_32)
  if (displaced > 3) return null
  return {
    tokenClass: (lower >>> 27) & 3,
    high: (upper - displaced * TWO_TO_32) | 0,
    low: (lower & 0xe7ffffff) | (displaced << 27),
  }
}

/** A token as people read it: five groups of four. */
export function groupDigits(token: string): string {
  return token.replace(/(.{4})(?=.)/g, '$1 ')
}

function fourDigits(digits: string, start: number): number {
  let value = 0
  for (let i = start; i < start + 4; i++) {
    const digit = digits.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}
