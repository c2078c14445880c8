import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { pepper } from '../sign-in/password.ts'
import { sha256 } from '../token.ts'

/** Milliseconds in which a passkey must answer. */
const LIFE_MS = 5 * 60_000
const TIME = 8
const RANDOM = 24
const MAC = 32

/** What a challenge was made for: the answer to one is none to another. */
export type Occasion =
  | `register ${string}`
  | `second ${string}`
  | `confirm ${string}`
  | 'passwordless'

/**
 * A challenge that proves by itself that it is ours, what it is for and how long it holds: whoever asks for
 * challenges without end fills no table. `spend` sees to it that each is answered once.
 */
export function makeChallenge(occasion: Occasion): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(TIME + RANDOM)
  head.writeBigUInt64BE(BigInt(now().getTime() + LIFE_MS))
  randomBytes(RANDOM).copy(head, TIME)
  return new Uint8Array(Buffer.concat([head, macOf(head, occasion)]))
}

/** Whether a challenge, in base64url, is one of ours for this occasion and still holds. */
export function isChallenge(text: string, occasion: Occasion): boolean {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== TIME + RANDOM + MAC || bytes.toString('base64url') !== text) return false
  const head = bytes.subarray(0, TIME + RANDOM)
  if (!timingSafeEqual(bytes.subarray(TIME + RANDOM), macOf(head, occasion))) return false
  return head.readBigUInt64BE() > BigInt(now().getTime())
}

/** Notes that a challenge, good until then, was answered. Returns whether this is the first answer. */
export async function spend(
  tx: Tx,
  tenantId: Id<'tenant'>,
  text: string,
  expiresAt = new Date(now().getTime() + LIFE_MS),
): Promise<boolean> {
  const first = await tx.execute(
    `insert into access.used_challenge (tenant_id, challenge_hash, expires_at)
     values ($1, $2, $3) on conflict do nothing`,
    [tenantId, sha256(text), expiresAt],
  )
  return first === 1
}

function macOf(head: Uint8Array, occasion: Occasion): Buffer {
  return createHmac('sha256', pepper().secret)
    .update(`passkey challenge\n${occasion}\n`)
    .update(head)
    .digest()
}
