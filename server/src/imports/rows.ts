import type { Db, Tx } from '../db/index.ts'
import type { Import, scopeOf } from './import.ts'
import type { Cells, Examined, ExaminedRows, Problem } from './kind.ts'
import { kindNamed } from './kinds/index.ts'

/** A row of a file under the columns of its kind. */
export interface FileRow {
  readonly number: number
  readonly cells: Cells
}

type Scoped = ReturnType<typeof scopeOf>

/**
 * Looks at rows as a chunk: each by itself, against what exists, and against the rows of the file that came
 * before. Of rows about the same thing the first holds.
 */
export async function examineRows(
  db: Db,
  { kind, scope }: Scoped,
  importId: Import['id'],
  rows: readonly FileRow[],
): Promise<{ examined: readonly Examined[]; write: ExaminedRows['write'] }> {
  const found = await kind.examine(
    db,
    scope,
    rows.map(({ cells }) => cells),
  )
  const keys = found.rows.flatMap(({ key }) => (key === null ? [] : [key]))
  const first = await firstRowsOf(db, scope.actor.tenantId, importId, keys)
  for (const [at, { key }] of found.rows.entries()) {
    const { number } = rows[at]!
    if (key !== null && number < (first.get(key) ?? Number.POSITIVE_INFINITY))
      first.set(key, number)
  }
  const examined = found.rows.map(({ key, problems }, at) => {
    const before = key === null ? undefined : first.get(key)
    if (before === undefined || before === rows[at]!.number) return { key, problems }
    const repeated: Problem = { column: kind.keyColumn, code: 'repeated', expected: `${before}` }
    const others = problems.filter(({ column }) => column !== kind.keyColumn)
    return { key, problems: [...others, repeated] }
  })
  return { examined, write: found.write }
}

/** For each key the first row of the file that has it, of the rows that are stored. */
async function firstRowsOf(
  db: Db,
  tenantId: string,
  importId: string,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.rows<{ key: string; number: number }>(
    `select key, min(number) as number from imports.row
     where tenant_id = $1 and import_id = $2 and key = any ($3) group by key`,
    [tenantId, importId, keys],
  )
  return new Map(rows.map(({ key, number }) => [key, number]))
}

/**
 * Which of these rows have been imported. Asked by their numbers rather than joined: of an import in full swing the
 * planner has no figures yet, and reads all that was made once for each row.
 */
export async function madeOf(
  db: Db,
  tenantId: string,
  importId: string,
  rows: readonly Pick<FileRow, 'number'>[],
): Promise<ReadonlySet<number>> {
  const made = await db.rows<{ number: number }>(
    `select number from imports.made
     where tenant_id = $1 and import_id = $2 and number = any ($3)`,
    [tenantId, importId, rows.map(({ number }) => number)],
  )
  return new Set(made.map(({ number }) => number))
}

/** Stores rows that were looked at, with what is wrong with them. Returns how many are good. */
export async function storeRows(
  tx: Tx,
  { tenantId, importId }: { readonly tenantId: string; readonly importId: string },
  rows: readonly FileRow[],
  examined: readonly Examined[],
): Promise<number> {
  const good = examined.map(({ problems }) => problems.length === 0)
  const stored = await tx.execute(
    `insert into imports.row (tenant_id, import_id, number, cells, key, good)
     select $1, $2, n.number, n.cells::json, n.key, n.good
     from unnest($3::int[], $4::text[], $5::text[], $6::boolean[]) as n(number, cells, key, good)
     on conflict do nothing`,
    [
      tenantId,
      importId,
      rows.map(({ number }) => number),
      rows.map(({ cells }) => JSON.stringify(cells)),
      examined.map(({ key }) => key),
      good,
    ],
  )
  if (stored !== rows.length) throw new Error('A row of a file was stored twice.')
  await storeProblems(tx, { tenantId, importId }, rows, examined)
  return good.filter((is) => is).length
}

/** Writes down what is wrong with rows. */
export async function storeProblems(
  tx: Tx,
  { tenantId, importId }: { readonly tenantId: string; readonly importId: string },
  rows: readonly Pick<FileRow, 'number'>[],
  examined: readonly Pick<Examined, 'problems'>[],
): Promise<void> {
  const all = examined.flatMap(({ problems }, at) =>
    problems.map((problem) => ({ number: rows[at]!.number, ...problem })),
  )
  if (all.length === 0) return
  const stored = await tx.execute(
    `insert into imports.problem (tenant_id, import_id, number, column_name, code, expected)
     select $1, $2, n.number, n.column_name, n.code, n.expected
     from unnest($3::int[], $4::text[], $5::text[], $6::text[]) as n(number, column_name, code, expected)
     on conflict do nothing`,
    [
      tenantId,
      importId,
      all.map(({ number }) => number),
      all.map(({ column }) => column),
      all.map(({ code }) => code),
      all.map(({ expected }) => expected ?? null),
    ],
  )
  if (stored !== all.length) throw new Error('Two problems were found with one cell.')
}

/** The cells of a row of the file under the columns of the kind, clean at their ends. */
export function cellsOf(
  kindName: string,
  matching: NonNullable<Import['matching']>,
  cells: readonly string[],
): Cells {
  const { columns } = kindNamed(kindName)
  return Object.fromEntries(
    columns.flatMap(({ name }) => {
      const from = matching[name]
      if (!from) return []
      const value = clean('value' in from ? from.value : (cells[from.at] ?? ''))
      return value === '' ? [] : [[name, value]]
    }),
  )
}

/** An apostrophe before a formula's first character is a guard that exports put there, also our own. */
export function clean(text: string): string {
  const value = text.normalize('NFC').trim()
  return /^'[=+\-@]/.test(value) ? value.slice(1) : value
}
