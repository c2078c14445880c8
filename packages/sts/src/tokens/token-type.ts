import type { Algorithm } from '../ciphers/index.ts'

/** The 44 bits of a token between subclass and CRC: 28 upper and 16 lower bits, and the subclass. */
export type Content = { readonly subclass: number; readonly high: number; readonly low: number }

/** A value of a message, declared so that forms can be drawn and ranges checked without knowing the type. */
export type Field = {
  readonly name: string
  readonly label: string
  /** `number` for small codes, `bigint` for amounts and wide bit sets. */
  readonly kind: 'number' | 'bigint' | 'choice'
  readonly minimum: bigint
  readonly maximum: bigint
  /** What the value counts, and how many decimals it has in that unit: 146 with 1 is 14.6. */
  readonly unit?: string
  readonly decimals?: number
  /** The only values allowed, with their names; for kind `choice` the values are texts. */
  readonly choices?: readonly { readonly value: string | number; readonly label: string }[]
  /** Who fills it in: a person, or the system that makes the token. */
  readonly source: 'person' | 'system'
}

/** One kind of token: where it stands in the standard, its fields, and how they are packed. */
export type TokenType<M extends { readonly type: string } = { readonly type: string }> = {
  readonly name: M['type']
  readonly title: string
  /** The name that IEC 62055-41 gives it. */
  readonly standardName: string
  readonly tokenClass: 0 | 1 | 2
  readonly subclasses: readonly number[]
  /** Encryption algorithms under which it exists; class 1 is never enciphered. */
  readonly algorithms: readonly Algorithm[]
  /** True when it has a token identifier and so can be used only once. */
  readonly carriesTid: boolean
  /** True when its CRC is the currency variant. */
  readonly currency: boolean
  readonly fields: readonly Field[]
  /** What the single fields cannot say about the range, where there is such a thing. */
  fits?(message: M): boolean
  /** Packs values that are in range. */
  encode(message: M): Content
  /** Unpacks any content; values out of range come out as they are, for the meter to refuse. */
  decode(content: Content): M
}

/** Random nibble and token identifier, which most tokens begin with. */
export type Identified = {
  /** Random, 0 .. 15, so that equal messages look different. */
  readonly rnd: number
  /** Minutes since the base date, see `nextTid`. */
  readonly tid: number
}

export const ANY_ALGORITHM: readonly Algorithm[] = [7, 11]

export const RND_FIELD: Field = numberField('rnd', 'Random number', 15, 'system')
export const TID_FIELD: Field = numberField('tid', 'Token identifier', 0xffffff, 'system')

export function numberField(
  name: string,
  label: string,
  maximum: number,
  source: Field['source'] = 'person',
): Field {
  return { name, label, kind: 'number', minimum: 0n, maximum: BigInt(maximum), source }
}

/** The first field whose value is out of range, or 'message' when the values do not go together. */
export function outOfRange<M extends { readonly type: string }>(
  type: TokenType<M>,
  message: M,
): string | undefined {
  const values = message as Readonly<Record<string, unknown>>
  for (const field of type.fields) if (!isInRange(field, values[field.name])) return field.name
  return type.fits === undefined || type.fits(message) ? undefined : 'message'
}

function isInRange(field: Field, value: unknown): boolean {
  if (field.choices !== undefined && !field.choices.some((choice) => choice.value === value)) {
    return false
  }
  if (field.kind === 'choice') return true
  if (field.kind === 'bigint') {
    return typeof value === 'bigint' && value >= field.minimum && value <= field.maximum
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) return false
  return value >= field.minimum && value <= field.maximum
}
