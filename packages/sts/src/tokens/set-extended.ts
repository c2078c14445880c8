import {
  ANY_ALGORITHM,
  type Identified,
  numberField,
  RND_FIELD,
  TID_FIELD,
  type TokenType,
} from './token-type.ts'

/** A token of the extended set (STS 202-5): a function index and a value of ten bits. */
export type SetExtended = Identified & {
  readonly type: 'set-extended'
  /** 0 sets a control value, 63 a flag; 0 .. 63 */
  readonly index: number
  /** 0 .. 1023 */
  readonly value: number
}

/** The index that sets one flag; its value is the flag number (9 bits) and the new state (1 bit). */
export const FLAG_INDEX = 63
/** The index that sets a control value of ten bits. */
export const CONTROL_INDEX = 0

/** Names of the flags, by number. Known from one source only. */
export const EXTENDED_FLAGS: readonly string[] = [
  'Test flag',
  'Detect tamper',
  'Disconnect',
  'Disconnect on tamper',
  'Disconnect on power limit',
  'Disconnect on under-frequency',
  'Prepayment of electricity',
  'Prepayment of water',
  'Prepayment of gas',
  'Prepayment of time',
  'Commissioning',
  'Tariff index fallback power limit',
]

/** Index and value that set flag number `flag` (0 .. 511) on or off. */
export function extendedFlag(flag: number, on: boolean): { index: number; value: number } {
  return { index: FLAG_INDEX, value: (flag << 1) | (on ? 1 : 0) }
}

export const setExtended: TokenType<SetExtended> = {
  name: 'set-extended',
  title: 'Set a flag or control value',
  standardName: 'Extended token set',
  tokenClass: 2,
  subclasses: [10],
  algorithms: ANY_ALGORITHM,
  carriesTid: true,
  currency: false,
  fields: [
    numberField('index', 'Function', 63),
    numberField('value', 'Value', 1023),
    RND_FIELD,
    TID_FIELD,
  ],

  encode({ index, value, rnd, tid }) {
    return { subclass: 10, high: (rnd << 24) | tid, low: (index << 10) | value }
  },

  decode({ high, low }) {
    return {
      type: 'set-extended',
      index: low >>> 10,
      value: low & 1023,
      rnd: (high >>> 24) & 15,
      tid: high & 0xffffff,
    }
  },
}
