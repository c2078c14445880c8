import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Algorithm,
  encipherToken,
  enterToken,
  isKeyChangePermitted,
  issueKeyChange,
  type KeyChange,
  keyChangeMessages,
  type MeterState,
  type NewKey,
  newMeter,
  tokenCipher,
} from '../src/index.ts'
import { anyAlgorithm, anyKey } from './arbitraries.ts'

const NOW = new Date('2026-11-24T09:00Z')
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase()

const anyNewKey = (algorithm: Algorithm): fc.Arbitrary<NewKey> =>
  fc.record({
    decoderKey: anyKey(algorithm),
    keyType: fc.constantFrom(1 as const, 2 as const),
    keyExpiry: fc.integer({ min: 200, max: 255 }),
    keyRevision: fc.integer({ min: 1, max: 9 }),
    tariffIndex: fc.nat(99),
    supplyGroupCode: fc.nat(999_999).map((code) => String(code).padStart(6, '0')),
  })

const anyChange: fc.Arbitrary<KeyChange> = anyAlgorithm.chain((algorithm) =>
  fc.record({
    algorithm: fc.constant(algorithm),
    from: fc.record({
      decoderKey: anyKey(algorithm),
      keyType: fc.constant(2 as const),
      baseDate: fc.constant(2014 as const),
    }),
    to: anyNewKey(algorithm).map((key) => ({ ...key, baseDate: 2014 as const })),
    withSupplyGroup: fc.boolean(),
  }),
)

function meterBefore({ algorithm, from }: KeyChange): MeterState {
  const { decoderKey, keyType } = from
  return newMeter({ algorithm, decoderKey, keyType, services: ['electricity'], tidMemory: 3 })
}

function enterAll(meter: MeterState, tokens: readonly string[]) {
  const results: string[] = []
  let state = meter
  for (const token of tokens) {
    const entry = enterToken(state, token, NOW)
    results.push(entry.keyChanged ? 'KeyChanged' : entry.result)
    state = entry.state
  }
  return { results, state }
}

const CHANGE_07: KeyChange = {
  algorithm: 7,
  from: { decoderKey: new Uint8Array(8).fill(0x11), keyType: 2, baseDate: 2014 },
  to: {
    decoderKey: Buffer.from('0123456789ABCDEF', 'hex'),
    keyType: 2,
    keyExpiry: 0xa5,
    keyRevision: 3,
    tariffIndex: 99,
    supplyGroupCode: '123456',
    baseDate: 2014,
  },
}

const CHANGE_11: KeyChange = {
  ...CHANGE_07,
  algorithm: 11,
  from: { ...CHANGE_07.from, decoderKey: new Uint8Array(16).fill(0x11) },
  to: { ...CHANGE_07.to, decoderKey: Buffer.from('00112233445566778899AABBCCDDEEFF', 'hex') },
}

