import { KEY_PART_FIELD, keyPartOf, withKeyPart } from './key-part.ts'
import { numberField, type TokenType } from './token-type.ts'

/** Third token of a key change set under EA11. */
export type Set3rdSectionDecoderKey = {
  readonly type: 'set-3rd-section-decoder-key'
  /** Low twelve bits of the new supply group code, a number of 24 bits. */
  readonly supplyGroupLow: number
  /** Bits 95..64 of the new key. */
  readonly keyPart: number
}

export const set3rdSectionDecoderKey: TokenType<Set3rdSectionDecoderKey> = {
  name: 'set-3rd-section-decoder-key',
  title: 'Key change, third token',
  standardName: 'Set3rdSectionDecoderKey',
  tokenClass: 2,
  subclasses: [8],
  algorithms: [11],
  carriesTid: false,
  currency: false,
  fields: [
    numberField('supplyGroupLow', 'Supply group code, low half', 0xfff, 'system'),
    KEY_PART_FIELD,
  ],

  encode({ supplyGroupLow, keyPart }) {
    return { subclass: 8, ...withKeyPart(supplyGroupLow, keyPart) }
  },

  decode(content) {
    return {
      type: 'set-3rd-section-decoder-key',
      supplyGroupLow: (content.high >>> 16) & 0xfff,
      keyPart: keyPartOf(content),
    }
  },
}
