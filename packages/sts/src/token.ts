import type { Block } from './ciphers/block.ts'
import { type Algorithm, decipherBlock, encipherBlock, type TokenCipher } from './ciphers/index.ts'
import { tokenCrc } from './crc.ts'
import { fromDigits, toDigits } from './digits.ts'
import { StsError } from './errors.ts'
import { type Message, typeAt, typeOf } from './tokens/index.ts'
import { type Content, outOfRange, type TokenType } from './tokens/token-type.ts'

/** What the digits of a token say, or the standard's name for why they say nothing. */
export type Reading =
  | {
      readonly result: 'Read'
      readonly message: Message
      /** False when a value is out of range or reserved bits are set: the meter's RangeError. */
      readonly inRange: boolean
    }
  | { readonly result: 'FormatError' | 'CRCError' | 'FunctionError' }

const FORMAT_ERROR: Reading = { result: 'FormatError' }
const CRC_ERROR: Reading = { result: 'CRCError' }
const FUNCTION_ERROR: Reading = { result: 'FunctionError' }

/**
 * Makes the 20 digits of a token. This is the bare step: it knows no key type and no key expiry, so credit is
 * made by `issueToken`, which refuses what must not be issued.
 * @param cipher the meter's cipher; null is enough for class 1 tokens, which are not enciphered
 * @throws StsError `token.range`, `token.unknown-type`, `token.needs-key`, `token.wrong-algorithm`
 */
export function encipherToken(cipher: TokenCipher | null, message: Message): string {
  const { tokenClass } = typeOf(message.type, cipher?.algorithm)
  const block = tokenBlock(message, cipher?.algorithm)
  if (tokenClass === 1) return toDigits(tokenClass, block)
  if (cipher === null) throw new StsError('token.needs-key', 'This token needs a decoder key.')
  return toDigits(tokenClass, encipherBlock(cipher, block))
}

/** The 64 bits before enciphering: subclass, content, CRC. */
export function tokenBlock(message: Message, algorithm?: Algorithm): Block {
  const type = typeOf(message.type, algorithm)
  const wrong = outOfRange(type, message)
  if (wrong !== undefined)
    throw new StsError('token.range', `${type.title}: ${wrong} out of range.`)
  const { subclass, high, low } = type.encode(message)
  const upper = (subclass << 28) | high
  return { high: upper, low: (low << 16) | tokenCrc(type.tokenClass, upper, low, type.currency) }
}

/**
 * Reads the 20 digits of a token; blanks and dashes are ignored. A token of another meter gives CRCError.
 * The order of the checks is the meter's: the subclass is looked at only when the CRC is right.
 * @param cipher the meter's cipher; null reads class 1 tokens only, any other is then a CRCError
 */
export function decipherToken(cipher: TokenCipher | null, digits: string): Reading {
  const classed = fromDigits(digits)
  if (classed === null) return FORMAT_ERROR
  const { tokenClass } = classed
  if (tokenClass === 3) return FUNCTION_ERROR
  if (tokenClass !== 1 && cipher === null) return CRC_ERROR
  const block = tokenClass === 1 || cipher === null ? classed : decipherBlock(cipher, classed)
  const subclass = block.high >>> 28
  const low = block.low >>> 16
  const currency = tokenClass === 0 && subclass >= 4 && subclass <= 7
  if (tokenCrc(tokenClass, block.high, low, currency) !== (block.low & 0xffff)) return CRC_ERROR
  const type = typeAt(tokenClass, subclass, cipher?.algorithm)
  if (type === undefined) return FUNCTION_ERROR
  const content = { subclass, high: block.high & 0x0fffffff, low }
  const message = type.decode(content)
  return { result: 'Read', message, inRange: isCanonical(type, message, content) }
}

/** Values in range, and nothing in the content that they do not account for. */
function isCanonical(type: TokenType<Message>, message: Message, content: Content): boolean {
  if (outOfRange(type, message) !== undefined) return false
  const again = type.encode(message)
  return again.high === content.high && again.low === content.low
}
