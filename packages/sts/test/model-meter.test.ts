import { describe, expect, test } from 'vitest'
import { tokenCrc } from '../src/crc.ts'
import {
  ALL_REGISTERS,
  controlOf,
  encipherBlock,
  encipherToken,
  enterToken,
  extendedFlag,
  type Message,
  type MeterState,
  meterFromJson,
  meterToJson,
  type NewMeter,
  newMeter,
  rememberTid,
  SERVICES,
  testsOf,
  tidMemoryOf,
  toDigits,
  tokenCipher,
} from '../src/index.ts'

const NOW = new Date('2026-11-24T09:00Z')
const KEY = Buffer.from('0ABC12DEF3456789', 'hex')
const cipher = tokenCipher(7, KEY)

function meter(options: Partial<NewMeter> = {}): MeterState {
  return newMeter({
    algorithm: 7,
    decoderKey: KEY,
    keyType: 2,
    services: ['electricity'],
    manufacturerCode: '07',
    ...options,
  })
}

const token = (message: Message) => encipherToken(cipher, message)
const credit = (tid: number, units = 146n): Message => ({
  type: 'transfer-credit',
  service: 'electricity',
  rnd: 9,
  tid,
  units,
})
const enter = (state: MeterState, message: Message, now = NOW) =>
  enterToken(state, token(message), now)

describe('credit', () => {
  test('is added once, and refused when the token is typed again', () => {
    const first = enter(meter(), credit(6_000_000))
    expect(first).toMatchObject({ result: 'Accept', message: { units: 146n } })
    expect(first.state.units.electricity).toBe(146n)
    const again = enter(first.state, credit(6_000_000))
    expect(again.result).toBe('UsedError')
    expect(again.state).toBe(first.state)
  })

  test('goes to the register of its service, in units or currency', () => {
    let state = meter({ services: SERVICES, currency: true })
    SERVICES.forEach((service, i) => {
      state = enter(state, {
        type: 'transfer-credit',
        service,
        rnd: 0,
        tid: 100 + i,
        units: 5n,
      }).state
      const money = { type: 'transfer-credit-currency', service, tid: 200 + i } as const
      state = enter(state, { ...money, amount: BigInt(-1000 * (i + 1)) }).state
    })
    expect(state.units).toEqual({ electricity: 5n, water: 5n, gas: 5n, time: 5n })
    expect(state.currency).toEqual({
      electricity: -1000n,
      water: -2000n,
      gas: -3000n,
      time: -4000n,
    })
  })

  test('that would overflow the register is refused and may be entered again later', () => {
    const nearlyFull = meter({ largestUnits: 200n })
    const first = enter(nearlyFull, credit(100, 150n))
    const second = enter(first.state, credit(101, 51n))
    expect(second.result).toBe('OverflowError')
    const emptied = enter(first.state, { type: 'clear-credit', rnd: 0, tid: 102, register: 0 })
    expect(enter(emptied.state, credit(101, 51n)).result).toBe('Accept')
  })

  test('taken away beyond what a currency register can owe is an overflow too', () => {
    const owing = meter({ currency: true, largestCurrency: 500n })
    const debit = { type: 'transfer-credit-currency', service: 'electricity' } as const
    const first = enter(owing, { ...debit, tid: 100, amount: -500n })
    expect(first.state.currency.electricity).toBe(-500n)
    expect(enter(first.state, { ...debit, tid: 101, amount: -1n }).result).toBe('OverflowError')
  })

  test('for a service the meter does not sell is a function it does not have', () => {
    expect(enter(meter(), { ...credit(1000), service: 'water' } as Message).result).toBe(
      'FunctionError',
    )
    const currency = {
      type: 'transfer-credit-currency',
      service: 'electricity',
      tid: 1000,
      amount: 100n,
    } as const
    expect(enter(meter(), currency).result).toBe('FunctionError')
  })
})

