import {
  type Algorithm,
  DECODER_KEY_BYTES,
  encipherToken,
  enterToken,
  type KeyType,
  keyChangeMessages,
  type MeterState,
  newMeter,
  SERVICES,
  tidMemoryOf,
  tokenCipher,
} from '../../src/index.ts'
import { algorithmIn, tablesIn } from './keys.ts'
import {
  BadVector,
  bytesIn,
  type Computed,
  listIn,
  numberIn,
  textIn,
  type Values,
  valuesIn,
} from './vector.ts'

const ANY_TIME = new Date(0)
const USUAL_TID_MEMORY = 50

export function computeReject(input: Values): Computed {
  const entry = enterToken(meterIn(input), textIn(input, 'token'), ANY_TIME, tablesIn(input))
  return { output: { result: entry.result } }
}

/** A vector about the mere format of a token names no key. */
function meterIn(input: Values): MeterState {
  const algorithm: Algorithm = input.ea === undefined ? 7 : algorithmIn(input)
  const decoderKey =
    input.decoderKey === undefined
      ? new Uint8Array(DECODER_KEY_BYTES[algorithm])
      : bytesIn(input, 'decoderKey')
  const given = input.meter === undefined ? {} : valuesIn(input, 'meter')
  const tids = given.tidStack === undefined ? [] : listIn(given, 'tidStack').map(Number)
  const meter = newMeter({
    algorithm,
    decoderKey,
    keyType: given.keyType === undefined ? 2 : (numberIn(given, 'keyType') as KeyType),
    keyExpiry: given.keyExpiry === undefined ? 255 : numberIn(given, 'keyExpiry'),
    services: SERVICES,
    currency: true,
  })
  const size = given.tidStackFull === true ? tids.length : Math.max(USUAL_TID_MEMORY, tids.length)
  return { ...meter, tids: tidMemoryOf(size, tids) }
}

/** Runs the events at a whole meter, with real tokens, rather than at its memory alone. */
export function computeTidStack(input: Values): Computed {
  const size = numberIn(input, 'stackSize')
  const keys = [new Uint8Array(8).fill(0x11), new Uint8Array(8).fill(0x22)] as const
  let held = 0
  let meter = newMeter({ algorithm: 7, decoderKey: keys[0], keyType: 2, services: ['electricity'] })
  meter = { ...meter, tids: tidMemoryOf(size, listIn(input, 'initial').map(Number)) }

  const enter = (token: string): string => {
    const entry = enterToken(meter, token, ANY_TIME)
    meter = entry.state
    return entry.keyChanged ? 'KeyChanged' : entry.result
  }
  const enterTid = (tid: number): string =>
    enter(
      encipherToken(tokenCipher(7, keys[held % 2]!), {
        type: 'transfer-credit',
        service: 'electricity',
        rnd: 5,
        tid,
        units: 1n,
      }),
    )
  const changeKey = (rollover: boolean): string => {
    const cipher = tokenCipher(7, keys[held % 2]!)
    held++
    const key = {
      decoderKey: keys[held % 2]!,
      keyType: 2,
      keyExpiry: 255,
      keyRevision: 1,
      tariffIndex: 1,
      supplyGroupCode: '123456',
    } as const
    const messages = keyChangeMessages(7, key, { rollover })
    return messages.map((message) => enter(encipherToken(cipher, message))).at(-1)!
  }

  const events =
    input.events === undefined
      ? listIn(input, 'tids').map((tid) => `tid ${tid}`)
      : listIn(input, 'events').map(String)
  const results = events.map((event) => {
    const [, tid] = /^tid (\d+)$/.exec(event) ?? []
    if (tid !== undefined) return enterTid(Number(tid))
    const [, rollover] = /^kct ro=([01])$/.exec(event) ?? []
    if (rollover === undefined) throw new BadVector(`there is no event "${event}"`)
    return changeKey(rollover === '1')
  })
  return { output: { results, finalStackSorted: meter.tids } }
}
