import { wordAt } from '../ciphers/block.ts'

/*
 * SHA-256 (FIPS 180-4) for messages of one block behind a key that is already hashed in. node:crypto makes
 * a new object for each call and so takes 5 microseconds for an HMAC of 49 bytes; with the key's two states kept this
 * takes about one, which is most of the cost of a decoder key. Tests hold it against node:crypto.
 */

const ROUNDS = 64
const BLOCK_BYTES = 64
const PRIMES = firstPrimes(ROUNDS)
/** The first 32 fractional bits of the square and cube roots of primes, as the standard defines them. */
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => rootFraction(prime, 2n))
const CONSTANTS = Int32Array.from(PRIMES, (prime) => rootFraction(prime, 3n))
const schedule = new Int32Array(ROUNDS)

/** An HMAC-SHA-256 key, hashed in once. Secret: do not log it. */
export type HmacKey = { readonly inner: Int32Array; readonly outer: Int32Array }

/** @param key at most 64 bytes */
export function hmacKey(key: Uint8Array): HmacKey {
  return { inner: paddedKeyState(key, 0x36), outer: paddedKeyState(key, 0x5c) }
}

/**
 * HMAC-SHA-256 of a short message.
 * @param message at most 55 bytes
 * @returns the eight words of the code
 */
export function hmacSha256(key: HmacKey, message: Uint8Array): Int32Array {
  const block = new Uint8Array(BLOCK_BYTES)
  block.set(message)
  fillSchedule(block)
  closeSchedule(message.length)
  const inner = compressed(key.inner)
  for (let i = 0; i < 8; i++) schedule[i] = inner[i]!
  for (let i = 8; i < 16; i++) schedule[i] = 0
  closeSchedule(32)
  return compressed(key.outer)
}

function paddedKeyState(key: Uint8Array, padding: number): Int32Array {
  const block = new Uint8Array(BLOCK_BYTES)
  block.set(key)
  fillSchedule(block.map((byte) => byte ^ padding))
  return compressed(START)
}

function fillSchedule(block: Uint8Array): void {
  for (let i = 0; i < 16; i++) schedule[i] = wordAt(block, 4 * i)
}

/** The mark behind the last byte, and the length in bits with the key's block counted in. */
function closeSchedule(messageBytes: number): void {
  schedule[messageBytes >>> 2]! |= 0x80 << (24 - 8 * (messageBytes & 3))
  schedule[15] = 8 * (BLOCK_BYTES + messageBytes)
}

function compressed(state: Int32Array): Int32Array {
  for (let i = 16; i < ROUNDS; i++) {
    const w15 = schedule[i - 15]!
    const w2 = schedule[i - 2]!
    const s0 = ((w15 >>> 7) | (w15 << 25)) ^ ((w15 >>> 18) | (w15 << 14)) ^ (w15 >>> 3)
    const s1 = ((w2 >>> 17) | (w2 << 15)) ^ ((w2 >>> 19) | (w2 << 13)) ^ (w2 >>> 10)
    schedule[i] = (schedule[i - 16]! + s0 + schedule[i - 7]! + s1) | 0
  }
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  let f = state[5]!
  let g = state[6]!
  let h = state[7]!
  for (let i = 0; i < ROUNDS; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + CONSTANTS[i]! + schedule[i]!) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const next = new Int32Array(8)
  next[0] = state[0]! + a
  next[1] = state[1]! + b
  next[2] = state[2]! + c
  next[3] = state[3]! + d
  next[4] = state[4]! + e
  next[5] = state[5]! + f
  next[6] = state[6]! + g
  next[7] = state[7]! + h
  return next
}

function firstPrimes(count: number): number[] {
  const primes: number[] = []
  for (let n = 2; primes.length < count; n++) if (primes.every((p) => n % p !== 0)) primes.push(n)
  return primes
}

/** The first 32 bits behind the point of the square (2) or cube (3) root. */
function rootFraction(prime: number, degree: 2n | 3n): number {
  const target = BigInt(prime) << (32n * degree)
  let root = 0n
  for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) {
    if ((root + bit) ** degree <= target) root += bit
  }
  return Number(BigInt.asIntN(32, root))
}
