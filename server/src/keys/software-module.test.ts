import { enterToken, newMeter, SAMPLE_TABLES, tidAt } from '@saldo/sts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { setClock } from '../kernel/clock.ts'
import { allRefusals } from '../kernel/refusal.ts'
import type { LoadedKey } from './ceremony.ts'
import { codeOf, load, masterKey, meter, NOON, VENDING_KEY } from './keys.world.ts'
import type { MeterKeyData } from './security-module.ts'
import { openSoftwareModule, type SoftwareModule } from './software-module.ts'
import type { KeyAttributes, StoredVendingKey } from './vending-key.ts'

let module: SoftwareModule
beforeEach(() => {
  setClock(() => NOON)
  module = openSoftwareModule({ id: 'software', masterKey, toleranceDays: 30, modelMeters: true })
})
afterEach(() => {
  module.close()
  setClock()
})

const hold = (changes: Partial<StoredVendingKey> = {}, attributes: Partial<KeyAttributes> = {}) => {
  const key = { ...load(attributes), ...changes }
  module.hold(key)
  return key.id
}
const tid = () => tidAt(2014, new Date(NOON))
const credit = (keyId: string, changes: Partial<MeterKeyData> = {}, at = tid()) =>
  module.proposeCredit({
    keyId,
    meter: { ...meter, ...changes },
    service: 'electricity',
    units: 146n,
    tid: at,
  })

describe('a proposed credit token', () => {
  test.each([7, 11] as const)('is accepted by the model meter, algorithm %d', (algorithm) => {
    const keyId = hold()
    const its = { ...meter, algorithm }
    const { digits, units } = credit(keyId, { algorithm })
    expect(units).toBe(146n)
    const key = Buffer.from(module.modelMeterKey(keyId, its), 'hex')
    const model = newMeter({ algorithm, decoderKey: key, keyType: 2, services: ['electricity'] })
    const first = enterToken(model, digits, new Date(NOON))
    expect(first).toMatchObject({ result: 'Accept', state: { units: { electricity: 146n } } })
    expect(enterToken(first.state, digits, new Date(NOON)).result).toBe('UsedError')
  })

  test('says what the meter will add where a token has coarser steps', () => {
    const keyId = hold()
    const proposed = module.proposeCredit({
      keyId,
      meter,
      service: 'water',
      units: 20_000n,
      tid: tid(),
    })
    expect(proposed.units).toBe(20_004n)
  })

  test('is another one under the sample tables', () => {
    const sample = openSoftwareModule({
      id: 'sample',
      masterKey,
      toleranceDays: 30,
      tables: SAMPLE_TABLES,
    })
    const key = load()
    sample.hold(key)
    module.hold(key)
    const request = { keyId: key.id, meter, service: 'electricity', units: 1n, tid: tid() } as const
    const key7 = Buffer.from(module.modelMeterKey(key.id, meter), 'hex')
    const model = newMeter({
      algorithm: 7,
      decoderKey: key7,
      keyType: 2,
      services: ['electricity'],
    })
    const entry = (digits: string) => enterToken(model, digits, new Date(NOON)).result
    expect(entry(sample.proposeCredit(request).digits)).toBe('CRCError')
    expect(entry(module.proposeCredit(request).digits)).toBe('Accept')
  })
})

describe('no credit is made', () => {
  test('with a key that is not loaded', () => {
    expect(codeOf(() => credit('unknown'))).toBe('key.not_loaded')
  })

  test('under a default key', () => {
    const keyId = hold({}, { keyType: 1 })
    expect(codeOf(() => credit(keyId, { keyType: 1 }))).toBe('key.default_carries_no_credit')
  })

  test.each(['pre_active', 'suspended', 'deactivated', 'compromised', 'destroyed'] as const)(
    'under a key that is %s',
    (state) => {
      expect(codeOf(() => credit(hold({ state })))).toBe('key.not_active')
    },
  )

  test('before a key is active and after its issue period', () => {
    const keyId = hold()
    setClock(() => Date.UTC(2025, 11, 31))
    expect(codeOf(() => credit(keyId))).toBe('key.not_active')
    setClock(() => Date.UTC(2027, 0, 1))
    expect(codeOf(() => credit(keyId))).toBe('key.not_active')
  })

  test('past the expiry of the key in the meter, and in its last minute it is', () => {
    const keyId = hold()
    const keyExpiry = tid() >>> 16
    expect(codeOf(() => credit(keyId, { keyExpiry: keyExpiry - 1 }))).toBe('key.expired')
    expect(codeOf(() => credit(keyId, { keyExpiry }))).toBe('done')
  })

  test('for a meter whose key data do not fit the key', () => {
    const keyId = hold()
    for (const changes of [
      { supplyGroupCode: '600676' },
      { keyRevision: 2 },
      { keyType: 1 },
      { baseDate: 2035 },
      { dkga: 2 },
    ] as const) {
      expect(codeOf(() => credit(keyId, changes))).toBe('key.data_inconsistent')
    }
  })

  test('from the future', () => {
    const keyId = hold()
    const inDays = (days: number) => tid() + days * 1_440
    expect(codeOf(() => credit(keyId, {}, inDays(29)))).toBe('done')
    expect(codeOf(() => credit(keyId, {}, inDays(31)))).toBe('token.from_the_future')
  })

  test('once the module has forgotten the key or is closed', () => {
    const keyId = hold()
    credit(keyId)
    module.forget(keyId)
    expect(codeOf(() => credit(keyId))).toBe('key.not_loaded')
    const other = hold()
    module.close()
    expect(codeOf(() => credit(other))).toBe('key.not_loaded')
  })
})

