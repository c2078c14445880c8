import { decodeAmount, encodeAmount, LARGEST_UNITS } from '../amount.ts'
import { SERVICE_FIELD, SERVICES, type Service } from './service.ts'
import {
  ANY_ALGORITHM,
  type Field,
  type Identified,
  RND_FIELD,
  TID_FIELD,
  type TokenType,
} from './token-type.ts'

/** Credit in units. A meter adds the rounded amount, see `decodedUnits`. */
export type TransferCredit = Identified & {
  readonly type: 'transfer-credit'
  readonly service: Service
  /** 0.1 kWh, 0.1 m3 or 0.1 minute */
  readonly units: bigint
}

const UNITS_FIELD: Field = {
  name: 'units',
  label: 'Amount',
  kind: 'bigint',
  minimum: 0n,
  maximum: LARGEST_UNITS,
  decimals: 1,
  source: 'person',
}

export const transferCredit: TokenType<TransferCredit> = {
  name: 'transfer-credit',
  title: 'Credit in units',
  standardName: 'TransferCredit',
  tokenClass: 0,
  subclasses: [0, 1, 2, 3],
  algorithms: ANY_ALGORITHM,
  carriesTid: true,
  currency: false,
  fields: [SERVICE_FIELD, UNITS_FIELD, RND_FIELD, TID_FIELD],

  encode({ service, units, rnd, tid }) {
    return {
      subclass: SERVICES.indexOf(service),
      high: (rnd << 24) | tid,
      low: encodeAmount(units),
    }
  },

  decode({ subclass, high, low }) {
    return {
      type: 'transfer-credit',
      service: SERVICES[subclass]!,
      rnd: (high >>> 24) & 15,
      tid: high & 0xffffff,
      units: decodeAmount(low),
    }
  },
}
