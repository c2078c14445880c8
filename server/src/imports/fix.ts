import type { Actor } from '../access/index.ts'
import type { Tx } from '../db/index.ts'
import type { JobKind } from '../jobs/index.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { countRows, holdImport, readImport, scopeOf } from './import.ts'
import type { Cells } from './kind.ts'
import { clean, examineRows, type FileRow, madeOf, storeProblems } from './rows.ts'
import { startOnImport } from './start.ts'

export const RowUnknown = refusal(
  'import.row_unknown',
  404,
  'This import has no such row. Load the page again.',
)
export const RowGood = refusal(
  'import.row_good',
  409,
  'Nothing is wrong with this row, so it stays as it is in the file.',
)
export const CellUnusable = refusal(
  'import.cell_unusable',
  400,
  'This value cannot stand in a cell. Write up to 4,000 characters.',
)

const LONGEST = 4_000
const CHUNK = 500

/** Puts other values into cells of one row and looks at it again. */
export async function fixRow(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  number: number,
  values: Cells,
): Promise<void> {
  const found = await holdImport(tx, actor, id, ['checked', 'done'])
  requireValues(found.kind, scopeOf(actor, found).kind.columns, values)
  const [row] = await storedRows(tx, actor, id, [number])
  if (!row) throw RowUnknown()
  const fixed = withValues(row, values)
  // A repeat of the same request finds the row put right.
  if (row.good && JSON.stringify(fixed.cells) === JSON.stringify(row.cells)) return
  if (row.good) throw RowGood()
  await putBack(tx, actor, id, [fixed])
}

type FixAll = {
  readonly column: string
  readonly code: string
  /** Only where the cell has this value; all rows with the problem when absent. */
  readonly found?: string
  readonly value: string
}

/** Puts one value into all cells of a column that have the same problem, by a job. */
export function startFix(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  fix: FixAll,
  key: string,
): Promise<Id<'job'>> {
  return startOnImport(
    tx,
    actor,
    fixJob,
    { importId: id, ...fix },
    {
      key,
      states: ['checked', 'done'],
      async begin(found) {
        requireValues(found.kind, scopeOf(actor, found).kind.columns, { [fix.column]: fix.value })
        return undefined
      },
    },
  )
}

/** The place is the last row that was given the value. */
export const fixJob: JobKind<Actor, FixAll & { readonly importId: Id<'import'> }, number> = {
  kind: 'import.fix',
  permission: 'import.make',
  async step(tx, { actor, params, place }) {
    const id = params.importId
    const rows = await tx.rows<{ number: number }>(
      `select p.number from imports.problem p
       join imports.row r on r.tenant_id = $1 and r.import_id = $2 and r.number = p.number
       where p.tenant_id = $1 and p.import_id = $2 and p.column_name = $3 and p.code = $4 and p.number > $5
         and ($6::text is null or coalesce(r.cells ->> $3, '') = $6)
       order by p.number limit $7`,
      [actor.tenantId, id, params.column, params.code, place ?? 0, params.found ?? null, CHUNK],
    )
    const numbers = rows.map(({ number }) => number)
    const stored = await storedRows(tx, actor, id, numbers)
    const good = await putBack(
      tx,
      actor,
      id,
      stored.map((row) => withValues(row, { [params.column]: params.value })),
    )
    return {
      place: numbers.at(-1) ?? place ?? 0,
      done: good,
      failed: stored.length - good,
      finished: numbers.length < CHUNK,
    }
  },
}

interface StoredRow extends FileRow {
  readonly key: string | null
  readonly good: boolean
}

async function storedRows(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  numbers: readonly number[],
): Promise<StoredRow[]> {
  return tx.rows<StoredRow>(
    `select number, cells, key, good from imports.row
     where tenant_id = $1 and import_id = $2 and number = any ($3) order by number`,
    [actor.tenantId, id, numbers],
  )
}

