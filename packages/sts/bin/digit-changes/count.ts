import {
  type Algorithm,
  DECODER_KEY_BYTES,
  encipherToken,
  enterToken,
  type MeterState,
  newMeter,
  SERVICES,
  tokenCipher,
} from '../../src/index.ts'

export type Tally = {
  readonly changes: number
  /** Changed tokens that the meter took as credit. */
  readonly accepted: number
  readonly results: Readonly<Record<string, number>>
}

const CHANGES_PER_TOKEN = 180
const CHANGES_PER_METER = 100 * CHANGES_PER_TOKEN
const ANY_TIME = new Date(0)

/**
 * Changes single digits of valid credit tokens, all 180 changes of each token, and enters the result at a model
 * meter that has used no token yet and sells every service in units and currency: the easiest one to fool.
 * @param seed same seed, same tokens
 */
export function countAccepted(algorithm: Algorithm, changes: number, seed: number): Tally {
  const random = randomWords(seed)
  const results: Record<string, number> = {}
  let accepted = 0
  let meter = randomMeter(algorithm, random)
  let token = ''
  for (let done = 0; done < changes; done++) {
    if (done % CHANGES_PER_METER === 0) meter = randomMeter(algorithm, random)
    if (done % CHANGES_PER_TOKEN === 0) token = randomToken(meter, random)
    const { result, message } = enterToken(
      meter,
      changed(token, done % CHANGES_PER_TOKEN),
      ANY_TIME,
    )
    results[result] = (results[result] ?? 0) + 1
    if (result === 'Accept' && message?.type.startsWith('transfer-credit')) accepted++
  }
  return { changes, accepted, results }
}

function randomMeter(algorithm: Algorithm, random: () => number): MeterState {
  const decoderKey = new Uint8Array(DECODER_KEY_BYTES[algorithm]).map(() => random() & 0xff)
  return newMeter({ algorithm, decoderKey, keyType: 2, services: SERVICES, currency: true })
}

function randomToken({ settings, key }: MeterState, random: () => number): string {
  const cipher = tokenCipher(settings.algorithm, Buffer.from(key.decoderKey, 'hex'))
  return encipherToken(cipher, {
    type: 'transfer-credit',
    service: SERVICES[random() & 3]!,
    rnd: random() & 15,
    tid: random() >>> 8,
    units: BigInt(random() & 0xffff),
  })
}

/** Change 0 .. 179: one of twenty places, one of the nine other digits. */
function changed(token: string, change: number): string {
  const place = Math.floor(change / 9)
  const digit = (token.charCodeAt(place) - 48 + 1 + (change % 9)) % 10
  return token.slice(0, place) + digit + token.slice(place + 1)
}

/** Xorshift with 32 bits: enough to spread test tokens, and the same on every run. */
function randomWords(seed: number): () => number {
  let word = seed | 1
  return () => {
    word ^= word << 13
    word ^= word >>> 17
    word ^= word << 5
    return word >>> 0
  }
}
