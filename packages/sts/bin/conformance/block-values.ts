import { type Block, type ClassedBlock, fromDigits } from '../../src/index.ts'
import { BadVector, hex } from './vector.ts'

export function blockOf(text: string): Block {
  if (!/^[0-9A-Fa-f]{16}$/.test(text)) throw new BadVector('a block is not 16 hexadecimal digits')
  return {
    high: Number.parseInt(text.slice(0, 8), 16) | 0,
    low: Number.parseInt(text.slice(8), 16) | 0,
  }
}

export function hexBlock({ high, low }: Block): string {
  return hex(high >>> 0, 8) + hex(low >>> 0, 8)
}

/** The 66 bits of a token as 17 hexadecimal digits. */
export function token66(token: string): string {
  return hex(BigInt(token), 17)
}

export function classedBlockOf(token: string): ClassedBlock {
  const block = fromDigits(token)
  if (block === null) throw new BadVector('the token has no valid format')
  return block
}

/** The bytes that the CRC covers, and the CRC, of a block before enciphering. */
export function crcSteps(tokenClass: number, block: Block, currency: boolean) {
  const covered = hex(block.high >>> 0, 8) + hex(block.low >>> 16, 4)
  return {
    crcInput: `${hex(tokenClass, 2)}${covered}${currency ? '01' : ''}`,
    crc: hex(block.low & 0xffff, 4),
  }
}
