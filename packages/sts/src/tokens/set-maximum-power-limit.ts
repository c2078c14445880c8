import { decodeAmount, encodeAmount, LARGEST_UNITS } from '../amount.ts'
import {
  ANY_ALGORITHM,
  type Field,
  type Identified,
  RND_FIELD,
  TID_FIELD,
  type TokenType,
} from './token-type.ts'

const LIMIT_FIELD: Field = {
  name: 'limit',
  label: 'Maximum power',
  kind: 'bigint',
  minimum: 0n,
  maximum: LARGEST_UNITS,
  unit: 'W',
  decimals: 0,
  source: 'person',
}

/** Load above which the meter disconnects. Coded like an amount, so rounded up in steps. */
export type SetMaximumPowerLimit = Identified & {
  readonly type: 'set-maximum-power-limit'
  /** Watts */
  readonly limit: bigint
}

export const setMaximumPowerLimit: TokenType<SetMaximumPowerLimit> = {
  name: 'set-maximum-power-limit',
  title: 'Set the maximum power limit',
  standardName: 'SetMaximumPowerLimit',
  tokenClass: 2,
  subclasses: [0],
  algorithms: ANY_ALGORITHM,
  carriesTid: true,
  currency: false,
  fields: [LIMIT_FIELD, RND_FIELD, TID_FIELD],

  encode({ limit, rnd, tid }) {
    return { subclass: 0, high: (rnd << 24) | tid, low: encodeAmount(limit) }
  },

  decode({ high, low }) {
    return {
      type: 'set-maximum-power-limit',
      rnd: (high >>> 24) & 15,
      tid: high & 0xffffff,
      limit: decodeAmount(low),
    }
  },
}
