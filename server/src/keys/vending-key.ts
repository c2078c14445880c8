import { createCipheriv, createHmac } from 'node:crypto'
import type { BaseDate, Dkga } from '@saldo/sts'
import { refusal } from '../kernel/refusal.ts'

export type KeyState =
  | 'pre_active'
  | 'active'
  | 'suspended'
  | 'deactivated'
  | 'compromised'
  | 'destroyed'

/** What a vending key is for. All of it but the expiry enters every decoder key made from it. */
export type KeyAttributes = {
  /** Six digits. */
  readonly supplyGroupCode: string
  /** 1 to 9. */
  readonly keyRevision: number
  /** 1 default, which never carries credit; 2 unique. */
  readonly keyType: 1 | 2
  /** Key generation algorithm: 2 takes 8 bytes, 4 takes 20. */
  readonly dkga: Dkga
  readonly baseDate: BaseDate
  /** 0 to 255; 255 never expires. */
  readonly keyExpiry: number
}

/** A vending key as it is stored: wrapped, never in clear. */
export type StoredVendingKey = KeyAttributes & {
  readonly tenantId: string
  readonly id: string
  readonly wrapped: Uint8Array
  /** Name of the key it is wrapped under. */
  readonly wrappingKey: string
  readonly checkValue: string
  readonly state: KeyState
  readonly activeFrom: Date
  readonly issueUntil: Date | null
}

export const KeyNotLoaded = refusal(
  'key.not_loaded',
  422,
  'The vending key for this supply group and key revision is not loaded.',
)
export const KeyUnreadable = refusal(
  'key.unreadable',
  503,
  'A stored vending key cannot be opened: the master key is another one, or the row was altered.',
)
export const KeyNotActive = refusal(
  'key.not_active',
  422,
  'The vending key may not issue tokens now.',
)
export const KeyExpired = refusal(
  'key.expired',
  422,
  'The key in this meter has expired. Give it a key change first.',
)
export const DefaultKeyCarriesNoCredit = refusal(
  'key.default_carries_no_credit',
  422,
  'This meter still has its default key. Give it a key change first.',
)
export const KeyDataInconsistent = refusal(
  'key.data_inconsistent',
  422,
  'The key data of this meter do not fit the vending key.',
)

/** Bytes of a vending key by its key generation algorithm. */
export const VENDING_KEY_LENGTH: Readonly<Record<Dkga, number>> = { 2: 8, 4: 20 }

/**
 * The check value two people compare. For a DES key it is the usual one: the first three bytes of zeros
 * enciphered, six hexadecimal digits. For 160-bit keys the Association's rule is not public, so ours is a
 * value of its own that cannot be mistaken for it: "SALDO-" and eight digits of an HMAC-SHA-256.
 */
export function checkValueOf(dkga: Dkga, key: Uint8Array): string {
  if (dkga === 2) {
    const tripled = Buffer.concat([key, key, key])
    const des = createCipheriv('des-ede3-ecb', tripled, null).setAutoPadding(false)
    const value = des.update(Buffer.alloc(8)).subarray(0, 3).toString('hex').toUpperCase()
    tripled.fill(0)
    return value
  }
  const digest = createHmac('sha256', key).update('saldo vending key check value 1').digest('hex')
  return `SALDO-${digest.slice(0, 8).toUpperCase()}`
}
