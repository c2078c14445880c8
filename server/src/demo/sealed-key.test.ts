import { enterToken, issueKeyChange, type MeterState, meterToJson, newMeter } from '@saldo/sts'
import { expect, test } from 'vitest'
import { withKey, withoutKey } from './sealed-key.ts'

const delivered = '0123456789ABCDEF'
const changed = 'FEDCBA9876543210'
const factory = newMeter({
  algorithm: 7,
  decoderKey: Buffer.from(delivered, 'hex'),
  keyType: 2,
  services: ['electricity'],
})
const [first = '', second = ''] = issueKeyChange(
  {
    algorithm: 7,
    from: { decoderKey: Buffer.from(delivered, 'hex'), keyType: 2, baseDate: 2014 },
    to: {
      decoderKey: Buffer.from(changed, 'hex'),
      keyType: 2,
      keyRevision: 2,
      keyExpiry: 255,
      tariffIndex: 1,
      supplyGroupCode: '600675',
      baseDate: 2014,
    },
    withSupplyGroup: false,
  },
  new Date('2026-11-24T12:00:00Z'),
)
const half = after(factory, first)
const whole = after(half, second)

function after(state: MeterState, digits: string): MeterState {
  return enterToken(state, digits, new Date('2026-11-24T12:00:00Z')).state
}

test('an ordinary meter is stored without its key, and nothing is sealed', () => {
  const { open, sealed } = withoutKey(factory, delivered, 'meter 1')
  expect(sealed).toBeNull()
  expect(JSON.stringify(meterToJson(open))).not.toContain(delivered)
  expect(withKey(open, sealed, delivered, 'meter 1')).toEqual(factory)
})

test.each([
  ['half', half],
  ['whole', whole],
])('what a %s key change brought is sealed, and comes back', (_, state) => {
  const { open, sealed } = withoutKey(state, delivered, 'meter 1')
  expect([open.key.decoderKey, open.pending]).toEqual(['', null])
  expect(sealed).not.toBeNull()
  expect(sealed?.toString('latin1')).not.toContain(changed)
  expect(withKey(open, sealed, delivered, 'meter 1')).toEqual(state)
})

test('a sealed key opens for its own meter alone', () => {
  const { open, sealed } = withoutKey(whole, delivered, 'meter 1')
  expect(whole.key.decoderKey).toBe(changed)
  expect(() => withKey(open, sealed, delivered, 'meter 2')).toThrow()
  expect(() => withKey(open, sealed, changed, 'meter 1')).toThrow()
})
