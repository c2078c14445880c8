import { readFileSync } from 'node:fs'
import { sha256 } from '../token.ts'

/** Bytes of a SHA-256 that are kept of each password: one in 25 million others is refused with them. */
const KEPT = 5

/** Entries of a list of passwords, sorted, each the first bytes of the hash of its small letters. */
export function breachedList(passwords: Iterable<string>): Buffer {
  const entries = new Set([...passwords].map((password) => entryOf(password).toString('hex')))
  return Buffer.from([...entries].sort().join(''), 'hex')
}

/**
 * Whether a password is known from a breach: it stands in the list beside this file, which was made of the
 * million passwords that turned up most often, those of 12 characters and more. Capitals do not matter.
 */
export function isBreached(password: string, list = shipped()): boolean {
  const wanted = entryOf(password)
  let [low, high] = [0, list.length / KEPT]
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = wanted.compare(list, middle * KEPT, (middle + 1) * KEPT)
    if (order === 0) return true
    if (order < 0) high = middle
    else low = middle + 1
  }
  return false
}

function entryOf(password: string): Buffer {
  return sha256(password.normalize('NFKC').toLowerCase()).subarray(0, KEPT)
}

let loaded: Buffer | undefined

function shipped(): Buffer {
  loaded ??= readFileSync(new URL('./breached.bin', import.meta.url))
  return loaded
}
