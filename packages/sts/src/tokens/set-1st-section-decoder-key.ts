import { KEY_PART_FIELD, keyPartOf, withKeyPart } from './key-part.ts'
import { ANY_ALGORITHM, numberField, type TokenType } from './token-type.ts'

/** First token of a key change set. */
export type Set1stSectionDecoderKey = {
  readonly type: 'set-1st-section-decoder-key'
  /** High nibble of the new key expiry number. */
  readonly keyExpiryHigh: number
  readonly keyRevision: number
  /** 1 empties the meter's memory of token identifiers: the new key counts from another base date. */
  readonly rollover: number
  /** 1 announces a third token with the supply group code (EA07). */
  readonly thirdToken: number
  readonly keyType: number
  /** Bits 63..32 of the new key (EA07), 127..96 (EA11). */
  readonly keyPart: number
}

export const set1stSectionDecoderKey: TokenType<Set1stSectionDecoderKey> = {
  name: 'set-1st-section-decoder-key',
  title: 'Key change, first token',
  standardName: 'Set1stSectionDecoderKey',
  tokenClass: 2,
  subclasses: [3],
  algorithms: ANY_ALGORITHM,
  carriesTid: false,
  currency: false,
  fields: [
    numberField('keyExpiryHigh', 'Key expiry, high nibble', 15, 'system'),
    { ...numberField('keyRevision', 'Key revision', 9, 'system'), minimum: 1n },
    numberField('rollover', 'Rollover', 1, 'system'),
    numberField('thirdToken', 'Third token follows', 1, 'system'),
    numberField('keyType', 'Key type', 3, 'system'),
    KEY_PART_FIELD,
  ],

  encode({ keyExpiryHigh, keyRevision, rollover, thirdToken, keyType, keyPart }) {
    const flags = (rollover << 3) | (thirdToken << 2) | keyType
    return {
      subclass: 3,
      ...withKeyPart((keyExpiryHigh << 8) | (keyRevision << 4) | flags, keyPart),
    }
  },

  decode(content) {
    const { high } = content
    return {
      type: 'set-1st-section-decoder-key',
      keyExpiryHigh: (high >>> 24) & 15,
      keyRevision: (high >>> 20) & 15,
      rollover: (high >>> 19) & 1,
      thirdToken: (high >>> 18) & 1,
      keyType: (high >>> 16) & 3,
      keyPart: keyPartOf(content),
    }
  },
}
