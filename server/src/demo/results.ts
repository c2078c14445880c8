import type { MeterResult } from '@saldo/sts'

/** What a result of the meter means for the person at the keypad, and what to do next. */
export interface ResultWords {
  readonly title: string
  readonly explanation: string
}

const keyChangeSection = (which: string): ResultWords => ({
  title: `${which} part of the key change taken`,
  explanation: 'Enter the other tokens of the set too. The meter has its new key when all are in.',
})

const words: Readonly<Record<MeterResult, ResultWords>> = {
  Accept: {
    title: 'Accepted',
    explanation: 'The meter read the token and did what it says.',
  },
  '1stKCT': keyChangeSection('First'),
  '2ndKCT': keyChangeSection('Second'),
  '3rdKCT': keyChangeSection('Third'),
  '4thKCT': keyChangeSection('Fourth'),
  FormatError: {
    title: 'Not a token',
    explanation: 'A token has exactly 20 digits. Count them and type it again.',
  },
  CRCError: {
    title: 'Wrong token',
    explanation:
      'A digit is mistyped, or the token was made for another meter. Compare it with the receipt.',
  },
  UsedError: {
    title: 'Used already',
    explanation: 'This token was entered before. Its units are in the meter; buy a new token.',
  },
  OldError: {
    title: 'Too old',
    explanation:
      'The token is older than all that the meter remembers. Take it back to where it was sold.',
  },
  FunctionError: {
    title: 'Not for this kind of meter',
    explanation:
      'The meter has no such function: a water token does nothing in an electricity meter.',
  },
  MfrCodeError: {
    title: 'Another maker’s token',
    explanation: 'The token is meant for meters of another manufacturer.',
  },
  DDTKError: {
    title: 'Key change needed',
    explanation:
      'The meter still has its default key, which takes no credit. Enter a key change first.',
  },
  KeyExpiredError: {
    title: 'Key expired',
    explanation: 'The key in this meter has expired. Enter a key change, then a new token.',
  },
  RangeError: {
    title: 'Value out of range',
    explanation:
      'The token says something that no meter can do. Take it back to where it was sold.',
  },
  OverflowError: {
    title: 'The register is full',
    explanation: 'The meter cannot hold so many units. Use some, then enter the token again.',
  },
  KeyTypeError: {
    title: 'Key change not allowed',
    explanation: 'The meter may not change from its present kind of key to this one.',
  },
  LockedOut: {
    title: 'Keypad locked',
    explanation: 'Too many wrong tokens. Wait until the time shown, then type with care.',
  },
}

export function wordsFor(result: MeterResult): ResultWords {
  return words[result]
}
