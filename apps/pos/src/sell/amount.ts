/**
 * Amounts while they are typed. They are text and whole minor units all the way: a number type
 * would round them.
 */
export type AmountFault = 'empty' | 'not_an_amount' | 'too_many_decimals' | 'zero' | 'too_large'

export type TypedAmount =
  | { minor: bigint; text: string; fault: null }
  | { minor: null; text: null; fault: AmountFault }

/** Twelve digits before the point: more is a slip of the finger, in any currency. */
const longestWhole = 12

/** Reads "500", "500." or "500.5" in a currency of `decimals`; `text` is what goes to the server. */
export function readAmount(typed: string, decimals: number): TypedAmount {
  if (typed === '' || typed === '.') return failed('empty')
  const match = /^(\d*)(?:\.(\d*))?$/.exec(typed)
  if (!match) return failed('not_an_amount')
  const whole = (match[1] ?? '').replace(/^0+(?=\d)/, '') || '0'
  const fraction = match[2] ?? ''
  if (fraction.length > decimals) return failed('too_many_decimals')
  if (whole.length > longestWhole) return failed('too_large')
  const minor = BigInt(whole + fraction.padEnd(decimals, '0'))
  if (minor === 0n) return failed('zero')
  return { minor, text: decimalText(minor, decimals), fault: null }
}

/** Change to give, as a decimal string; null when less was received than is due. */
export function changeOf(due: bigint, received: bigint, decimals: number): string | null {
  return received < due ? null : decimalText(received - due, decimals)
}

/** 12345n with two decimals is "123.45". */
export function decimalText(minor: bigint, decimals: number): string {
  if (decimals === 0) return minor.toString()
  const digits = minor.toString().padStart(decimals + 1, '0')
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** "1000" for "1000.00": how a quick amount is put into the field. */
export function shortAmount(text: string): string {
  return text.replace(/\.0+$/, '')
}

function failed(fault: AmountFault): TypedAmount {
  return { minor: null, text: null, fault }
}
