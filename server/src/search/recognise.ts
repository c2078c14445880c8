import { MeterCheckDigit, requireMeterNumber } from '../meters/index.ts'

/** What a typed text may be. It may be several things: eleven digits are a meter, and a phone number too. */
export interface Recognised {
  /** The first digits of a meter number, or all of them. */
  readonly meter: string | null
  /** All digits of a meter number are there: whether the last fits the others. */
  readonly meterNumber: 'right' | 'check_digit' | null
  /** The 20 digits of a token. Secret: not for a log, an address or an answer. */
  readonly token: string | null
  readonly receipt: { readonly prefix: string | null; readonly number: bigint } | null
  readonly vendor: bigint | null
  /** A name, an account or a phone number, as it was typed. */
  readonly name: string | null
}

const TOKEN_DIGITS = 20
const METER_DIGITS = [11, 13]
/** Receipts and vendors are counted from 1 within a tenant. */
const LONGEST_NUMBER = 15
/** A text of one or two letters fits too much to be of use. */
const SHORTEST_NAME = 2

/** Blanks, dashes and dots between digits are for people. */
export function recognise(text: string): Recognised {
  const digits = /^[0-9 .-]+$/.test(text) ? text.replace(/[^0-9]/g, '') : ''
  if (digits.length === TOKEN_DIGITS) {
    return {
      meter: null,
      meterNumber: null,
      token: digits,
      receipt: null,
      vendor: null,
      name: null,
    }
  }
  return {
    meter: digits.length >= 3 && digits.length <= 13 ? digits : null,
    meterNumber: METER_DIGITS.includes(digits.length) ? meterNumberOf(digits) : null,
    token: null,
    receipt: receiptOf(text, digits),
    vendor: digits !== '' && digits.length <= LONGEST_NUMBER ? BigInt(digits) : null,
    name: /[\p{L}\p{N}]/u.test(text) && [...text].length >= SHORTEST_NAME ? text : null,
  }
}

function meterNumberOf(digits: string): 'right' | 'check_digit' {
  try {
    requireMeterNumber(digits)
    return 'right'
  } catch (error) {
    if (MeterCheckDigit.is(error)) return 'check_digit'
    throw error
  }
}

/** "HC-88417", "hc 88417" or the number alone. */
function receiptOf(text: string, digits: string): Recognised['receipt'] {
  const [, prefix, number] = /^([a-z]{1,8})[ -]?([0-9]{1,15})$/i.exec(text) ?? []
  if (prefix && number) return { prefix: prefix.toUpperCase(), number: BigInt(number) }
  if (digits === '' || digits.length > LONGEST_NUMBER) return null
  return { prefix: null, number: BigInt(digits) }
}

/** What was typed, on one line and without what the database could not take. */
export function typedText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
