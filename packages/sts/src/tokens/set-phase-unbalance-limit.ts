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
  label: 'Largest difference between phases',
  kind: 'bigint',
  minimum: 0n,
  maximum: LARGEST_UNITS,
  unit: 'W',
  decimals: 0,
  source: 'person',
}

/** Largest difference between the phases of a poly-phase meter. Coded like an amount. */
export type SetPhaseUnbalanceLimit = Identified & {
  readonly type: 'set-phase-unbalance-limit'
  /** Watts */
  readonly limit: bigint
}

export const setPhaseUnbalanceLimit: TokenType<SetPhaseUnbalanceLimit> = {
  name: 'set-phase-unbalance-limit',
  title: 'Set the phase unbalance limit',
  standardName: 'SetMaximumPhasePowerUnbalanceLimit',
  tokenClass: 2,
  subclasses: [6],
  algorithms: ANY_ALGORITHM,
  carriesTid: true,
  currency: false,
  fields: [LIMIT_FIELD, RND_FIELD, TID_FIELD],

  encode({ limit, rnd, tid }) {
    return { subclass: 6, high: (rnd << 24) | tid, low: encodeAmount(limit) }
  },

  decode({ high, low }) {
    return {
      type: 'set-phase-unbalance-limit',
      rnd: (high >>> 24) & 15,
      tid: high & 0xffffff,
      limit: decodeAmount(low),
    }
  },
}
