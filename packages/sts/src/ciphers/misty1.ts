import type { Block } from './block.ts'
import { S7, S9 } from './misty1-tables.ts'

/** A decoder key made ready for EA11 (MISTY1, RFC 2994). Secret: do not log it. */
export type Misty1Key = {
  readonly algorithm: 11
  /** K1..K8 at 0..7 and K'1..K'8 at 8..15. */
  readonly schedule: Uint16Array
}

const ROUNDS = 8

/** @param decoderKey 16 bytes, in the order in which the key is printed */
export function misty1Key(decoderKey: Uint8Array): Misty1Key {
  const schedule = new Uint16Array(16)
  for (let i = 0; i < 8; i++) schedule[i] = (decoderKey[2 * i]! << 8) | decoderKey[2 * i + 1]!
  for (let i = 0; i < 8; i++) schedule[i + 8] = fi(schedule[i]!, schedule[(i + 1) & 7]!)
  return { algorithm: 11, schedule }
}

export function encipherMisty1({ schedule }: Misty1Key, block: Block): Block {
  let left = block.high
  let right = block.low
  for (let round = 0; round < ROUNDS; round += 2) {
    left = fl(schedule, left, round)
    right = fl(schedule, right, round + 1)
    right ^= fo(schedule, left, round)
    left ^= fo(schedule, right, round + 1)
  }
  return { high: fl(schedule, right, ROUNDS + 1), low: fl(schedule, left, ROUNDS) }
}

export function decipherMisty1({ schedule }: Misty1Key, block: Block): Block {
  let right = flInverse(schedule, block.high, ROUNDS + 1)
  let left = flInverse(schedule, block.low, ROUNDS)
  for (let round = ROUNDS - 2; round >= 0; round -= 2) {
    left ^= fo(schedule, right, round + 1)
    right ^= fo(schedule, left, round)
    left = flInverse(schedule, left, round)
    right = flInverse(schedule, right, round + 1)
  }
  return { high: left, low: right }
}

function fo(schedule: Uint16Array, input: number, round: number): number {
  let left = input >>> 16
  let right = input & 0xffff
  left = fi(left ^ schedule[round]!, schedule[((round + 5) & 7) + 8]!) ^ right
  right = fi(right ^ schedule[(round + 2) & 7]!, schedule[((round + 1) & 7) + 8]!) ^ left
  left = fi(left ^ schedule[(round + 7) & 7]!, schedule[((round + 3) & 7) + 8]!) ^ right
  return ((right ^ schedule[(round + 4) & 7]!) << 16) | left
}

function fi(input: number, key: number): number {
  let nine = input >>> 7
  let seven = input & 0x7f
  nine = S9[nine]! ^ seven
  seven = S7[seven]! ^ (nine & 0x7f) ^ (key >>> 9)
  nine = S9[nine ^ (key & 0x1ff)]! ^ seven
  return (seven << 9) | nine
}

function fl(schedule: Uint16Array, input: number, step: number): number {
  const left = input >>> 16
  const right = (input & 0xffff) ^ (left & andKey(schedule, step))
  return ((left ^ (right | orKey(schedule, step))) << 16) | right
}

function flInverse(schedule: Uint16Array, input: number, step: number): number {
  const right = input & 0xffff
  const left = (input >>> 16) ^ (right | orKey(schedule, step))
  return (left << 16) | (right ^ (left & andKey(schedule, step)))
}

/** Even steps take the plain key first, odd ones the derived key (RFC 2994, section 2.5). */
function andKey(schedule: Uint16Array, step: number): number {
  const half = step >>> 1
  return (step & 1) === 0 ? schedule[half & 7]! : schedule[((half + 2) & 7) + 8]!
}

function orKey(schedule: Uint16Array, step: number): number {
  const half = step >>> 1
  return (step & 1) === 0 ? schedule[((half + 6) & 7) + 8]! : schedule[(half + 4) & 7]!
}
