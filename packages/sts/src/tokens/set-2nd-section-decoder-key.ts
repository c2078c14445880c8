import { KEY_PART_FIELD, keyPartOf, withKeyPart } from './key-part.ts'
import { ANY_ALGORITHM, numberField, type TokenType } from './token-type.ts'

/** Second token of a key change set. */
export type Set2ndSectionDecoderKey = {
  readonly type: 'set-2nd-section-decoder-key'
  /** Low nibble of the new key expiry number. */
  readonly keyExpiryLow: number
  /** Plain binary here, unlike in the decoder key, where it is two digits. */
  readonly tariffIndex: number
  /** Bits 31..0 of the new key, under both algorithms. */
  readonly keyPart: number
}

export const set2ndSectionDecoderKey: TokenType<Set2ndSectionDecoderKey> = {
  name: 'set-2nd-section-decoder-key',
  title: 'Key change, second token',
  standardName: 'Set2ndSectionDecoderKey',
  tokenClass: 2,
  subclasses: [4],
  algorithms: ANY_ALGORITHM,
  carriesTid: false,
  currency: false,
  fields: [
    numberField('keyExpiryLow', 'Key expiry, low nibble', 15, 'system'),
    numberField('tariffIndex', 'Tariff index', 99, 'system'),
    KEY_PART_FIELD,
  ],

  encode({ keyExpiryLow, tariffIndex, keyPart }) {
    return { subclass: 4, ...withKeyPart((keyExpiryLow << 8) | tariffIndex, keyPart) }
  },

  decode(content) {
    return {
      type: 'set-2nd-section-decoder-key',
      keyExpiryLow: (content.high >>> 24) & 15,
      tariffIndex: (content.high >>> 16) & 0xff,
      keyPart: keyPartOf(content),
    }
  },
}
