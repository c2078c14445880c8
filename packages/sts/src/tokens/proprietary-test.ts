import { packControl, unpackControl } from './control.ts'
import { largestControl } from './test-display.ts'
import { ANY_ALGORITHM, numberField, type TokenType } from './token-type.ts'

/** A class 1 token whose control bits belong to the maker of the meter. Not enciphered. */
export type ProprietaryTest = {
  readonly type: 'proprietary-test'
  /** 6 .. 10: four-digit maker, 28 control bits; 11 .. 15: two-digit maker, 36 control bits. */
  readonly subclass: number
  readonly control: bigint
  readonly manufacturerCode: number
}

export const proprietaryTest: TokenType<ProprietaryTest> = {
  name: 'proprietary-test',
  title: 'Test of one maker',
  standardName: 'Proprietary',
  tokenClass: 1,
  subclasses: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  algorithms: ANY_ALGORITHM,
  carriesTid: false,
  currency: false,
  fields: [
    { ...numberField('subclass', 'Subclass', 15), minimum: 6n },
    {
      name: 'control',
      label: 'Control bits',
      kind: 'bigint',
      minimum: 0n,
      maximum: largestControl(2),
      source: 'person',
    },
    numberField('manufacturerCode', 'Maker', 9999),
  ],

  fits({ subclass, control, manufacturerCode }) {
    const makerDigits = makerDigitsAt(subclass)
    return control <= largestControl(makerDigits) && (makerDigits === 4 || manufacturerCode <= 99)
  },

  encode(message) {
    return {
      subclass: message.subclass,
      ...packControl(makerDigitsAt(message.subclass), message),
    }
  },

  decode(content) {
    const { subclass } = content
    return {
      type: 'proprietary-test',
      subclass,
      ...unpackControl(makerDigitsAt(subclass), content),
    }
  },
}

function makerDigitsAt(subclass: number): 2 | 4 {
  return subclass <= 10 ? 4 : 2
}
