import type { Algorithm, BaseDate, Dkga, KeyType, Message, Service } from '@saldo/sts'
import type { StoredVendingKey } from './vending-key.ts'

/** What the meter's token chip holds, as far as it decides about its key. */
export type MeterKeyData = {
  /** MeterPAN, 18 digits. */
  readonly pan: string
  readonly supplyGroupCode: string
  readonly keyRevision: number
  readonly keyType: KeyType
  readonly tariffIndex: number
  readonly algorithm: Algorithm
  readonly dkga: Dkga
  readonly baseDate: BaseDate
  readonly keyExpiry: number
}

export type CreditRequest = {
  /** Id of the vending key. */
  readonly keyId: string
  readonly meter: MeterKeyData
  readonly service: Service
  /** Quanta of a tenth: 0.1 kWh or 0.1 m³. */
  readonly units: bigint
  /** Token identifier under the meter's base date. */
  readonly tid: number
}

/** A token nobody has seen yet: harmless until its sale is committed. */
export type ProposedToken = {
  /** 20 digits. Secret until disclosed: do not log. */
  readonly digits: string
  /** What the meter will add: large amounts are rounded up to what a token can carry. */
  readonly units: bigint
}

export type ManagementRequest = {
  readonly keyId: string
  readonly meter: MeterKeyData
  /** A class 1 or 2 token, no key change. */
  readonly message: Message
}

export type KeyChangeRequest = {
  readonly keyId: string
  readonly meter: MeterKeyData
  readonly newKeyId: string
  readonly newMeter: MeterKeyData
  /** EA07 only: add the third token, with the supply group code. */
  readonly withSupplyGroup?: boolean
}

/** What the module made, by its own count: compared with the register every day. */
export type ModuleCount = {
  readonly keyId: string
  readonly kind: 'credit' | 'management' | 'key_change'
  readonly tokens: number
  /** Quanta on credit tokens. */
  readonly units: bigint
}

/**
 * Who holds the vending keys. Key names go in and tokens come out; a vending or decoder key never does.
 * Every token passes through here, is counted, and is read back as the meter would before it is handed out.
 * Refuses with key.not_loaded, key.not_active, key.expired, key.default_carries_no_credit,
 * key.data_inconsistent, token.from_the_future.
 */
export type SecurityModule = {
  readonly id: string
  /** Takes a stored key in, or takes note of its new state. Repeating it is cheap. */
  readonly hold: (key: StoredVendingKey) => void
  readonly holds: (keyId: string) => boolean
  readonly forget: (keyId: string) => void
  readonly proposeCredit: (request: CreditRequest) => ProposedToken
  readonly proposeManagement: (request: ManagementRequest) => string
  /** Two, three or four tokens, enciphered under the old key; any order. */
  readonly proposeKeyChange: (request: KeyChangeRequest) => string[]
  readonly counts: () => readonly ModuleCount[]
  /** Zeroes everything. The module is of no use afterwards. */
  readonly close: () => void
}
