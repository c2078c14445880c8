import { StsError } from '../../src/index.ts'
import { computeKeyChangeSet } from './key-changes.ts'
import { computeDecoderKey } from './keys.ts'
import { computeReject, computeTidStack } from './meters.ts'
import {
  computeAmount,
  computeCrc,
  computeCurrencyAmount,
  computeLuhn,
  computeMisty1,
  computeSta,
  computeTid,
  computeTransposition,
} from './single-steps.ts'
import { computeToken } from './tokens.ts'
import { BadVector, type Computed, type Values, type Vector } from './vector.ts'

const KINDS: Readonly<Record<string, (input: Values) => Computed>> = {
  token: computeToken,
  keyChangeSet: computeKeyChangeSet,
  decoderKey: computeDecoderKey,
  amount: computeAmount,
  currencyAmount: computeCurrencyAmount,
  tid: computeTid,
  luhn: computeLuhn,
  crc: computeCrc,
  sta: computeSta,
  misty1: computeMisty1,
  transposition: computeTransposition,
  reject: computeReject,
  tidStack: computeTidStack,
}

/**
 * The vectors of a file in the format `sts-vectors/1`.
 * @throws BadVector when it is not such a file
 */
export function vectorsIn(json: unknown): readonly Vector[] {
  const file = json as { readonly vectors?: unknown }
  if (typeof json !== 'object' || json === null || !Array.isArray(file.vectors)) {
    throw new BadVector('there is no list of vectors in it')
  }
  return file.vectors as Vector[]
}

/** Runs one vector. Each difference is a line; none means that it passed. */
export function differencesOf(vector: Vector): string[] {
  const compute = KINDS[vector?.kind]
  if (compute === undefined) return [`there is no kind of vector "${vector?.kind}"`]
  if (Object.keys(vector.output ?? {}).length === 0) return ['it expects no output']
  try {
    const computed = compute(vector.input ?? {})
    const { output, steps } = vector
    return [
      ...differences('output', output, computed.output, 'all'),
      ...differences('steps', steps ?? {}, computed.steps ?? {}, 'known'),
    ]
  } catch (error) {
    if (error instanceof StsError) return [`refused: ${error.code}: ${error.message}`]
    if (error instanceof BadVector) return [error.message]
    return [`failed to run: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** Every expected output must be computed; a step that this package has no name for is passed over. */
function differences(
  where: string,
  expected: Values,
  got: Values,
  which: 'all' | 'known',
): string[] {
  const lines: string[] = []
  for (const [name, value] of Object.entries(expected)) {
    if (which === 'known' && !(name in got)) continue
    const [want, have] = [comparable(value), comparable(got[name])]
    if (want !== have) lines.push(`${where}.${name}: expected ${want}, got ${have}`)
  }
  return lines
}

/** Numbers and digits are the same to us: files write large amounts as texts. */
function comparable(value: unknown): string {
  return JSON.stringify(ordered(value)) ?? 'nothing'
}

function ordered(value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, item]) => [name, ordered(item)]))
}
