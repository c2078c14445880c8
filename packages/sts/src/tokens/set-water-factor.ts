import {
  ANY_ALGORITHM,
  type Identified,
  numberField,
  RND_FIELD,
  TID_FIELD,
  type TokenType,
} from './token-type.ts'

/** Factor of a water meter; its meaning is reserved by the Association. */
export type SetWaterFactor = Identified & {
  readonly type: 'set-water-factor'
  /** 0 .. 65,535 */
  readonly factor: number
}

export const setWaterFactor: TokenType<SetWaterFactor> = {
  name: 'set-water-factor',
  title: 'Set the water meter factor',
  standardName: 'SetWaterMeterFactor',
  tokenClass: 2,
  subclasses: [7],
  algorithms: ANY_ALGORITHM,
  carriesTid: true,
  currency: false,
  fields: [numberField('factor', 'Factor', 0xffff), RND_FIELD, TID_FIELD],

  encode({ factor, rnd, tid }) {
    return { subclass: 7, high: (rnd << 24) | tid, low: factor }
  },

  decode({ high, low }) {
    return {
      type: 'set-water-factor',
      rnd: (high >>> 24) & 15,
      tid: high & 0xffffff,
      factor: low,
    }
  },
}