/**
 * Stores rows with other cells and looks at them again, and at the rows they were or are now repeated by: the
 * first two with each of their keys. Returns how many of the rows themselves are good.
 */
async function putBack(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  rows: readonly StoredRow[],
): Promise<number> {
  if (rows.length === 0) return 0
  const scoped = scopeOf(actor, await readImport(tx, actor, id))
  const { rows: alone } = await scoped.kind.examine(
    tx,
    scoped.scope,
    rows.map(({ cells }) => cells),
  )
  await storeCells(
    tx,
    actor,
    id,
    rows,
    alone.map(({ key }) => key),
  )
  const keys = [...rows, ...alone].flatMap(({ key }) => (key === null ? [] : [key]))
  const own = new Set(rows.map(({ number }) => number))
  const numbers = await firstOf(tx, actor, id, keys)
  const touched = await storedRows(tx, actor, id, [...new Set([...own, ...numbers])])
  const good = await lookAgain(tx, actor, id, scoped, touched)
  return [...own].filter((number) => good.has(number)).length
}

async function lookAgain(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  scoped: ReturnType<typeof scopeOf>,
  rows: readonly StoredRow[],
): Promise<ReadonlySet<number>> {
  const { examined } = await examineRows(tx, scoped, id, rows)
  const numbers = rows.map(({ number }) => number)
  await tx.execute(
    'delete from imports.problem where tenant_id = $1 and import_id = $2 and number = any ($3)',
    [actor.tenantId, id, numbers],
  )
  await storeProblems(tx, { tenantId: actor.tenantId, importId: id }, rows, examined)
  const good = new Set(numbers.filter((_, at) => examined[at]!.problems.length === 0))
  await tx.execute(
    `update imports.row set good = number = any ($4)
     where tenant_id = $1 and import_id = $2 and number = any ($3) and good <> (number = any ($4))`,
    [actor.tenantId, id, numbers, [...good]],
  )
  const more = good.size - rows.filter((row) => row.good).length
  await countRows(tx, actor, id, { good: more, bad: -more })
  return good
}

async function storeCells(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  rows: readonly FileRow[],
  keys: readonly (string | null)[],
): Promise<void> {
  await tx.execute(
    `update imports.row r set cells = n.cells::json, key = n.key
     from unnest($3::int[], $4::text[], $5::text[]) as n(number, cells, key)
     where r.tenant_id = $1 and r.import_id = $2 and r.number = n.number`,
    [
      actor.tenantId,
      id,
      rows.map(({ number }) => number),
      rows.map(({ cells }) => JSON.stringify(cells)),
      keys,
    ],
  )
}

async function firstOf(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  keys: readonly string[],
): Promise<number[]> {
  const rows = await tx.rows<{ number: number }>(
    `select f.number from unnest($3::text[]) as k(key)
     cross join lateral (select r.number from imports.row r
       where r.tenant_id = $1 and r.import_id = $2 and r.key = k.key order by r.number limit 2) f`,
    [actor.tenantId, id, [...new Set(keys)]],
  )
  const made = await madeOf(tx, actor.tenantId, id, rows)
  return rows.map(({ number }) => number).filter((number) => !made.has(number))
}

function withValues(row: StoredRow, values: Cells): StoredRow {
  const cells = { ...row.cells }
  for (const [name, value] of Object.entries(values)) {
    const put = clean(value)
    if (put === '') delete cells[name]
    else cells[name] = put
  }
  return { ...row, cells }
}

function requireValues(
  kind: string,
  columns: readonly { readonly name: string }[],
  values: Cells,
): void {
  const errors = Object.entries(values)
    .filter(
      ([name, value]) =>
        !columns.some((column) => column.name === name) ||
        value.length > LONGEST ||
        value.includes('\0'),
    )
    .map(([name]) => ({ pointer: `/cells/${name}`, code: 'import.cell_unusable' }))
  if (errors.length > 0) throw CellUnusable({ kind }, { errors })
}