describe('a key change set', () => {
  test('is two tokens under EA07, three with the supply group, four under EA11', () => {
    expect(issueKeyChange(CHANGE_07, NOW)).toHaveLength(2)
    expect(issueKeyChange({ ...CHANGE_07, withSupplyGroup: true }, NOW)).toHaveLength(3)
    expect(issueKeyChange(CHANGE_11, NOW)).toHaveLength(4)
  })

  test('gives the meter the whole new key, in any order, with repeats', () => {
    fc.assert(
      fc.property(anyChange, fc.infiniteStream(fc.nat()), (change, dice) => {
        const tokens = issueKeyChange(change, NOW)
        const order = [...tokens].map((token) => [dice.next().value, token] as const)
        const shuffled = order.sort((a, b) => a[0] - b[0]).map(([, token]) => token)
        // The first one twice, and all but the last once more, before the last one completes it.
        const entries = [shuffled[0]!, ...shuffled.slice(0, -1), ...shuffled]
        const { results, state } = enterAll(meterBefore(change), entries)
        expect(results.at(-1)).toBe('KeyChanged')
        expect(results.slice(0, -1).every((result) => /^...KCT$/.test(result))).toBe(true)
        const carried = change.algorithm === 11 || change.withSupplyGroup === true
        expect(state.key).toEqual({
          decoderKey: hex(change.to.decoderKey),
          keyType: change.to.keyType,
          keyExpiry: change.to.keyExpiry,
          keyRevision: change.to.keyRevision,
          tariffIndex: change.to.tariffIndex,
          supplyGroupCode: carried ? change.to.supplyGroupCode : '000000',
        })
        expect(state.pending).toBeNull()
        // The old key is gone, so the set is worthless now.
        if (hex(change.from.decoderKey) !== hex(change.to.decoderKey)) {
          expect(enterToken(state, tokens[0]!, NOW).result).toBe('CRCError')
        }
      }),
    )
  })

  test('is answered section by section with the standard names', () => {
    const tokens = issueKeyChange(CHANGE_11, NOW)
    expect(enterAll(meterBefore(CHANGE_11), tokens).results).toEqual([
      '1stKCT',
      '2ndKCT',
      '3rdKCT',
      'KeyChanged',
    ])
  })

  test('does nothing while a section is missing', () => {
    for (const change of [{ ...CHANGE_07, withSupplyGroup: true }, CHANGE_11]) {
      const tokens = issueKeyChange(change, NOW)
      for (let missing = 0; missing < tokens.length; missing++) {
        const some = tokens.filter((_, i) => i !== missing)
        const { results, state } = enterAll(meterBefore(change), [...some, ...some])
        expect(results).not.toContain('KeyChanged')
        expect(state.key).toEqual(meterBefore(change).key)
      }
    }
  })

  test('puts the sections of an EA11 key where the standard wants them', () => {
    const [first, second, third, fourth] = keyChangeMessages(11, CHANGE_11.to, { rollover: false })
    expect(first).toMatchObject({ keyPart: 0x00112233, keyExpiryHigh: 0xa, thirdToken: 0 })
    expect(second).toMatchObject({ keyPart: 0xccddeeff, keyExpiryLow: 0x5, tariffIndex: 99 })
    expect(third).toMatchObject({ keyPart: 0x44556677, supplyGroupLow: 123_456 & 0xfff })
    expect(fourth).toMatchObject({ keyPart: 0x8899aabb, supplyGroupHigh: 123_456 >> 12 })
  })
})

test('sections of two sets that make no supply group code are refused, and the right one still helps', () => {
  const to = (supplyGroupCode: string) => ({
    ...CHANGE_11,
    to: { ...CHANGE_11.to, supplyGroupCode },
  })
  // 999999 is 0F423F and 000960 is 0003C0: the halves 0F4 and 3C0 make 1,000,384.
  const [first, second, , fourth] = issueKeyChange(to('999999'), NOW)
  const [, , foreign] = issueKeyChange(to('000960'), NOW)
  const [, , right] = issueKeyChange(to('999999'), NOW)
  const { results, state } = enterAll(meterBefore(CHANGE_11), [
    first!,
    second!,
    fourth!,
    foreign!,
    right!,
  ])
  expect(results).toEqual(['1stKCT', '2ndKCT', '4thKCT', 'RangeError', 'KeyChanged'])
  expect(state.key.supplyGroupCode).toBe('999999')
})

describe('rollover', () => {
  const used = (change: KeyChange): MeterState => ({
    ...meterBefore(change),
    tids: [5000, 5001, 5002],
    units: { electricity: 146n, water: 0n, gas: 0n, time: 0n },
  })

  test('a new base date empties the memory of identifiers and leaves the credit', () => {
    const change: KeyChange = {
      ...CHANGE_07,
      from: { ...CHANGE_07.from, baseDate: 1993 },
    }
    const { state } = enterAll(used(change), issueKeyChange(change, NOW))
    expect(state.tids).toEqual([0, 0, 0])
    expect(state.units.electricity).toBe(146n)
  })

  test('the same base date keeps the memory', () => {
    const { state } = enterAll(used(CHANGE_07), issueKeyChange(CHANGE_07, NOW))
    expect(state.tids).toEqual([5000, 5001, 5002])
  })

  test('under the same key it is refused, for old tokens would be good again', () => {
    const change: KeyChange = {
      ...CHANGE_07,
      from: { ...CHANGE_07.from, baseDate: 1993, decoderKey: CHANGE_07.to.decoderKey },
    }
    expect(() => issueKeyChange(change, NOW)).toThrow('needs a new key')
  })
})

