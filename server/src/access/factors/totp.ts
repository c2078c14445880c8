import { createHmac, timingSafeEqual } from 'node:crypto'

/** Seconds that a code of an authenticator app is shown. */
const STEP_SECONDS = 30
const DIGITS = 6
/** Steps before and after the present one whose codes are taken: a telephone's clock is not ours (RFC 6238, 5.2). */
const DRIFT = 1

/** The step of RFC 6238 at a moment. */
export function stepAt(time: Date): number {
  return Math.floor(time.getTime() / 1000 / STEP_SECONDS)
}

/** The code of a seed for one step: HMAC-SHA-1, dynamic truncation (RFC 4226, section 5.3). */
export function codeAt(seed: Uint8Array, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', seed).update(counter).digest()
  const offset = mac[mac.length - 1]! & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/**
 * The step whose code this is, among the present one and its neighbours; undefined when it is none of theirs, or
 * not after `lastStep`: a code that was accepted is not accepted again, nor an older one.
 */
export function stepOf(
  seed: Uint8Array,
  code: string,
  time: Date,
  lastStep: number | null,
): number | undefined {
  if (!/^[0-9]{6}$/.test(code)) return undefined
  const given = Buffer.from(code)
  const present = stepAt(time)
  let found: number | undefined
  // Every step is tried, so that the time does not tell which one fitted.
  for (let step = present - DRIFT; step <= present + DRIFT; step++) {
    const fits = timingSafeEqual(Buffer.from(codeAt(seed, step)), given)
    if (fits && (lastStep === null || step > lastStep)) found ??= step
  }
  return found
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 without padding (RFC 4648, section 6), as authenticator apps take a seed. */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(held >>> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}

/** What an authenticator app reads from the square code: the seed, and under which name it lists it. */
export function keyAddress(seed: Uint8Array, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  const query = new URLSearchParams({ secret: base32(seed), issuer })
  return `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`
}