describe('the order of the checks', () => {
  const expired: Partial<NewMeter> = { keyExpiry: 0x50 }
  const late = credit(0x510000)

  test('a default key is told before an expired one', () => {
    expect(enter(meter({ ...expired, keyType: 1 }), late).result).toBe('DDTKError')
  })

  test('an expired key is told before a used token', () => {
    const state = { ...meter(expired), tids: tidMemoryOf(3, [0x510000]) }
    expect(enter(state, late).result).toBe('KeyExpiredError')
    expect(enter({ ...state, key: { ...state.key, keyExpiry: 0x51 } }, late).result).toBe(
      'UsedError',
    )
  })

  test('a meter that does not check the expiry takes the token', () => {
    expect(enter(meter({ ...expired, checksKeyExpiry: false }), late).result).toBe('Accept')
  })

  test('a used or old token is told before an overflow', () => {
    const state = { ...meter({ largestUnits: 1n }), tids: [500, 600, 700] }
    expect(enter(state, credit(600)).result).toBe('UsedError')
    expect(enter(state, credit(499)).result).toBe('OldError')
    expect(enter(state, credit(650)).result).toBe('OverflowError')
  })

  test('a management token needs no unique key', () => {
    const limit = { type: 'set-maximum-power-limit', rnd: 0, tid: 9, limit: 1000n } as const
    expect(enter(meter({ keyType: 1 }), limit).result).toBe('Accept')
  })
})

describe('contents that no vending system makes', () => {
  /** A token with a right CRC over any content. */
  function tokenOf(tokenClass: number, subclass: number, high: number, low: number): string {
    const upper = (subclass << 28) | high
    const block = { high: upper, low: (low << 16) | tokenCrc(tokenClass, upper, low, false) }
    return toDigits(tokenClass, tokenClass === 1 ? block : encipherBlock(cipher, block))
  }
  const result = (digits: string) => enterToken(meter(), digits, NOW).result

  test('reserved bits that are set are out of range', () => {
    expect(result(tokenOf(2, 5, 0x5000400, 0))).toBe('Accept')
    expect(result(tokenOf(2, 5, 0x5000400, 1))).toBe('RangeError')
    expect(result(tokenOf(2, 8, 0x0000010, 0))).toBe('3rdKCT')
    expect(result(tokenOf(2, 8, 0x0000011, 0))).toBe('RangeError')
    expect(result(tokenOf(1, 2, 0xfc00000, 0x0000))).toBe('Accept')
    expect(result(tokenOf(1, 2, 0xfc00000, 0x0001))).toBe('RangeError')
  })

  test('key revision 0, tariff index 100 and register 8 are out of range', () => {
    expect(result(tokenOf(2, 3, 0xf020000, 0))).toBe('RangeError')
    expect(result(tokenOf(2, 3, 0xf120000, 0))).toBe('1stKCT')
    expect(result(tokenOf(2, 4, 0xf640000, 0))).toBe('RangeError')
    expect(result(tokenOf(2, 4, 0xf630000, 0))).toBe('2ndKCT')
    expect(result(tokenOf(2, 1, 0x5000400, 8))).toBe('RangeError')
  })

  test('class 3 is a function no meter has, whatever follows', () => {
    expect(result('73786976294838206463')).toBe('FunctionError')
  })
})

