import pg from 'pg'

/**
 * How the driver reads PostgreSQL's types. `bigint` becomes a JavaScript bigint and `numeric` stays text:
 * neither money nor units ever pass through a floating-point number. A `date` has no time zone and stays
 * 'YYYY-MM-DD'; only `timestamptz` is an instant and becomes a `Date`.
 */
export const driverTypes: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    return format === 'binary' ? pg.types.getTypeParser(oid, format) : (own[oid] ?? standard(oid))
  },
} as pg.CustomTypesConfig

const asText = (text: string) => text
const list = (each: (text: string) => unknown) => (text: string) => {
  const texts = textArray(text)
  return texts.map((entry) => (entry === null ? null : each(entry)))
}

const textArray = pg.types.getTypeParser(1009 as number, 'text') as unknown as (
  text: string,
) => (string | null)[]

/** By type oid (pg_type.dat): int8, date, timestamp, interval, numeric, and the arrays of them. */
const own: Record<number, (text: string) => unknown> = {
  20: BigInt,
  1016: list(BigInt),
  1082: asText,
  1182: list(asText),
  1114: asText,
  1115: list(asText),
  1186: asText,
  1187: list(asText),
  1700: asText,
  1231: list(asText),
}

function standard(oid: number) {
  return pg.types.getTypeParser(oid, 'text')
}
