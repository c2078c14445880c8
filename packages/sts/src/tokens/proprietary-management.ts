import { ANY_ALGORITHM, numberField, type TokenType } from './token-type.ts'

/** A class 2 token whose 44 bits belong to the maker of the meter. */
export type ProprietaryManagement = {
  readonly type: 'proprietary-management'
  /** 11 .. 15 */
  readonly subclass: number
  /** 44 bits */
  readonly content: bigint
}

export const proprietaryManagement: TokenType<ProprietaryManagement> = {
  name: 'proprietary-management',
  title: 'Management token of one maker',
  standardName: 'Proprietary',
  tokenClass: 2,
  subclasses: [11, 12, 13, 14, 15],
  algorithms: ANY_ALGORITHM,
  carriesTid: false,
  currency: false,
  fields: [
    { ...numberField('subclass', 'Subclass', 15), minimum: 11n },
    {
      name: 'content',
      label: 'Content',
      kind: 'bigint',
      minimum: 0n,
      maximum: (1n << 44n) - 1n,
      source: 'person',
    },
  ],

  encode({ subclass, content }) {
    return { subclass, high: Number(content >> 16n), low: Number(content & 0xffffn) }
  },

  decode({ subclass, high, low }) {
    return {
      type: 'proprietary-management',
      subclass,
      content: (BigInt(high) << 16n) | BigInt(low),
    }
  },
}
