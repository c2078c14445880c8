import { numberField, type TokenType } from './token-type.ts'

/**
 * Third token of a key change set under EA07. The standard calls it Set3rdSectionDecoderKey too, but it carries
 * no part of the key: the supply group code fills its place.
 */
export type SetSupplyGroupCode = {
  readonly type: 'set-supply-group-code'
  /** The six digits as a number. */
  readonly supplyGroup: number
}

export const setSupplyGroupCode: TokenType<SetSupplyGroupCode> = {
  name: 'set-supply-group-code',
  title: 'Key change, supply group code',
  standardName: 'Set3rdSectionDecoderKey',
  tokenClass: 2,
  subclasses: [8],
  algorithms: [7],
  carriesTid: false,
  currency: false,
  fields: [numberField('supplyGroup', 'Supply group code', 999_999, 'system')],

  encode({ supplyGroup }) {
    return { subclass: 8, high: supplyGroup << 4, low: 0 }
  },

  decode({ high }) {
    return { type: 'set-supply-group-code', supplyGroup: high >>> 4 }
  },
}
