import {
  ANY_ALGORITHM,
  type Identified,
  numberField,
  RND_FIELD,
  TID_FIELD,
  type TokenType,
} from './token-type.ts'

/** Tariff rate of meters that keep one; the standard leaves the meaning of the number open. */
export type SetTariffRate = Identified & {
  readonly type: 'set-tariff-rate'
  /** 0 .. 65,535 */
  readonly rate: number
}

export const setTariffRate: TokenType<SetTariffRate> = {
  name: 'set-tariff-rate',
  title: 'Set the tariff rate',
  standardName: 'SetTariffRate',
  tokenClass: 2,
  subclasses: [2],
  algorithms: ANY_ALGORITHM,
  carriesTid: true,
  currency: false,
  fields: [numberField('rate', 'Rate', 0xffff), RND_FIELD, TID_FIELD],

  encode({ rate, rnd, tid }) {
    return { subclass: 2, high: (rnd << 24) | tid, low: rate }
  },

  decode({ high, low }) {
    return {
      type: 'set-tariff-rate',
      rnd: (high >>> 24) & 15,
      tid: high & 0xffffff,
      rate: low,
    }
  },
}
