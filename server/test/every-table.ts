import type pg from 'pg'
import { newId } from '../src/kernel/ids.ts'

/**
 * One row of a tenant in every table, whatever the table is about: constraints other than keys are laid down for it,
 * so only in a database that is thrown away.
 */
export async function fillEveryTable(
  superuser: pg.Client,
  tables: readonly string[],
  tenantId: string,
): Promise<void> {
  await superuser.query('set session_replication_role = replica')
  await superuser.query('select kernel.make_partitions($1, 1)', ['2026-11-24'])
  const { rows: checks } = await superuser.query<{ text: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as text
     from pg_constraint where contype = 'c' and conrelid::regclass::text = any ($1)`,
    [tables],
  )
  for (const { text } of checks) await superuser.query(text)
  for (const table of tables) {
    const { rows: columns } = await superuser.query<{ attname: string; type: string }>(
      `select attname, format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
      [table],
    )
    const values = columns.map(({ attname, type }) =>
      attname === 'tenant_id' ? `'${tenantId}'` : anyValueOf(type),
    )
    await superuser.query(
      `insert into ${table} (${columns.map(({ attname }) => `"${attname}"`)}) values (${values})`,
    )
  }
}

function anyValueOf(type: string): string {
  if (type.endsWith('[]')) return `'{}'`
  if (type === 'uuid') return `'${newId()}'`
  if (type === 'boolean') return 'false'
  if (type === 'bytea') return `'\\x00'`
  if (type.startsWith('json')) return `'{}'`
  if (type.startsWith('timestamp') || type === 'date') return `'2026-11-24'`
  if (/range/.test(type)) return `'empty'`
  return `'1'`
}

/** The columns of a table that a statement may fill, in order: what the table computes by itself is left out. */
export async function columnsToFill(superuser: pg.Client, table: string): Promise<string[]> {
  const { rows } = await superuser.query<{ attname: string }>(
    `select attname from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
     order by attnum`,
    [table],
  )
  return rows.map(({ attname }) => `"${attname}"`)
}