test('a key whose state changes is obeyed without being loaded again', () => {
  const key = load()
  module.hold(key)
  expect(codeOf(() => credit(key.id))).toBe('done')
  module.hold({ ...key, state: 'suspended' })
  expect(codeOf(() => credit(key.id))).toBe('key.not_active')
})

describe('a stored key that was altered is not opened', () => {
  test.each<[string, (key: LoadedKey) => Partial<StoredVendingKey>]>([
    ['another tenant', () => ({ tenantId: '01a20c95-0000-7000-8000-000000000002' })],
    ['another row', () => ({ id: '01a20c95-0000-7000-8000-000000000003' })],
    ['a default key made unique', () => ({ keyType: 1 })],
    ['another supply group', () => ({ supplyGroupCode: '600676' })],
    ['a longer life', () => ({ keyExpiry: 254 })],
    ['another check value', () => ({ checkValue: 'SALDO-00000000' })],
    [
      'one bit of the key',
      (key) => ({ wrapped: key.wrapped.map((byte, index) => (index === 20 ? byte ^ 1 : byte)) }),
    ],
    ['a piece of it', (key) => ({ wrapped: key.wrapped.subarray(0, 20) })],
  ])('%s', (_, change) => {
    const key = load()
    expect(codeOf(() => module.hold({ ...key, ...change(key) }))).toBe('key.unreadable')
    module.hold(key)
    expect(module.holds(key.id)).toBe(true)
  })

  test('not even while the module holds it', () => {
    const key = load()
    module.hold(key)
    expect(codeOf(() => module.hold({ ...key, keyRevision: 2 }))).toBe('key.unreadable')
  })

  test('nor under another master key', () => {
    const other = openSoftwareModule({
      id: 'other',
      masterKey: Buffer.alloc(32, 8),
      toleranceDays: 30,
    })
    expect(codeOf(() => other.hold(load()))).toBe('key.unreadable')
  })
})

test('the same key wrapped twice looks different and never shows in clear', () => {
  const [one, other] = [load(), load()]
  expect(Buffer.from(one.wrapped)).not.toEqual(Buffer.from(other.wrapped))
  expect(Buffer.from(one.wrapped).toString('hex').toUpperCase()).not.toContain(VENDING_KEY)
})

test('a module for production gives no decoder key away, and no module shows a key', () => {
  const production = openSoftwareModule({ id: 'production', masterKey, toleranceDays: 30 })
  const key = load()
  production.hold(key)
  expect(() => production.modelMeterKey(key.id, meter)).toThrow('gives no key away')
  const seen = JSON.stringify(production) + JSON.stringify(production.counts())
  expect(seen).not.toMatch(/ABABABAB|[0-9A-F]{16}/i)
})

test('every token is counted by key and kind, whatever becomes of it', () => {
  const keyId = hold()
  credit(keyId)
  credit(keyId)
  const message = { type: 'clear-tamper', rnd: 5, tid: tid() } as const
  module.proposeManagement({ keyId, meter, message })
  expect(module.counts()).toEqual([
    { keyId, kind: 'credit', tokens: 2, units: 292n },
    { keyId, kind: 'management', tokens: 1, units: 0n },
  ])
})

test('credit and key changes cannot be made as engineering tokens', () => {
  const keyId = hold()
  const message = {
    type: 'transfer-credit',
    service: 'electricity',
    units: 1n,
    rnd: 1,
    tid: 1,
  } as const
  expect(() => module.proposeManagement({ keyId, meter, message })).toThrow('ways of their own')
})

test('a key change moves the model meter to the new key, from a retired one too', () => {
  const old = hold({ state: 'deactivated' })
  const newKeyId = hold({}, { keyRevision: 2 })
  const decoderKey = Buffer.from(module.modelMeterKey(old, meter), 'hex')
  let model = newMeter({ algorithm: 7, decoderKey, keyType: 2, services: ['electricity'] })
  const newMeterData = { ...meter, keyRevision: 2 }
  const request = { keyId: old, meter, newKeyId, newMeter: newMeterData }
  const results = module.proposeKeyChange(request).map((digits) => {
    const entry = enterToken(model, digits, new Date(NOON))
    model = entry.state
    return entry.keyChanged
  })
  expect(results).toEqual([false, true])
  const { digits } = credit(newKeyId, { keyRevision: 2 })
  expect(enterToken(model, digits, new Date(NOON)).result).toBe('Accept')
  expect(module.counts()).toContainEqual({
    keyId: newKeyId,
    kind: 'key_change',
    tokens: 2,
    units: 0n,
  })
})

test('the module keeps only so many decoder keys ready', () => {
  module.close()
  module = openSoftwareModule({ id: 's', masterKey, toleranceDays: 30, cachedMeters: 3 })
  const keyId = hold()
  for (let tariffIndex = 0; tariffIndex < 10; tariffIndex++) credit(keyId, { tariffIndex })
  expect(module.cached()).toBe(3)
})

test('refusals say nothing of a key', () => {
  for (const kind of allRefusals()) expect(kind.title).not.toMatch(/[0-9A-F]{8}/)
})
