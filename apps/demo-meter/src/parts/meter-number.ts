/** Shows a meter number as 4-4-3, or 4-4-5 when it has 13 digits. */
export function groupMeterNumber(digits: string): string {
  return [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].filter(Boolean).join(' ')
}

export type NumberFault = 'length' | 'checkDigit'

/** What is wrong with a typed meter number, or null. The last digit is a Luhn check digit. */
export function meterNumberFault(digits: string): NumberFault | null {
  if (digits.length !== 11 && digits.length !== 13) return 'length'
  return luhnSum(digits) % 10 === 0 ? null : 'checkDigit'
}

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, place) => {
    const value = digit.charCodeAt(0) - 48
    const doubled = place % 2 ? value * 2 : value
    return sum + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
}
