import type { StaTables } from '../../src/index.ts'
import { hex, type Values } from './vector.ts'

const MASK = (1n << 64n) - 1n

/**
 * EA07 round by round, written straight from its description with 64-bit numbers: slow, and a second opinion on
 * the folded tables of the package.
 */
export function staTrace(tables: StaTables, decoderKey: bigint, block: bigint): Values {
  const inverted = decoderKey ^ MASK
  let key = ((inverted >> 12n) | (inverted << 52n)) & MASK
  const roundKey1 = hex(key, 16)
  let state = block
  const rounds: Values[] = []
  for (let round = 1; round <= 16; round++) {
    const substituted = substitute(tables, key, state)
    state = permute(tables, substituted)
    rounds.push({
      round,
      key: hex(key, 16),
      afterSubstitution: hex(substituted, 16),
      afterPermutation: hex(state, 16),
    })
    key = ((key << 1n) | (key >> 63n)) & MASK
  }
  return { roundKey1, rounds }
}

function substitute(tables: StaTables, key: bigint, state: bigint): bigint {
  let result = 0n
  for (let shift = 0n; shift < 64n; shift += 4n) {
    const table = (key >> (shift + 3n)) & 1n ? tables.substitution2 : tables.substitution1
    result |= BigInt(table[Number((state >> shift) & 15n)]!) << shift
  }
  return result
}

function permute(tables: StaTables, state: bigint): bigint {
  let result = 0n
  for (const [from, to] of tables.permutation.entries()) {
    result |= ((state >> BigInt(from)) & 1n) << BigInt(to)
  }
  return result
}
