import { wordAt } from './ciphers/block.ts'
import { type Algorithm, DECODER_KEY_BYTES, tokenCipher } from './ciphers/index.ts'
import { OPERATIONAL_TABLES, type StaTables } from './ciphers/sta-tables.ts'
import type { KeyType } from './decoder-key/parameters.ts'
import { StsError } from './errors.ts'
import { type BaseDate, isPastKeyExpiry, tidAt } from './tid.ts'
import { encipherToken } from './token.ts'
import type { Message } from './tokens/index.ts'

/** What a meter is to hold after a key change. */
export type NewKey = {
  /** 8 bytes for EA07, 16 for EA11; secret */
  readonly decoderKey: Uint8Array
  readonly keyType: KeyType
  /** 0 .. 255 */
  readonly keyExpiry: number
  /** 1 .. 9 */
  readonly keyRevision: number
  /** 0 .. 99 */
  readonly tariffIndex: number
  /** Six digits. */
  readonly supplyGroupCode: string
}

/** A key change of one meter. The encryption algorithm is the meter's and stays. */
export type KeyChange = {
  readonly algorithm: Algorithm
  readonly from: {
    readonly decoderKey: Uint8Array
    readonly keyType: KeyType
    readonly baseDate: BaseDate
  }
  readonly to: NewKey & { readonly baseDate: BaseDate }
  /** EA07 only: add the third token, with the supply group code. A set under EA11 always carries it. */
  readonly withSupplyGroup?: boolean
}

/** New key types that a meter may take, by the type it holds; parents 1 and 3 are our reading of the standard. */
const CHILDREN: Readonly<Record<KeyType, readonly KeyType[]>> = {
  0: [0, 1, 2, 3],
  1: [1, 2, 3],
  2: [1, 2],
  3: [1, 3],
}

export function isKeyChangePermitted(from: KeyType, to: KeyType): boolean {
  return CHILDREN[from].includes(to)
}

/**
 * The key change tokens in order of subclass, after the checks a vending system owes. They may be entered in any
 * order. The rollover bit is set exactly when the base date changes.
 * @param now decides whether the new key has expired already
 * @throws StsError `key-change.not-permitted`, `key-change.same-key`, `key.expired`, `key.length`,
 *   `token.range`, or what `tidAt` throws when the new base date does not cover `now`
 */
export function issueKeyChange(
  change: KeyChange,
  now: Date,
  tables: StaTables = OPERATIONAL_TABLES,
): string[] {
  const { algorithm, from, to } = change
  if (!isKeyChangePermitted(from.keyType, to.keyType)) {
    throw new StsError('key-change.not-permitted', 'A key of this type may not follow this one.')
  }
  const rollover = from.baseDate !== to.baseDate
  if (rollover && sameBytes(from.decoderKey, to.decoderKey)) {
    // The meter forgets its token identifiers, so under the same key every old token would be good again.
    throw new StsError('key-change.same-key', 'A rollover needs a new key.')
  }
  if (isPastKeyExpiry(tidAt(to.baseDate, now), to.keyExpiry)) {
    throw new StsError('key.expired', 'The new key has expired already.')
  }
  const cipher = tokenCipher(algorithm, from.decoderKey, tables)
  const withSupplyGroup = change.withSupplyGroup ?? false
  const messages = keyChangeMessages(algorithm, to, { rollover, withSupplyGroup })
  return messages.map((message) => encipherToken(cipher, message))
}

/**
 * The messages of a key change set in order of subclass: two or three for EA07, four for EA11. The bare step:
 * `issueKeyChange` checks what may be issued and enciphers with the old key.
 * @throws StsError `key.length`, `key.parameter`
 */
export function keyChangeMessages(
  algorithm: Algorithm,
  to: NewKey,
  options: { readonly rollover: boolean; readonly withSupplyGroup?: boolean },
): Message[] {
  const { decoderKey, keyType, keyExpiry, keyRevision, tariffIndex, supplyGroupCode } = to
  if (decoderKey.length !== DECODER_KEY_BYTES[algorithm]) {
    throw new StsError('key.length', 'The decoder key has the wrong length for its algorithm.')
  }
  if (!/^[0-9]{6}$/.test(supplyGroupCode)) {
    throw new StsError('key.parameter', 'A supply group code has six digits.')
  }
  const supplyGroup = Number.parseInt(supplyGroupCode, 10)
  const part = (offset: number) => wordAt(decoderKey, offset) >>> 0
  const thirdToken = algorithm === 7 && options.withSupplyGroup === true
  const first: Message = {
    type: 'set-1st-section-decoder-key',
    // The high nibble of the expiry goes first: no published token tells, the names and two sources do.
    keyExpiryHigh: keyExpiry >>> 4,
    keyRevision,
    rollover: options.rollover ? 1 : 0,
    thirdToken: thirdToken ? 1 : 0,
    keyType,
    keyPart: part(0),
  }
  const second: Message = {
    type: 'set-2nd-section-decoder-key',
    keyExpiryLow: keyExpiry & 15,
    tariffIndex,
    keyPart: part(decoderKey.length - 4),
  }
  if (algorithm === 7) {
    return thirdToken
      ? [first, second, { type: 'set-supply-group-code', supplyGroup }]
      : [first, second]
  }
  return [
    first,
    second,
    {
      type: 'set-3rd-section-decoder-key',
      supplyGroupLow: supplyGroup & 0xfff,
      keyPart: part(4),
    },
    {
      type: 'set-4th-section-decoder-key',
      supplyGroupHigh: supplyGroup >>> 12,
      keyPart: part(8),
    },
  ]
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i])
}
