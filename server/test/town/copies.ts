import type pg from 'pg'

/** SQL text of a column's value in a copy: `i` is the row of the source, `t` the row that is copied. */
export type Columns = Readonly<Record<string, string>>

/**
 * Copies rows of a table once for each row of the source, as superuser; `i` is the source's row. The pattern was made through the
 * program's own doors, so a copy has every column as the program writes it, save those that are named
 * and those that the database works out.
 */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  where: string,
  source: string,
  columns: Columns,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  )
  const names = rows.map(({ name }) => name)
  const unknown = Object.keys(columns).filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Error(`${table} has no column ${unknown.join(', ')}.`)
  const values = names.map((name) => columns[name] ?? `t.${name}`)
  await client.query(
    `insert into ${table} (${names.join(', ')})
     select ${values.join(', ')}
     from ${source} i, ${table} t where ${where}`,
  )
}

/** An id that follows from a number: `kind` keeps the ids of two tables apart. */
export function idOf(kind: string, number: string): string {
  return `('01900000-${kind}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
}

/** A source of the numbers 1 to `count`. */
export function upTo(count: number): string {
  return `generate_series(1, ${count})`
}
