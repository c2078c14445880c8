/** Texts from `from` to before `to`, in the order of bytes: everything that begins with a prefix. */
export interface Range {
  readonly from: string
  readonly to: string
}

/** No text goes on with a character beyond the last one of Unicode. */
const LAST = '\u{10FFFF}'

export function startingWith(prefix: string): Range {
  return { from: prefix, to: prefix + LAST }
}

/** Collects the values of a statement and gives each its number. */
export function numbered(values: unknown[]): (value: unknown) => string {
  return (value) => `$${values.push(value)}`
}
