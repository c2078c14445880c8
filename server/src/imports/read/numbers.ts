/** Digits that a spreadsheet program shows of a number: of what it calculated it keeps up to 17, the last ones noise. */
const SHOWN = 15

/**
 * A number of a workbook as its user typed it: "7.012345679E9" is "7012345679", and of a calculated
 * "0.30000000000000004" the noise goes. Text in, text out: no float is made of it. What is no number stays.
 */
export function plainNumber(text: string): string {
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(text.trim())
  if (!parts) return text
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = parts
  if (whole + decimals === '') return text
  const { digits, point } = rounded(whole + decimals, whole.length + Number.parseInt(exponent, 10))
  const padded = digits.padStart(digits.length + Math.max(0, 1 - point), '0')
  const at = Math.max(point, 1)
  const integer = padded
    .slice(0, at)
    .padEnd(at, '0')
    .replace(/^0+(?=\d)/, '')
  const fraction = padded.slice(at).replace(/0+$/, '')
  const value = fraction === '' ? integer : `${integer}.${fraction}`
  return sign === '-' && value !== '0' ? `-${value}` : value
}

/** At most 15 digits that count, half up. `point` is how many digits stand before the decimal point. */
function rounded(all: string, pointOfAll: number): { digits: string; point: number } {
  const zeros = /^0*/.exec(all)?.[0].length ?? 0
  const digits = all.slice(zeros)
  const point = pointOfAll - zeros
  if (digits.length <= SHOWN) return { digits: digits || '0', point: digits ? point : 1 }
  const up = digits.charCodeAt(SHOWN) >= 53
  const kept = (BigInt(digits.slice(0, SHOWN)) + (up ? 1n : 0n)).toString()
  return { digits: kept, point: point + kept.length - SHOWN }
}

/**
 * A day of a workbook, a count from the end of 1899 (or from 1904), as "2026-02-28", with the time of day when
 * there is one: "2026-02-28 14:05:00". Undefined when there is no such day.
 */
export function dayOfSerial(text: string, from1904: boolean): string | undefined {
  const parts = /^(\d{1,7})(?:\.(\d+))?$/.exec(plainNumber(text))
  if (!parts) return undefined
  const count = Number.parseInt(parts[1]!, 10) + (from1904 ? 1_462 : 0)
  // The programs count a 29 February 1900 that never was (ECMA-376 part 1, 18.17.4.1): day 60.
  if (count < 1 || count === 60 || count > 2_958_465) return undefined
  const days = count < 60 ? count : count - 1
  const billionths = Number.parseInt((parts[2] ?? '0').padEnd(9, '0').slice(0, 9), 10)
  const seconds = Math.round((billionths * 86_400) / 1e9)
  const instant = new Date(Date.UTC(1899, 11, 31) + days * 86_400_000 + seconds * 1_000)
  const [day = '', time = ''] = instant.toISOString().slice(0, 19).split('T')
  return seconds === 0 ? day : `${day} ${time}`
}
