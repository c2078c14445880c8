import pg from 'pg'

/** Where the generated types stand. */
export const schemaFile = new URL('./schema.generated.ts', import.meta.url)

interface Column {
  schema_name: string
  table_name: string
  column_name: string
  type_name: string
  is_array: boolean
  nullable: boolean
  has_default: boolean
  /** Table whose `id` this column holds: by foreign key. */
  refers_to: string | null
}

/**
 * The TypeScript text of all tables and views of our modules, from the catalogue. Keys and foreign keys
 * are branded: the id of a meter does not fit where a sale's is wanted.
 */
export async function schemaTypes(config: pg.ClientConfig): Promise<string> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    const { rows } = await client.query<Column>(columnsOfAllTables)
    return written(rows)
  } finally {
    await client.end()
  }
}

function written(columns: readonly Column[]): string {
  const tables = groupByTable(columns)
  const names = new Set(columns.map((column) => column.table_name))
  const interfaces = [...tables].map(([table, its]) => {
    const lines = its.map((column) => `    ${column.column_name}: ${typeOf(column, names)}`)
    return `  '${table}': {\n${lines.join('\n')}\n  }`
  })
  return [
    '// Written by server/src/db/write-types.ts from the database. Do not edit.',
    "import type { ColumnType, Generated } from 'kysely'",
    "import type { Id } from '../kernel/ids.ts'",
    '',
    '/** JSON is read as a value and written as text, so that no bigint is lost on the way. */',
    'type Json = ColumnType<unknown, string, string>',
    '',
    'export interface Schema {',
    interfaces.join('\n'),
    '}',
    '',
  ].join('\n')
}

function groupByTable(columns: readonly Column[]): Map<string, Column[]> {
  const tables = new Map<string, Column[]>()
  for (const column of columns) {
    const table = `${column.schema_name}.${column.table_name}`
    tables.set(table, [...(tables.get(table) ?? []), column])
  }
  return tables
}

function typeOf(column: Column, tables: ReadonlySet<string>): string {
  const base = column.type_name === 'uuid' ? idOf(column, tables) : scalar(column.type_name)
  const list = column.is_array ? `${base}[]` : base
  const type = column.nullable ? `${list} | null` : list
  return column.has_default ? `Generated<${type}>` : type
}

function idOf(column: Column, tables: ReadonlySet<string>): string {
  if (column.refers_to) return `Id<'${column.refers_to}'>`
  if (column.column_name === 'id') return `Id<'${column.table_name}'>`
  const stem = column.column_name.replace(/_id$/, '')
  if (!column.column_name.endsWith('_id')) return 'string'
  // A column may say which one it means: debit_account_id is an account's.
  const known = [...tables].filter((table) => stem === table || stem.endsWith(`_${table}`))
  const longest = known.sort((a, b) => b.length - a.length)[0]
  return `Id<'${longest ?? stem}'>`
}

function scalar(type: string): string {
  const scalars: Record<string, string> = {
    int2: 'number',
    int4: 'number',
    int8: 'bigint',
    float4: 'number',
    float8: 'number',
    bool: 'boolean',
    timestamptz: 'Date',
    bytea: 'Buffer',
    json: 'Json',
    jsonb: 'Json',
  }
  // Everything else is text as PostgreSQL prints it: dates, numeric, names, ranges, transaction ids.
  return scalars[type] ?? 'string'
}

const columnsOfAllTables = `
  select n.nspname as schema_name, c.relname as table_name, a.attname as column_name,
         coalesce(element.typname, t.typname) as type_name, element.oid is not null as is_array,
         not a.attnotnull as nullable,
         a.atthasdef or a.attidentity <> '' as has_default,
         (select r.relname
            from pg_constraint k
            join pg_class r on r.oid = k.confrelid
            join unnest(k.conkey, k.confkey) as pair (mine, theirs) on pair.mine = a.attnum
            join pg_attribute ra on ra.attrelid = k.confrelid and ra.attnum = pair.theirs
           where k.conrelid = c.oid and k.contype = 'f' and ra.attname = 'id'
           order by r.relname limit 1) as refers_to
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_type element on element.oid = t.typelem and t.typcategory = 'A'
   where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
     and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public', 'graphile_worker')
   order by n.nspname collate "C", c.relname collate "C", a.attnum`