describe('the memory of token identifiers', () => {
  test('takes late tokens, never a used one, and after it is full none older than all it knows', () => {
    let state: MeterState = { ...meter(), tids: tidMemoryOf(3, []) }
    const results = [100, 100, 50, 200, 150, 50, 100, 99, 120, 100, 300, 120].map((tid) => {
      const entry = enter(state, credit(tid))
      state = entry.state
      return entry.result
    })
    expect(results).toEqual(
      'Accept UsedError Accept Accept Accept OldError UsedError OldError Accept OldError Accept OldError'.split(
        ' ',
      ),
    )
    expect(state.tids).toEqual([150, 200, 300])
  })

  test('is shared by credit and management tokens', () => {
    const { state } = enter(meter(), credit(4000))
    expect(enter(state, { type: 'clear-tamper', rnd: 0, tid: 4000 }).result).toBe('UsedError')
  })

  test('stays sorted and keeps its size', () => {
    expect(rememberTid([0, 0, 7], 5)).toEqual([0, 5, 7])
    expect(rememberTid([3, 5, 7], 9)).toEqual([5, 7, 9])
    expect(rememberTid([3, 5, 7], 4)).toEqual([4, 5, 7])
    expect(tidMemoryOf(2, [9, 3, 5])).toEqual([5, 9])
  })
})

describe('management tokens', () => {
  test('set what they say', () => {
    let state = { ...meter({ services: SERVICES }), tampered: true }
    const messages: Message[] = [
      { type: 'set-maximum-power-limit', rnd: 0, tid: 10, limit: 20_000n },
      { type: 'set-phase-unbalance-limit', rnd: 0, tid: 11, limit: 10n },
      { type: 'set-tariff-rate', rnd: 0, tid: 12, rate: 77 },
      { type: 'set-water-factor', rnd: 0, tid: 13, factor: 88 },
      { type: 'clear-tamper', rnd: 0, tid: 14 },
      { type: 'set-extended', rnd: 0, tid: 15, ...extendedFlag(6, true) },
      { type: 'set-extended', rnd: 0, tid: 16, index: 0, value: 123 },
    ]
    for (const message of messages) {
      const entry = enter(state, message)
      expect(entry.result).toBe('Accept')
      state = entry.state
    }
    expect(state).toMatchObject({
      maximumPowerLimit: 20_004n,
      phaseUnbalanceLimit: 10n,
      tariffRate: 77,
      waterFactor: 88,
      tampered: false,
      flags: { 6: true },
      controlValue: 123,
    })
  })

  test('clear one register, or all of them', () => {
    const full = {
      ...meter({ services: SERVICES, currency: true }),
      units: { electricity: 1n, water: 2n, gas: 3n, time: 4n },
      currency: { electricity: 5n, water: 6n, gas: 7n, time: 8n },
    }
    const clear = (register: number) =>
      enter(full, { type: 'clear-credit', rnd: 0, tid: 50, register }).state
    expect(clear(2)).toMatchObject({ units: { ...full.units, gas: 0n }, currency: full.currency })
    expect(clear(5)).toMatchObject({ units: full.units, currency: { ...full.currency, water: 0n } })
    const nothing = { electricity: 0n, water: 0n, gas: 0n, time: 0n }
    expect(clear(ALL_REGISTERS)).toMatchObject({ units: nothing, currency: nothing })
  })

  test('with a value the meter does not know are out of range and do not use up the identifier', () => {
    const unknown: Message = { type: 'set-extended', rnd: 0, tid: 50, index: 17, value: 1 }
    const entry = enter(meter(), unknown)
    expect(entry.result).toBe('RangeError')
    expect(entry.state.tids).not.toContain(50)
    const water: Message = { type: 'clear-credit', rnd: 0, tid: 50, register: 1 }
    expect(enter(meter(), water).result).toBe('RangeError')
  })

  test('of a maker, or for another kind of meter, are functions it does not have', () => {
    const messages: Message[] = [
      { type: 'proprietary-management', subclass: 12, content: 1n },
      { type: 'proprietary-test', subclass: 12, control: 1n, manufacturerCode: 7 },
      { type: 'set-water-factor', rnd: 0, tid: 5, factor: 1 },
    ]
    for (const message of messages) expect(enter(meter(), message).result).toBe('FunctionError')
    const limit: Message = { type: 'set-maximum-power-limit', rnd: 0, tid: 5, limit: 1n }
    expect(enter(meter({ services: ['gas'] }), limit).result).toBe('FunctionError')
  })
})

