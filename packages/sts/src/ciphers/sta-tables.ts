import { StsError } from '../errors.ts'

/** The two substitutions of a nibble and the permutation of 64 bits that make up EA07. */
export type StaTables = {
  readonly substitution1: readonly number[]
  readonly substitution2: readonly number[]
  /** Bit j of the substituted block goes to position `permutation[j]`. */
  readonly permutation: readonly number[]
  /** Substitution and permutation folded into look-ups; built by `staTables`. */
  readonly folded: FoldedTables
}

/**
 * Look-ups by nibble position, table and value: index `position * 32 + table * 16 + value`. Each entry
 * is where the bits of that one nibble end up, as two words, so that a round is sixteen look-ups or-ed together.
 */
export type FoldedTables = {
  readonly encipherHigh: Int32Array
  readonly encipherLow: Int32Array
  /** Inverse substitution, then inverse permutation. */
  readonly decipherHigh: Int32Array
  readonly decipherLow: Int32Array
  /** Inverse permutation alone: the first step of deciphering. */
  readonly unpermuteHigh: Int32Array
  readonly unpermuteLow: Int32Array
  /** Inverse substitution alone: its last step. Index `table * 16 + value`. */
  readonly unsubstitute: Int32Array
}

/**
 * Makes a set of tables for EA07.
 * @throws StsError `tables.not-a-permutation`
 */
export function staTables(
  substitution1: readonly number[],
  substitution2: readonly number[],
  permutation: readonly number[],
): StaTables {
  const inverse1 = inverseOf(substitution1, 16)
  const inverse2 = inverseOf(substitution2, 16)
  const back = inverseOf(permutation, 64)
  const encipher = folded([substitution1, substitution2], permutation)
  const decipher = folded([inverse1, inverse2], back)
  const unpermute = folded([IDENTITY, IDENTITY], back)
  return {
    substitution1,
    substitution2,
    permutation,
    folded: {
      encipherHigh: encipher.high,
      encipherLow: encipher.low,
      decipherHigh: decipher.high,
      decipherLow: decipher.low,
      unpermuteHigh: unpermute.high,
      unpermuteLow: unpermute.low,
      unsubstitute: Int32Array.from([...inverse1, ...inverse2]),
    },
  }
}

const IDENTITY = Array.from({ length: 16 }, (_, value) => value)

function folded(substitutions: readonly (readonly number[])[], permutation: readonly number[]) {
  const high = new Int32Array(512)
  const low = new Int32Array(512)
  for (let index = 0; index < 512; index++) {
    const position = index >>> 5
    const substituted = substitutions[(index >>> 4) & 1]![index & 15]!
    for (let bit = 0; bit < 4; bit++) {
      if (((substituted >>> bit) & 1) === 0) continue
      const target = permutation[position * 4 + bit]!
      if (target >= 32) high[index]! |= 1 << (target - 32)
      else low[index]! |= 1 << target
    }
  }
  return { high, low }
}

function inverseOf(table: readonly number[], size: number): number[] {
  const inverse = new Array<number>(size).fill(-1)
  for (const [from, to] of table.entries()) if (to >= 0 && to < size) inverse[to] = from
  if (table.length !== size || inverse.includes(-1)) {
    throw new StsError('tables.not-a-permutation', `A table must hold 0 to ${size - 1} once each.`)
  }
  return inverse
}

/** The tables of EA07 meters in the field. See the licensing note in this package's README. */
export const OPERATIONAL_TABLES = staTables(
  [14, 10, 7, 9, 12, 3, 2, 5, 13, 0, 15, 1, 4, 8, 6, 11],
  [12, 8, 2, 13, 7, 6, 1, 3, 11, 5, 9, 15, 0, 4, 10, 14],
  [
    55, 42, 10, 18, 24, 21, 44, 35, 2, 22, 56, 43, 27, 58, 9, 50, 6, 36, 12, 61, 37, 38, 53, 16, 62,
    3, 7, 4, 32, 20, 63, 25, 51, 52, 54, 33, 49, 19, 46, 29, 48, 31, 23, 30, 41, 28, 13, 5, 40, 60,
    39, 11, 15, 17, 1, 0, 57, 34, 59, 8, 47, 14, 45, 26,
  ],
)

/** The sample tables printed in IEC 62055-41. Real meters do not use them; tests and teaching do. */
export const SAMPLE_TABLES = staTables(
  [12, 10, 8, 4, 3, 15, 0, 2, 14, 1, 5, 13, 6, 9, 7, 11],
  [6, 9, 7, 4, 3, 10, 12, 14, 2, 13, 1, 15, 0, 11, 8, 5],
  [
    29, 27, 34, 9, 16, 62, 55, 2, 40, 49, 38, 25, 33, 61, 30, 23, 1, 41, 21, 57, 42, 15, 5, 58, 19,
    53, 22, 17, 48, 28, 24, 39, 3, 60, 36, 14, 11, 52, 54, 12, 31, 51, 10, 26, 0, 45, 37, 43, 44, 6,
    59, 4, 7, 35, 56, 50, 13, 18, 32, 47, 46, 63, 20, 8,
  ],
)
