import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'
import { nowMs } from './clock.ts'

declare const brand: unique symbol

/** The id of one kind of thing. Ids of two kinds cannot be swapped: `Id<'sale'>` is no `Id<'meter'>`. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

// A clock stepped back further than this was set anew, so ids follow it; less is a small correction.
const SMALL_STEP_BACK_MS = 10_000

// Random bytes are fetched for 256 ids at once: one call for each id costs 25 times the rest.
const RANDOM_LENGTH = 16
const random = new Uint8Array(256 * RANDOM_LENGTH)
let randomUsed = random.length

let lastMs = 0
let sequence = 0

/**
 * A new UUIDv7 (RFC 9562). Ids made by one process in the same millisecond, or while the clock is
 * corrected by a few seconds, still sort in the order in which they were made.
 */
export function newId<Kind extends string>(): Id<Kind> {
  const present = nowMs()
  if (present > lastMs || present < lastMs - SMALL_STEP_BACK_MS) {
    lastMs = present
    // Starts in the lower half, so that a busy millisecond does not run over.
    sequence = Math.floor(Math.random() * 0x4000_0000)
  } else {
    sequence += 1
  }
  return v7({ msecs: lastMs, seq: sequence, random: nextRandom() }) as Id<Kind>
}

/** The instant inside a UUIDv7. What is not one throws: the caller checks with `isUuid` first. */
export function timeOfId(id: string): Date {
  if (!isUuid(id) || id[14] !== '7') throw new Error('Only a UUIDv7 carries a time.')
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

/** Whether the text is a UUID of any version, in lower case as PostgreSQL prints it. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** Reads an id that came from outside; undefined when it is no UUID. Capital letters are accepted. */
export function parseId<Kind extends string>(text: string): Id<Kind> | undefined {
  const lower = text.length === 36 ? text.toLowerCase() : ''
  return isUuid(lower) ? (lower as Id<Kind>) : undefined
}

function nextRandom(): Uint8Array {
  if (randomUsed === random.length) {
    randomFillSync(random)
    randomUsed = 0
  }
  randomUsed += RANDOM_LENGTH
  return random.subarray(randomUsed - RANDOM_LENGTH, randomUsed)
}
