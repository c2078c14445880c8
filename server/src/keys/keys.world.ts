import { parseDrn } from '@saldo/sts'
import { Refusal } from '../kernel/refusal.ts'
import { type LoadedKey, openCeremony } from './ceremony.ts'
import type { MeterKeyData } from './security-module.ts'
import type { KeyAttributes } from './vending-key.ts'

/** What the tests of this module share: a supply group, its vending key, a meter. */

export const NOON = Date.UTC(2026, 10, 24, 12)
export const masterKey = Buffer.alloc(32, 7)
export const tenantId = '01a20c95-0000-7000-8000-000000000001'
export const VENDING_KEY = 'ABABABABABABABAB949494949494949401234567'
export const attributes: KeyAttributes = {
  supplyGroupCode: '600675',
  keyRevision: 1,
  keyType: 2,
  dkga: 4,
  baseDate: 2014,
  keyExpiry: 255,
}
export const meter: MeterKeyData = {
  ...attributes,
  pan: parseDrn('07012345679').pan,
  tariffIndex: 1,
  algorithm: 7,
}

export const xor = (a: string, b: string) =>
  Buffer.from(a, 'hex')
    .map((byte, index) => byte ^ (Buffer.from(b, 'hex')[index] ?? 0))
    .reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '')

export const load = (changes: Partial<KeyAttributes> = {}, key = VENDING_KEY): LoadedKey => {
  const ceremony = openCeremony({
    masterKey,
    tenantId,
    attributes: { ...attributes, ...changes },
    activeFrom: new Date('2026-01-01T00:00:00Z'),
    issueUntil: new Date('2027-01-01T00:00:00Z'),
  })
  const mask = '5a'.repeat(key.length / 2)
  ceremony.enter('asha', mask)
  ceremony.enter('john', xor(key, mask))
  return ceremony.complete(ceremony.checkValue())
}

/** The code an act is refused with, or `done`. */
export const codeOf = (act: () => unknown) => {
  try {
    act()
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code
    throw thrown
  }
  return 'done'
}
