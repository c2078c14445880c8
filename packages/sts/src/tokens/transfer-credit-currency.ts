import { decodeCurrencyAmount, encodeCurrencyAmount, LARGEST_CURRENCY_AMOUNT } from '../amount.ts'
import { SERVICE_FIELD, SERVICES, type Service } from './service.ts'
import { ANY_ALGORITHM, type Field, TID_FIELD, type TokenType } from './token-type.ts'

/** Credit in currency, for meters that hold the tariff themselves. Sign and exponent take the place of RND. */
export type TransferCreditCurrency = {
  readonly type: 'transfer-credit-currency'
  readonly service: Service
  /** 0.00001 of the base currency; negative takes credit away */
  readonly amount: bigint
  readonly tid: number
}

const FIRST_SUBCLASS = 4

const AMOUNT_FIELD: Field = {
  name: 'amount',
  label: 'Amount',
  kind: 'bigint',
  minimum: -LARGEST_CURRENCY_AMOUNT,
  maximum: LARGEST_CURRENCY_AMOUNT,
  decimals: 5,
  source: 'person',
}

export const transferCreditCurrency: TokenType<TransferCreditCurrency> = {
  name: 'transfer-credit-currency',
  title: 'Credit in currency',
  standardName: 'TransferCredit',
  tokenClass: 0,
  subclasses: [4, 5, 6, 7],
  algorithms: ANY_ALGORITHM,
  carriesTid: true,
  currency: true,
  fields: [
    {
      ...SERVICE_FIELD,
      choices: [
        { value: 'electricity', label: 'Electricity' },
        { value: 'water', label: 'Water' },
        { value: 'gas', label: 'Gas' },
        { value: 'time', label: 'Time' },
      ],
    },
    AMOUNT_FIELD,
    TID_FIELD,
  ],

  encode({ service, amount, tid }) {
    const field = encodeCurrencyAmount(amount)
    return {
      subclass: FIRST_SUBCLASS + SERVICES.indexOf(service),
      high: ((field >>> 16) << 24) | tid,
      low: field & 0xffff,
    }
  },

  decode({ subclass, high, low }) {
    return {
      type: 'transfer-credit-currency',
      service: SERVICES[subclass - FIRST_SUBCLASS]!,
      amount: decodeCurrencyAmount((((high >>> 24) & 15) << 16) | low),
      tid: high & 0xffffff,
    }
  },
}
