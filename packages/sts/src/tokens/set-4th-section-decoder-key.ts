import { KEY_PART_FIELD, keyPartOf, withKeyPart } from './key-part.ts'
import { numberField, type TokenType } from './token-type.ts'

/** Fourth token of a key change set under EA11. */
export type Set4thSectionDecoderKey = {
  readonly type: 'set-4th-section-decoder-key'
  /** High twelve bits of the new supply group code, a number of 24 bits. */
  readonly supplyGroupHigh: number
  /** Bits 63..32 of the new key. */
  readonly keyPart: number
}

export const set4thSectionDecoderKey: TokenType<Set4thSectionDecoderKey> = {
  name: 'set-4th-section-decoder-key',
  title: 'Key change, fourth token',
  standardName: 'Set4thSectionDecoderKey',
  tokenClass: 2,
  subclasses: [9],
  algorithms: [11],
  carriesTid: false,
  currency: false,
  fields: [
    numberField('supplyGroupHigh', 'Supply group code, high half', 0xfff, 'system'),
    KEY_PART_FIELD,
  ],

  encode({ supplyGroupHigh, keyPart }) {
    return { subclass: 9, ...withKeyPart(supplyGroupHigh, keyPart) }
  },

  decode(content) {
    return {
      type: 'set-4th-section-decoder-key',
      supplyGroupHigh: (content.high >>> 16) & 0xfff,
      keyPart: keyPartOf(content),
    }
  },
}
