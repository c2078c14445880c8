/** An exact decimal: `minor` counts steps of 10^-`decimals`. Money never passes through a float. */
export type Decimal = { minor: bigint; decimals: number }

const PATTERN = /^(-?)(\d+)(?:\.(\d+))?$/

/** Reads "4182460.00"; null when it is not a plain decimal. */
export function parseDecimal(text: string): Decimal | null {
  const found = PATTERN.exec(text)
  if (!found) return null
  const [, sign, whole = '0', part = ''] = found
  const minor = BigInt(whole + part)
  return { minor: sign ? -minor : minor, decimals: part.length }
}

export function formatDecimal({ minor, decimals }: Decimal): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0')
  const cut = digits.length - decimals
  const text = decimals ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits
  return minor < 0n ? `-${text}` : text
}

/** The exact sum; texts that are no decimals count as nought. */
export function sum(texts: string[]): string {
  return texts
    .map((text) => parseDecimal(text) ?? { minor: 0n, decimals: 0 })
    .map(formatDecimal)
    .reduce((total, text) => add(total, text), '0')
}

/** Negative, nought or positive as `a` is below, equal to or above `b`. */
export function compare(a: string, b: string): -1 | 0 | 1 {
  const [x, y] = aligned(a, b)
  if (x.minor === y.minor) return 0
  return x.minor < y.minor ? -1 : 1
}

export function largest(texts: string[]): string {
  return texts.reduce((most, text) => (compare(text, most) > 0 ? text : most), '0')
}

/**
 * By how much `now` differs from `before`, in tenths of a percent, half away from nought: 62n is 6.2 %.
 * Null when there is nothing to compare with.
 */
export function changeInTenths(now: string, before: string): bigint | null {
  const [x, y] = aligned(now, before)
  if (y.minor <= 0n) return null
  const doubled = 2n * 1000n * (x.minor - y.minor)
  return (doubled + (doubled < 0n ? -y.minor : y.minor)) / (2n * y.minor)
}

function add(a: string, b: string): string {
  const [x, y] = aligned(a, b)
  return formatDecimal({ minor: x.minor + y.minor, decimals: x.decimals })
}

function aligned(a: string, b: string): [Decimal, Decimal] {
  const none: Decimal = { minor: 0n, decimals: 0 }
  const x = parseDecimal(a) ?? none
  const y = parseDecimal(b) ?? none
  const decimals = Math.max(x.decimals, y.decimals)
  return [scaled(x, decimals), scaled(y, decimals)]
}

function scaled(value: Decimal, decimals: number): Decimal {
  return { minor: value.minor * 10n ** BigInt(decimals - value.decimals), decimals }
}
