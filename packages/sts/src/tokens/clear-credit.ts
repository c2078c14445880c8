import {
  ANY_ALGORITHM,
  type Field,
  type Identified,
  numberField,
  RND_FIELD,
  TID_FIELD,
  type TokenType,
} from './token-type.ts'

/** Registers that a ClearCredit token names. */
export const REGISTERS = [
  { value: 0, label: 'Electricity' },
  { value: 1, label: 'Water' },
  { value: 2, label: 'Gas' },
  { value: 3, label: 'Time' },
  { value: 4, label: 'Electricity, currency' },
  { value: 5, label: 'Water, currency' },
  { value: 6, label: 'Gas, currency' },
  { value: 7, label: 'Time, currency' },
  { value: 0xffff, label: 'All' },
] as const

/** The register number that means all of them. */
export const ALL_REGISTERS = 0xffff

const REGISTER_FIELD: Field = {
  ...numberField('register', 'Register', ALL_REGISTERS),
  choices: REGISTERS,
}

/** Empties one register of the meter, or all. */
export type ClearCredit = Identified & {
  readonly type: 'clear-credit'
  /** See `REGISTERS`. */
  readonly register: number
}

export const clearCredit: TokenType<ClearCredit> = {
  name: 'clear-credit',
  title: 'Clear credit',
  standardName: 'ClearCredit',
  tokenClass: 2,
  subclasses: [1],
  algorithms: ANY_ALGORITHM,
  carriesTid: true,
  currency: false,
  fields: [REGISTER_FIELD, RND_FIELD, TID_FIELD],

  encode({ register, rnd, tid }) {
    return { subclass: 1, high: (rnd << 24) | tid, low: register }
  },

  decode({ high, low }) {
    return {
      type: 'clear-credit',
      rnd: (high >>> 24) & 15,
      tid: high & 0xffffff,
      register: low,
    }
  },
}