describe('test tokens', () => {
  const show = (makerDigits: 2 | 4, manufacturerCode: number): Message => ({
    type: 'test-display',
    makerDigits,
    control: controlOf(makerDigits, [1, 4, 17]),
    manufacturerCode,
  })

  test('are obeyed when they are for every maker or for this one', () => {
    expect(enter(meter(), show(2, 0)).result).toBe('Accept')
    expect(enter(meter(), show(2, 7)).result).toBe('Accept')
    expect(enter(meter(), show(2, 8)).result).toBe('MfrCodeError')
    expect(enter(meter(), show(4, 7)).result).toBe('MfrCodeError')
    expect(enter(meter({ manufacturerCode: '0123' }), show(4, 123)).result).toBe('Accept')
  })

  test('say which tests they ask for, all of them when none is named', () => {
    expect(testsOf(controlOf(2, [1, 4, 17]))).toEqual([1, 4, 17])
    expect(testsOf(controlOf(4, []))).toHaveLength(28)
    expect(testsOf(controlOf(2, []))).toHaveLength(36)
  })
})

describe('wrong entries', () => {
  const lockout = { freeEntries: 2, firstMinutes: 1, longestMinutes: 3 }
  const wrong = '70630503470028726114'
  const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

  test('lock the keypad for longer each time, up to a limit, and a good token ends it', () => {
    let state = meter({ lockout })
    let minutes = 0
    const waits: number[] = []
    for (let i = 0; i < 5; i++) {
      const entry = enterToken(state, wrong, after(minutes))
      expect(entry.result).toBe('CRCError')
      state = entry.state
      const wait = Math.max(0, (state.lockedUntil - after(minutes).getTime()) / 60_000)
      waits.push(wait)
      if (wait > 0) {
        const locked = enterToken(state, token(credit(6_000_000)), after(minutes + wait / 2))
        expect(locked.result).toBe('LockedOut')
        expect(locked.state).toBe(state)
      }
      minutes += wait
    }
    expect(waits).toEqual([0, 0, 1, 2, 3])
    const good = enter(state, credit(6_000_000), after(minutes))
    expect(good.result).toBe('Accept')
    expect(good.state.wrongEntries).toBe(0)
  })

  test('change nothing on a meter without a lock, and badly typed ones never count', () => {
    const open = meter()
    expect(enterToken(open, wrong, NOW).state).toBe(open)
    const locking = meter({ lockout })
    expect(enterToken(locking, '123', NOW)).toMatchObject({ result: 'FormatError', state: locking })
  })
})

describe('a stored meter', () => {
  test('comes back the same through JSON, in the middle of everything', () => {
    let state = meter({ services: SERVICES, currency: true, lockout: null, keyChangeMinutes: 5 })
    const messages: Message[] = [
      credit(100),
      { type: 'transfer-credit-currency', service: 'gas', tid: 101, amount: -(10n ** 17n) },
      { type: 'set-maximum-power-limit', rnd: 0, tid: 102, limit: 5000n },
      { type: 'set-extended', rnd: 0, tid: 103, ...extendedFlag(10, true) },
      { type: 'set-2nd-section-decoder-key', keyExpiryLow: 1, tariffIndex: 2, keyPart: 0xffffffff },
    ]
    for (const message of messages) state = enter(state, message).state
    expect(state.pending).not.toBeNull()
    const stored = JSON.stringify(meterToJson(state))
    expect(meterFromJson(JSON.parse(stored))).toEqual(state)
  })

  test('is refused when it is something else', () => {
    for (const json of [null, 7, 'meter', {}, { tids: [] }]) {
      expect(() => meterFromJson(json)).toThrow(expect.objectContaining({ code: 'meter.state' }))
    }
    const damaged = meterToJson(meter()) as { units: unknown }
    expect(() => meterFromJson({ ...damaged, units: { electricity: 1.5 } })).toThrow('whole number')
  })
})
