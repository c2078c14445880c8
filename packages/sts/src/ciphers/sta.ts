import { type Block, wordAt } from './block.ts'
import { OPERATIONAL_TABLES, type StaTables } from './sta-tables.ts'

/** A decoder key made ready for EA07 (STA). Secret: do not log it. */
export type StaKey = {
  readonly algorithm: 7
  /** Key of the first enciphering round: the decoder key inverted and rotated right by 12. */
  readonly high: number
  readonly low: number
  readonly tables: StaTables
}

const ROUNDS = 16

/** @param decoderKey 8 bytes, in the order in which the key is printed */
export function staKey(decoderKey: Uint8Array, tables: StaTables = OPERATIONAL_TABLES): StaKey {
  const high = ~wordAt(decoderKey, 0)
  const low = ~wordAt(decoderKey, 4)
  return {
    algorithm: 7,
    high: (high >>> 12) | (low << 20),
    low: (low >>> 12) | (high << 20),
    tables,
  }
}

/** In each round the top bit of each nibble of the round key says which substitution the nibble gets. */
export function encipherSta(key: StaKey, block: Block): Block {
  const { encipherHigh, encipherLow } = key.tables.folded
  let keyHigh = key.high
  let keyLow = key.low
  let { high, low } = block
  for (let round = 0; round < ROUNDS; round++) {
    let nextHigh = 0
    let nextLow = 0
    for (let shift = 0; shift < 32; shift += 4) {
      const position = shift << 3
      const lower = position | ((low >>> shift) & 15) | (((keyLow >>> shift) & 8) << 1)
      const upper = position | 256 | ((high >>> shift) & 15) | (((keyHigh >>> shift) & 8) << 1)
      nextHigh |= encipherHigh[lower]! | encipherHigh[upper]!
      nextLow |= encipherLow[lower]! | encipherLow[upper]!
    }
    high = nextHigh
    low = nextLow
    const carried = keyHigh >>> 31
    keyHigh = (keyHigh << 1) | (keyLow >>> 31)
    keyLow = (keyLow << 1) | carried
  }
  return { high, low }
}

/**
 * The rounds backwards. Inverse permutation and inverse substitution alternate, so after one inverse
 * permutation the pairs can be folded the other way round (substitution, then permutation).
 */
export function decipherSta(key: StaKey, block: Block): Block {
  const { decipherHigh, decipherLow, unpermuteHigh, unpermuteLow, unsubstitute } = key.tables.folded
  let keyHigh = (key.high << 15) | (key.low >>> 17)
  let keyLow = (key.low << 15) | (key.high >>> 17)
  let high = 0
  let low = 0
  for (let shift = 0; shift < 32; shift += 4) {
    const lower = (shift << 3) | ((block.low >>> shift) & 15)
    const upper = (shift << 3) | 256 | ((block.high >>> shift) & 15)
    high |= unpermuteHigh[lower]! | unpermuteHigh[upper]!
    low |= unpermuteLow[lower]! | unpermuteLow[upper]!
  }
  for (let round = 1; round < ROUNDS; round++) {
    let nextHigh = 0
    let nextLow = 0
    for (let shift = 0; shift < 32; shift += 4) {
      const position = shift << 3
      const lower = position | ((low >>> shift) & 15) | (((keyLow >>> shift) & 8) << 1)
      const upper = position | 256 | ((high >>> shift) & 15) | (((keyHigh >>> shift) & 8) << 1)
      nextHigh |= decipherHigh[lower]! | decipherHigh[upper]!
      nextLow |= decipherLow[lower]! | decipherLow[upper]!
    }
    high = nextHigh
    low = nextLow
    const carried = keyHigh << 31
    keyHigh = (keyHigh >>> 1) | (keyLow << 31)
    keyLow = (keyLow >>> 1) | carried
  }
  let plainHigh = 0
  let plainLow = 0
  for (let shift = 0; shift < 32; shift += 4) {
    const lower = ((low >>> shift) & 15) | (((keyLow >>> shift) & 8) << 1)
    const upper = ((high >>> shift) & 15) | (((keyHigh >>> shift) & 8) << 1)
    plainLow |= unsubstitute[lower]! << shift
    plainHigh |= unsubstitute[upper]! << shift
  }
  return { high: plainHigh, low: plainLow }
}
