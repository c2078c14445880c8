import { CONTROL_BITS, packControl, unpackControl } from './control.ts'
import { ANY_ALGORITHM, type Field, numberField, type TokenType } from './token-type.ts'

/** Asks a meter to test or to show something. Not enciphered: the same digits work on every meter. */
export type TestDisplay = {
  readonly type: 'test-display'
  /** 2: subclass 0, 36 control bits; 4: subclass 1, 28 control bits. */
  readonly makerDigits: 2 | 4
  /** Bit N-1 asks for test N, see `TESTS`; all bits set ask for all of them. */
  readonly control: bigint
  /** 0 means any maker; meters of another maker refuse. */
  readonly manufacturerCode: number
}

/** What each control bit asks for; number N is bit N-1. Numbers above 10 are known from one source only. */
export const TESTS: readonly string[] = [
  'Load switch',
  'Display',
  'Cumulative usage',
  'Key revision',
  'Tariff index',
  'Token reader',
  'Maximum power limit',
  'Tamper status',
  'Present power',
  'Software version',
  'Phase unbalance limit',
  'Water meter factor',
  'Tariff rate',
  'Encryption algorithm',
  'Number of key change tokens supported',
  'Supply group code',
  'Key expiry number',
  'Meter number',
]

/** The control bits that ask for these tests (1 is the first); none asks for all of them. */
export function controlOf(makerDigits: 2 | 4, tests: readonly number[]): bigint {
  if (tests.length === 0) return largestControl(makerDigits)
  return tests.reduce((bits, test) => bits | (1n << BigInt(test - 1)), 0n)
}

/** The numbers of the tests that these control bits ask for. */
export function testsOf(control: bigint): number[] {
  const numbers: number[] = []
  for (let number = 1; number <= 36; number++) {
    if ((control >> BigInt(number - 1)) & 1n) numbers.push(number)
  }
  return numbers
}

export function largestControl(makerDigits: 2 | 4): bigint {
  return (1n << BigInt(CONTROL_BITS[makerDigits])) - 1n
}

const MAKER_DIGITS_FIELD: Field = {
  ...numberField('makerDigits', 'Digits of the manufacturer code', 4),
  choices: [
    { value: 2, label: 'Two' },
    { value: 4, label: 'Four' },
  ],
}

const CONTROL_FIELD: Field = {
  name: 'control',
  label: 'Control bits',
  kind: 'bigint',
  minimum: 0n,
  maximum: largestControl(2),
  source: 'person',
}

export const testDisplay: TokenType<TestDisplay> = {
  name: 'test-display',
  title: 'Meter test or display',
  standardName: 'InitiateMeterTest/Display',
  tokenClass: 1,
  subclasses: [0, 1],
  algorithms: ANY_ALGORITHM,
  carriesTid: false,
  currency: false,
  fields: [MAKER_DIGITS_FIELD, CONTROL_FIELD, numberField('manufacturerCode', 'Maker', 9999)],

  fits({ makerDigits, control, manufacturerCode }) {
    return control <= largestControl(makerDigits) && (makerDigits === 4 || manufacturerCode <= 99)
  },

  encode(message) {
    return {
      subclass: message.makerDigits === 4 ? 1 : 0,
      ...packControl(message.makerDigits, message),
    }
  },

  decode(content) {
    const makerDigits = content.subclass === 1 ? 4 : 2
    return { type: 'test-display', makerDigits, ...unpackControl(makerDigits, content) }
  },
}
