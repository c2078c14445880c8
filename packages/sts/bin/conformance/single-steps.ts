import {
  type BaseDate,
  checkDigit,
  crc,
  decipherBlock,
  decodedCurrencyAmount,
  decodedUnits,
  encipherBlock,
  encodeAmount,
  encodeCurrencyAmount,
  hasValidCheckDigit,
  isReservedTid,
  minutesSince,
  StsError,
  type TokenCipher,
  tidAt,
  toDigits,
  tokenCipher,
} from '../../src/index.ts'
import { blockOf, classedBlockOf, hexBlock, token66 } from './block-values.ts'
import { tablesIn } from './keys.ts'
import { staTrace } from './sta-trace.ts'
import {
  BadVector,
  bytesIn,
  type Computed,
  hex,
  instantIn,
  numberIn,
  textIn,
  type Values,
  wholeIn,
} from './vector.ts'

/** The names that vector files use for what the package refuses. */
const ERROR_NAMES: Readonly<Record<string, string>> = {
  'amount.range': 'RANGE',
  'tid.overflow': 'TID_OVERFLOW',
  'tid.before-base-date': 'BEFORE_BASE_DATE',
}

export function computeAmount(input: Values): Computed {
  return orError(() => {
    const units = wholeIn(input, 'units')
    const field = encodeAmount(units)
    return {
      field: `0x${hex(field, 4)}`,
      exponent: field >>> 14,
      mantissa: field & 0x3fff,
      decodedUnits: decodedUnits(units),
    }
  })
}

export function computeCurrencyAmount(input: Values): Computed {
  return orError(() => {
    const amount = wholeIn(input, 'amountUnits')
    const field = encodeCurrencyAmount(amount)
    return {
      field20: `0x${hex(field, 5)}`,
      sign: field >>> 19,
      exponent: (field >>> 14) & 31,
      mantissa: field & 0x3fff,
      decodedUnits: decodedCurrencyAmount(amount),
    }
  })
}

export function computeTid(input: Values): Computed {
  const baseDate = numberIn(input, 'baseDate') as BaseDate
  const instant = instantIn(input, 'issuedAt')
  const minutes = minutesSince(baseDate, instant)
  const { output } = orError(() => {
    const tid = tidAt(baseDate, instant)
    return { tid, hex: `0x${hex(tid, 6)}`, reservedSlotSkipped: isReservedTid(minutes) }
  })
  return { output: { minutes, ...output } }
}

export function computeLuhn(input: Values): Computed {
  const number = textIn(input, 'number')
  return {
    output: {
      valid: hasValidCheckDigit(number),
      expectedCheckDigit: Number(checkDigit(number.slice(0, -1))),
    },
  }
}

export function computeCrc(input: Values): Computed {
  return { output: { crc: hex(crc(bytesIn(input, 'bytes')), 4) } }
}

export function computeSta(input: Values): Computed {
  const tables = tablesIn(input)
  const cipherBlock = enciphered(tokenCipher(7, bytesIn(input, 'key'), tables), input)
  const [key, block] = [textIn(input, 'key'), textIn(input, 'block')]
  return {
    output: { cipherBlock },
    steps: staTrace(tables, BigInt(`0x${key}`), BigInt(`0x${block}`)),
  }
}

export function computeMisty1(input: Values): Computed {
  return { output: { cipherBlock: enciphered(tokenCipher(11, bytesIn(input, 'key')), input) } }
}

function enciphered(cipher: TokenCipher, input: Values): string {
  const block = blockOf(textIn(input, 'block'))
  const result = encipherBlock(cipher, block)
  if (hexBlock(decipherBlock(cipher, result)) !== hexBlock(block)) {
    throw new BadVector('deciphering does not give the block back')
  }
  return hexBlock(result)
}

export function computeTransposition(input: Values): Computed {
  const tokenClass = numberIn(input, 'class')
  const block = blockOf(textIn(input, 'block'))
  const token = toDigits(tokenClass, block)
  const back = classedBlockOf(token)
  if (back.tokenClass !== tokenClass || hexBlock(back) !== hexBlock(block)) {
    throw new BadVector('reading the token does not give the block back')
  }
  return { output: { token66: token66(token), token } }
}

function orError(compute: () => Values): Computed {
  try {
    return { output: compute() }
  } catch (error) {
    const name = error instanceof StsError ? ERROR_NAMES[error.code] : undefined
    if (name === undefined) throw error
    return { output: { error: name } }
  }
}
