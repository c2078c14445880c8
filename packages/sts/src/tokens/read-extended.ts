import { packControl, unpackControl } from './control.ts'
import { largestControl } from './test-display.ts'
import { ANY_ALGORITHM, type TokenType } from './token-type.ts'

/** Asks a meter to show a value of the extended set (STS 202-5). Not enciphered. */
export type ReadExtended = {
  readonly type: 'read-extended'
  /** 36 bits; 0xFC0000000 reads the flags. */
  readonly control: bigint
}

export const readExtended: TokenType<ReadExtended> = {
  name: 'read-extended',
  title: 'Read a flag or control value',
  standardName: 'Extended token set, read',
  tokenClass: 1,
  subclasses: [2],
  algorithms: ANY_ALGORITHM,
  carriesTid: false,
  currency: false,
  fields: [
    {
      name: 'control',
      label: 'Control bits',
      kind: 'bigint',
      minimum: 0n,
      maximum: largestControl(2),
      source: 'person',
    },
  ],

  encode({ control }) {
    return { subclass: 2, ...packControl(2, { control, manufacturerCode: 0 }) }
  },

  decode(content) {
    return { type: 'read-extended', control: unpackControl(2, content).control }
  },
}
