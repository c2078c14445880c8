import Type, { type TSchema } from 'typebox'
import type { Id } from './ids.ts'

declare const brand: unique symbol

/** A type that only its own schema makes: two branded strings cannot be swapped. */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** Brands the strings a schema accepts: `branded<'SerialNumber'>(Type.String({ pattern }))`. */
export function branded<Name extends string>(schema: TSchema) {
  return Type.Unsafe<Branded<string, Name>>(schema)
}

/** Money in JSON: a decimal text of the major unit, never a number. */
export const AmountText = Type.String({
  pattern: '^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,3})?$',
  maxLength: 24,
  description: 'Decimal text of the major unit, such as "115.00".',
})

/** Units of energy, water or gas in JSON. */
export const UnitsText = Type.String({
  pattern: '^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,6})?$',
  maxLength: 26,
  description: 'Decimal text of the whole unit, such as "14.6".',
})

/** A UUID in lower case, as the id of one kind of thing. */
export function IdText<Kind extends string>() {
  return Type.Unsafe<Id<Kind>>(
    Type.String({
      pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
      minLength: 36,
      maxLength: 36,
    }),
  )
}

/** A calendar day, "2026-02-28". The pattern does not know the length of a month. */
export const DayText = Type.String({
  pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
  minLength: 10,
  maxLength: 10,
})

/** What a meter counts. */
export const CommodityName = Type.Enum(['electricity', 'water', 'gas'])
