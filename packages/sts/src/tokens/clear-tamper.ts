import {
  ANY_ALGORITHM,
  type Identified,
  RND_FIELD,
  TID_FIELD,
  type TokenType,
} from './token-type.ts'

/** Lets a meter deliver again after its cover was opened. */
export type ClearTamper = Identified & {
  readonly type: 'clear-tamper'
}

export const clearTamper: TokenType<ClearTamper> = {
  name: 'clear-tamper',
  title: 'Clear the tamper condition',
  standardName: 'ClearTamperCondition',
  tokenClass: 2,
  subclasses: [5],
  algorithms: ANY_ALGORITHM,
  carriesTid: true,
  currency: false,
  fields: [RND_FIELD, TID_FIELD],

  encode({ rnd, tid }) {
    return { subclass: 5, high: (rnd << 24) | tid, low: 0 }
  },

  decode({ high }) {
    return {
      type: 'clear-tamper',
      rnd: (high >>> 24) & 15,
      tid: high & 0xffffff,
    }
  },
}
