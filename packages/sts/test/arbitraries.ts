import fc from 'fast-check'
import {
  type Algorithm,
  DECODER_KEY_BYTES,
  decodedCurrencyAmount,
  decodedUnits,
  type Field,
  type Message,
  TOKEN_TYPES,
  type TokenType,
} from '../src/index.ts'

/** Any message of a token type, made from nothing but its declared fields. */
export function anyMessage(type: TokenType<Message>): fc.Arbitrary<Message> {
  const values = Object.fromEntries(type.fields.map((field) => [field.name, anyValue(field)]))
  return fc
    .record(values)
    .map((record) => ({ type: type.name, ...record }) as Message)
    .filter((message) => type.fits === undefined || type.fits(message))
}

export function anyKey(algorithm: Algorithm): fc.Arbitrary<Uint8Array> {
  const length = DECODER_KEY_BYTES[algorithm]
  return fc.uint8Array({ minLength: length, maxLength: length })
}

export const anyAlgorithm: fc.Arbitrary<Algorithm> = fc.constantFrom(7, 11)

/** Token types with each algorithm they exist under. */
export const typesAndAlgorithms = TOKEN_TYPES.flatMap((type) =>
  type.algorithms.map((algorithm) => ({ name: type.name, type, algorithm })),
)

/** The message with its amount as a meter reads it. */
export function asRead(message: Message): Message {
  switch (message.type) {
    case 'transfer-credit':
      return { ...message, units: decodedUnits(message.units) }
    case 'transfer-credit-currency':
      return { ...message, amount: decodedCurrencyAmount(message.amount) }
    case 'set-maximum-power-limit':
    case 'set-phase-unbalance-limit':
      return { ...message, limit: decodedUnits(message.limit) }
    default:
      return message
  }
}

function anyValue(field: Field): fc.Arbitrary<unknown> {
  if (field.choices !== undefined) {
    return fc.constantFrom(...field.choices.map((choice) => choice.value))
  }
  if (field.kind === 'bigint') return fc.bigInt({ min: field.minimum, max: field.maximum })
  return fc.integer({ min: Number(field.minimum), max: Number(field.maximum) })
}
