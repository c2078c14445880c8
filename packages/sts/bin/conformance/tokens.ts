import {
  type BaseDate,
  decipherToken,
  decodedCurrencyAmount,
  decodedUnits,
  encipherToken,
  encodeAmount,
  encodeCurrencyAmount,
  groupDigits,
  type Message,
  SERVICES,
  type TokenCipher,
  tidAt,
  tokenBlock,
  tokenCipher,
} from '../../src/index.ts'
import { classedBlockOf, crcSteps, hexBlock, token66 } from './block-values.ts'
import { algorithmIn, derivedKey, tablesIn } from './keys.ts'
import {
  BadVector,
  type Computed,
  hex,
  hexOf,
  instantIn,
  numberIn,
  type Values,
  wholeIn,
} from './vector.ts'

export function computeToken(input: Values): Computed {
  if (numberIn(input, 'class') === 1) return computed(null, controlMessage(input), {})
  const algorithm = algorithmIn(input)
  const { bytes, dkga } = derivedKey(input, algorithm)
  const cipher = tokenCipher(algorithm, bytes, tablesIn(input))
  const tid = tidAt(numberIn(input, 'baseDate') as BaseDate, instantIn(input, 'issuedAt'))
  const { message, steps } = identifiedMessage(input, tid)
  return computed(cipher, message, { dkga, decoderKey: hexOf(bytes), tid, ...steps })
}

function computed(cipher: TokenCipher | null, message: Message, before: Values): Computed {
  const token = encipherToken(cipher, message)
  const block = tokenBlock(message, cipher?.algorithm)
  const { tokenClass, ...cipherBlock } = classedBlockOf(token)
  const currency = message.type === 'transfer-credit-currency'
  // A token that is made must also be read: the same message, and from it the same digits again.
  const reading = decipherToken(cipher, token)
  if (reading.result !== 'Read' || !reading.inRange) {
    throw new BadVector('the token that was made cannot be read')
  }
  if (encipherToken(cipher, reading.message) !== token) {
    throw new BadVector('the token that was made reads as another message')
  }
  return {
    output: { token, grouped: groupDigits(token) },
    steps: {
      ...before,
      ...crcSteps(tokenClass, block, currency),
      block: hexBlock(block),
      cipherBlock: hexBlock(cipherBlock),
      token66: token66(token),
    },
  }
}

function controlMessage(input: Values): Message {
  const subclass = numberIn(input, 'subclass')
  const control = wholeIn(input, 'control')
  const manufacturerCode = numberIn(input, 'manufacturerCode')
  if (subclass <= 1) {
    const makerDigits = subclass === 1 ? 4 : 2
    return { type: 'test-display', makerDigits, control, manufacturerCode }
  }
  if (subclass === 2) return { type: 'read-extended', control }
  return { type: 'proprietary-test', subclass, control, manufacturerCode }
}

function identifiedMessage(input: Values, tid: number): { message: Message; steps: Values } {
  const tokenClass = numberIn(input, 'class')
  const subclass = numberIn(input, 'subclass')
  if (tokenClass === 2) return managementMessage(input, subclass, tid)
  if (tokenClass !== 0) throw new BadVector('there is no such class')
  const service = SERVICES[subclass % 4]!
  if (subclass >= 4) {
    const amount = wholeIn(input, 'amountUnits')
    return {
      message: { type: 'transfer-credit-currency', service, amount, tid },
      steps: currencySteps(amount),
    }
  }
  const units = wholeIn(input, 'units')
  return {
    message: { type: 'transfer-credit', service, rnd: numberIn(input, 'rnd'), tid, units },
    steps: { amountField: `0x${hex(encodeAmount(units), 4)}`, decodedUnits: decodedUnits(units) },
  }
}

function currencySteps(amount: bigint): Values {
  const field = encodeCurrencyAmount(amount)
  return {
    currencyField20: `0x${hex(field, 5)}`,
    sign: field >>> 19,
    exponent: (field >>> 14) & 31,
    mantissa: field & 0x3fff,
    signExponentNibble: field >>> 16,
    amountField: `0x${hex(field & 0xffff, 4)}`,
    decodedUnits: decodedCurrencyAmount(amount),
  }
}

function managementMessage(
  input: Values,
  subclass: number,
  tid: number,
): { message: Message; steps: Values } {
  const value = numberIn(input, 'value')
  const steps = { valueField: `0x${hex(value, 4)}` }
  const identified = { rnd: numberIn(input, 'rnd'), tid }
  if (subclass === 0 || subclass === 6) {
    const limit = wholeIn(input, 'value')
    const type = subclass === 0 ? 'set-maximum-power-limit' : 'set-phase-unbalance-limit'
    const valueField = `0x${hex(encodeAmount(limit), 4)}`
    return {
      message: { type, limit, ...identified },
      steps: { valueField, decodedWatts: decodedUnits(limit) },
    }
  }
  switch (subclass) {
    case 1:
      return { message: { type: 'clear-credit', register: value, ...identified }, steps }
    case 2:
      return { message: { type: 'set-tariff-rate', rate: value, ...identified }, steps }
    case 5:
      return { message: { type: 'clear-tamper', ...identified }, steps }
    case 7:
      return { message: { type: 'set-water-factor', factor: value, ...identified }, steps }
    case 10:
      return {
        message: {
          type: 'set-extended',
          index: value >>> 10,
          value: value & 1023,
          ...identified,
        },
        steps,
      }
    default:
      throw new BadVector('there is no such subclass with a value')
  }
}