describe('a vending system refuses a key change', () => {
  test('to a key that has expired, but not from one', () => {
    // Key expiry 0x66 ended on base 2014 before NOW.
    const expired = { ...CHANGE_07, to: { ...CHANGE_07.to, keyExpiry: 0x60 } }
    expect(() => issueKeyChange(expired, NOW)).toThrow(
      expect.objectContaining({ code: 'key.expired' }),
    )
    const meter = {
      ...meterBefore(CHANGE_07),
      key: { ...meterBefore(CHANGE_07).key, keyExpiry: 1 },
    }
    expect(enterAll(meter, issueKeyChange(CHANGE_07, NOW)).results.at(-1)).toBe('KeyChanged')
  })

  test('between key types that may not follow each other', () => {
    const permitted = ([0, 1, 2, 3] as const).map((from) =>
      ([0, 1, 2, 3] as const).filter((to) => isKeyChangePermitted(from, to)),
    )
    expect(permitted).toEqual([
      [0, 1, 2, 3],
      [1, 2, 3],
      [1, 2],
      [1, 3],
    ])
    const toCommon = { ...CHANGE_07, to: { ...CHANGE_07.to, keyType: 3 as const } }
    expect(() => issueKeyChange(toCommon, NOW)).toThrow('may not follow')
  })

  test.each([
    ['key revision 0', { keyRevision: 0 }],
    ['tariff index 100', { tariffIndex: 100 }],
    ['key expiry 256', { keyExpiry: 256 }],
    ['a supply group of five digits', { supplyGroupCode: '12345' }],
    ['a key of the wrong length', { decoderKey: new Uint8Array(16) }],
  ])('with %s', (_, wrong) => {
    expect(() => issueKeyChange({ ...CHANGE_07, to: { ...CHANGE_07.to, ...wrong } }, NOW)).toThrow()
  })
})

describe('a meter in the middle of a key change', () => {
  test('still takes credit under the old key', () => {
    const tokens = issueKeyChange(CHANGE_07, NOW)
    const credit = encipherToken(tokenCipher(7, CHANGE_07.from.decoderKey), {
      type: 'transfer-credit',
      service: 'electricity',
      rnd: 1,
      tid: 6_000_000,
      units: 10n,
    })
    const { results } = enterAll(meterBefore(CHANGE_07), [tokens[0]!, credit, tokens[1]!])
    expect(results).toEqual(['1stKCT', 'Accept', 'KeyChanged'])
  })

  test('forgets the sections when the time it allows has passed', () => {
    const [first, second] = issueKeyChange(CHANGE_07, NOW)
    const meter = meterBefore(CHANGE_07)
    const limited = { ...meter, settings: { ...meter.settings, keyChangeMinutes: 10 } }
    const begun = enterToken(limited, first!, NOW).state
    const inTime = new Date(NOW.getTime() + 10 * 60_000)
    const late = new Date(NOW.getTime() + 10 * 60_000 + 1)
    expect(enterToken(begun, second!, inTime).keyChanged).toBe(true)
    const tooLate = enterToken(begun, second!, late)
    expect(tooLate.result).toBe('2ndKCT')
    expect(enterToken(tooLate.state, first!, late).keyChanged).toBe(true)
  })

  test('refuses a change to a key type that may not follow, or that needs a card', () => {
    const messages = keyChangeMessages(7, { ...CHANGE_07.to, keyType: 3 }, { rollover: false })
    const cipher = tokenCipher(7, CHANGE_07.from.decoderKey)
    const tokens = messages.map((message) => encipherToken(cipher, message))
    const fromUnique = meterBefore(CHANGE_07)
    expect(enterAll(fromUnique, tokens).results).toEqual(['KeyTypeError', '2ndKCT'])
    const fromDefault = { ...fromUnique, key: { ...fromUnique.key, keyType: 1 as const } }
    expect(enterAll(fromDefault, tokens).results[0]).toBe('KeyTypeError')
  })
})
