/**
 * Tokens per CPU-second of one thread, warmed up: `npm run bench:sts`. CPU time rather than the clock, so that a
 * busy machine does not count; the median of several rounds.
 */
import {
  decipherToken,
  decoderKey,
  encipherToken,
  enterToken,
  type KeyParameters,
  type Message,
  newMeter,
  parseDrn,
  type TokenCipher,
  tokenCipher,
  vendingKey,
} from '../src/index.ts'

const ROUNDS = 7
const TOKENS_PER_ROUND = 150_000
const ANY_TIME = new Date(0)

const meter: KeyParameters = {
  dkga: 4,
  algorithm: 7,
  baseDate: 2014,
  pan: parseDrn('00000000000').pan,
  keyType: 2,
  supplyGroupCode: '123456',
  tariffIndex: 1,
  keyRevision: 1,
}
const plainVendingKey = Buffer.from('00112233445566778899AABBCCDDEEFF01234567', 'hex')
const readyVendingKey = vendingKey(4, plainVendingKey)
const key07 = decoderKey(meter, readyVendingKey)
const key11 = decoderKey({ ...meter, algorithm: 11 }, readyVendingKey)
const cipher07 = tokenCipher(7, key07)
const cipher11 = tokenCipher(11, key11)
const tokens07 = Array.from({ length: 4096 }, (_, i) => encipherToken(cipher07, credit(i)))
const tokens11 = Array.from({ length: 4096 }, (_, i) => encipherToken(cipher11, credit(i)))
const accepting = newMeter({
  algorithm: 7,
  decoderKey: key07,
  keyType: 2,
  services: ['electricity'],
})

row('EA07 credit token, cached decoder key', 400_000, (i) =>
  lastDigit(encipherToken(cipher07, credit(i))),
)
row('DKGA04 + EA07, key derived for each token', 150_000, (i) =>
  lastDigit(encipherToken(tokenCipher(7, decoderKey(otherMeter(i), readyVendingKey)), credit(i))),
)
row('EA11 credit token, cached decoder key', 300_000, (i) =>
  lastDigit(encipherToken(cipher11, credit(i))),
)
row('decode and verify, EA07', 300_000, (i) => verified(cipher07, tokens07[i & 4095]!))
row('decode and verify, EA11', 300_000, (i) => verified(cipher11, tokens11[i & 4095]!))
row('DKGA04 + EA07, vending key hashed in each time', null, (i) =>
  lastDigit(encipherToken(tokenCipher(7, decoderKey(otherMeter(i), plainVendingKey)), credit(i))),
)
row('entered at the model meter and accepted, EA07', null, (i) => {
  const { result, state } = enterToken(accepting, tokens07[i & 4095]!, ANY_TIME)
  return result === 'Accept' ? state.tids.at(-1)! : Number.NaN
})

/** Every result is looked at, so that no compiler may leave out the work behind it. */
function lastDigit(token: string): number {
  return token.charCodeAt(19)
}

function verified(cipher: TokenCipher, token: string): number {
  const reading = decipherToken(cipher, token)
  if (reading.result !== 'Read' || reading.message.type !== 'transfer-credit') return Number.NaN
  return reading.message.tid + (reading.message.units > 0n ? 1 : 0)
}

function credit(i: number): Message {
  return {
    type: 'transfer-credit',
    service: 'electricity',
    rnd: i & 15,
    tid: 6_000_000 + (i & 0xfffff),
    units: BigInt(1 + (i % 20_000)),
  }
}

function otherMeter(i: number): KeyParameters {
  return { ...meter, tariffIndex: i % 100, keyRevision: 1 + (i % 9) }
}

function row(title: string, target: number | null, make: (i: number) => number): void {
  const rates: number[] = []
  let sink = 0
  // The first round warms up and does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    const before = process.cpuUsage()
    for (let i = 0; i < TOKENS_PER_ROUND; i++) sink += make(i)
    const { user, system } = process.cpuUsage(before)
    if (round > 0) rates.push(TOKENS_PER_ROUND / ((user + system) / 1e6))
  }
  if (!(sink > 0)) throw new Error(`${title}: a token was not made or not read.`)
  const rate = rates.sort((a, b) => a - b)[ROUNDS >> 1]!
  const figure = Math.round(rate).toLocaleString('en-GB').padStart(10)
  console.log(`${figure} /CPU-s  ${title.padEnd(48)} ${verdict(rate, target)}`)
}

function verdict(rate: number, target: number | null): string {
  if (target === null) return '(no target)'
  return `${rate >= target ? 'reached' : 'MISSED'} ${target.toLocaleString('en-GB')}`
}
