import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { setClock } from '../kernel/clock.ts'
import { openCeremony } from './ceremony.ts'
import {
  attributes,
  codeOf,
  load,
  masterKey,
  NOON,
  tenantId,
  VENDING_KEY,
  xor,
} from './keys.world.ts'
import { openSoftwareModule } from './software-module.ts'
import type { KeyAttributes } from './vending-key.ts'

beforeEach(() => setClock(() => NOON))
afterEach(() => setClock())

describe('a key ceremony', () => {
  const open = (changes: Partial<KeyAttributes> = {}) =>
    openCeremony({
      masterKey,
      tenantId,
      attributes: { ...attributes, ...changes },
      activeFrom: new Date(NOON),
      issueUntil: null,
    })
  const component = '0123456789abcdef0123456789abcdef01234567'

  test('needs two different people', () => {
    const ceremony = open()
    ceremony.enter('asha', component)
    expect(codeOf(() => ceremony.complete('x'))).toBe('key.components_missing')
    expect(codeOf(() => ceremony.enter('asha', component))).toBe('key.same_person_twice')
  })

  test('names the people and joins their components', () => {
    const key = load()
    expect(key.loadedBy).toEqual(['asha', 'john'])
    expect(key.checkValue).toMatch(/^SALDO-[0-9A-F]{8}$/)
    // Three people who hold other components of the same key load the same key.
    const ceremony = open()
    ceremony.enter('a', component)
    ceremony.enter('b', 'ff'.repeat(20))
    ceremony.enter('c', xor(VENDING_KEY, xor(component, 'ff'.repeat(20))))
    expect(ceremony.checkValue()).toBe(key.checkValue)
  })

  test('loads nothing when the check value is another, and is over then', () => {
    const ceremony = open()
    ceremony.enter('asha', component)
    ceremony.enter('john', 'ff'.repeat(20))
    expect(codeOf(() => ceremony.complete('SALDO-00000000'))).toBe('key.check_value_differs')
    expect(codeOf(() => ceremony.checkValue())).toBe('key.ceremony_over')
  })

  test('is over after half an hour', () => {
    const ceremony = open()
    ceremony.enter('asha', component)
    setClock(() => NOON + 31 * 60_000)
    expect(codeOf(() => ceremony.enter('john', component))).toBe('key.ceremony_over')
  })

  test.each(['', '00'.repeat(20), component.slice(2), `${component}00`, `${component.slice(2)}zz`])(
    'does not take %j as a component',
    (text) => {
      expect(codeOf(() => open().enter('asha', text))).toBe('key.component_malformed')
    },
  )

  test('does not make a key of nothing from two equal components', () => {
    const ceremony = open()
    ceremony.enter('asha', component)
    ceremony.enter('john', component)
    expect(codeOf(() => ceremony.checkValue())).toBe('key.component_malformed')
  })

  test('shows the usual check value of a DES key', () => {
    // FIPS 46-3: DES of zeros under 0123456789ABCDEF is D5D44FF720683D0D.
    expect(load({ dkga: 2 }, '0123456789abcdef').checkValue).toBe('D5D44F')
  })

  test('makes a DES key of odd parity, as its sender had it, from components of odd parity', () => {
    const ceremony = open({ dkga: 2 })
    ceremony.enter('asha', '0101010101010101')
    // What 0123456789ABCDEF is, joined with the first, brought to odd parity: the join is even.
    ceremony.enter('john', '01234567 89abcdef')
    const module = openSoftwareModule({ id: 'software', masterKey, toleranceDays: 30 })
    const key = ceremony.complete(ceremony.checkValue())
    module.hold(key)
    expect(module.holds(key.id)).toBe(true)
  })
})
