/** One entry of a vector file: what goes in, what must come out, and the steps on the way. */
export type Vector = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly input: Values
  readonly steps?: Values
  readonly output: Values
}

/** Values as they stand in the file; each check reads the ones it knows. */
export type Values = Readonly<Record<string, unknown>>

/** What we computed for a vector: everything in `output` must be there, of `steps` what we compute too. */
export type Computed = { readonly output: Values; readonly steps?: Values }

/** Thrown when a vector cannot be run at all. */
export class BadVector extends Error {}

export function textIn(values: Values, name: string): string {
  const value = values[name]
  if (typeof value !== 'string') throw new BadVector(`${name} is not a text`)
  return value
}

export function numberIn(values: Values, name: string): number {
  const value = values[name]
  if (typeof value !== 'number') throw new BadVector(`${name} is not a number`)
  return value
}

export function valuesIn(values: Values, name: string): Values {
  const value = values[name]
  if (typeof value !== 'object' || value === null) throw new BadVector(`${name} is not an object`)
  return value as Values
}

export function listIn(values: Values, name: string): readonly unknown[] {
  const value = values[name]
  if (!Array.isArray(value)) throw new BadVector(`${name} is not a list`)
  return value
}

export function bytesIn(values: Values, name: string): Uint8Array {
  const text = textIn(values, name)
  if (!/^([0-9A-Fa-f]{2})*$/.test(text)) throw new BadVector(`${name} is not hexadecimal`)
  return Buffer.from(text, 'hex')
}

/** A whole number, given as number, digits or 0x digits. */
export function wholeIn(values: Values, name: string): bigint {
  const value = values[name]
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  if (typeof value === 'string' && /^(-?[0-9]+|0x[0-9A-Fa-f]+)$/.test(value)) return BigInt(value)
  throw new BadVector(`${name} is not a whole number`)
}

/** The instant of a wall clock time without zone; the base date counts in the same zone. */
export function instantIn(values: Values, name: string): Date {
  const text = textIn(values, name)
  const instant = new Date(`${text}${text.length === 16 ? ':00' : ''}Z`)
  if (Number.isNaN(instant.getTime())) throw new BadVector(`${name} is not a time`)
  return instant
}

/** Upper-case hexadecimal digits of a number, with leading zeros. */
export function hex(value: number | bigint, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0')
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase()
}
