/** What can be said about a meter number while it is being typed. */
export type MeterNumberState =
  | 'empty'
  | 'incomplete'
  | 'valid'
  | 'wrong_check_digit'
  | 'too_long'
  | 'not_digits'

/**
 * Looks at what has been typed. A meter number has 11 or 13 digits and ends in a Luhn check digit
 * (the DRN of IEC 62055-41: 11 digits carry a 2-digit manufacturer code, 13 digits a 4-digit one).
 */
export function checkMeterNumber(typed: string): MeterNumberState {
  const digits = meterDigits(typed)
  if (digits === '') return 'empty'
  if (!/^\d+$/.test(digits)) return 'not_digits'
  if (digits.length > 13) return 'too_long'
  if (digits.length !== 11 && digits.length !== 13) return 'incomplete'
  return hasLuhnCheckDigit(digits) ? 'valid' : 'wrong_check_digit'
}

/** What was typed without the spaces and dashes people and scanners put between groups. */
export function meterDigits(typed: string): string {
  return typed.replace(/[\s-]/g, '')
}

/** Groups of 4-4-3, or 4-4-5 for 13 digits; also while typing. */
export function groupMeterNumber(digits: string): string {
  return [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].filter(Boolean).join(' ')
}

/** ISO/IEC 7812-1 annex B: every second digit from the right is doubled. */
export function hasLuhnCheckDigit(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
