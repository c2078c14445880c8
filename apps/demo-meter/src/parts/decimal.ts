/** An exact decimal: `minor` counts steps of 10^-`decimals`. Energy never passes through a float. */
export type Decimal = { minor: bigint; decimals: number }

const PATTERN = /^(-?)(\d+)(?:\.(\d+))?$/

/** Reads "14.6"; anything that is not a plain decimal counts as nought. */
export function parseDecimal(text: string): Decimal {
  const [, sign, whole = '0', part = ''] = PATTERN.exec(text) ?? []
  const minor = BigInt(whole + part)
  return { minor: sign ? -minor : minor, decimals: part.length }
}

export function formatDecimal({ minor, decimals }: Decimal): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0')
  const cut = digits.length - decimals
  const text = decimals ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits
  return minor < 0n ? `-${text}` : text
}

/** The value `step` of `steps` on the way from one reading to the next. */
export function between(from: string, to: string, step: bigint, steps: bigint): string {
  const [a, b] = align(parseDecimal(from), parseDecimal(to))
  return formatDecimal({
    minor: a.minor + ((b.minor - a.minor) * step) / steps,
    decimals: b.decimals,
  })
}

function align(a: Decimal, b: Decimal): [Decimal, Decimal] {
  const decimals = Math.max(a.decimals, b.decimals)
  return [scale(a, decimals), scale(b, decimals)]
}

function scale(value: Decimal, decimals: number): Decimal {
  return { minor: value.minor * 10n ** BigInt(decimals - value.decimals), decimals }
}
