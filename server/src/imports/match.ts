import type { Actor } from '../access/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { refusal } from '../kernel/refusal.ts'
import type { Matching } from './import.ts'
import { plain } from './kinds/cells.ts'
import { kindNamed } from './kinds/index.ts'

export const MatchingUnusable = refusal(
  'import.matching_unusable',
  422,
  'Choose a column of the file, or one value for all rows, for each column that must be there.',
)

/**
 * Which column of a file is likely to be which: what the person chose the last time under this heading, else by
 * the names a kind knows. A column is taken once.
 */
export async function guessMatching(
  db: Db,
  actor: Actor,
  kindName: string,
  headings: readonly string[],
): Promise<Matching> {
  const habit = await habitOf(db, actor, kindName)
  const found: Record<string, { at: number }> = {}
  const free = new Set(headings.keys())
  const take = (column: string, at: number | undefined) => {
    if (at === undefined || found[column]) return
    found[column] = { at }
    free.delete(at)
  }
  const { columns } = kindNamed(kindName)
  for (const at of headings.keys()) {
    const column = habit[plain(headings[at]!)]
    if (column && columns.some(({ name }) => name === column)) take(column, at)
  }
  for (const { name, headings: known } of columns) {
    // The first name a kind knows fits better than the last.
    const at = [name, ...known]
      .map(plain)
      .flatMap((wanted) => [...free].filter((place) => plain(headings[place]!) === wanted))[0]
    take(name, at)
  }
  return found
}

/** Takes a person's choice apart and says which columns cannot be as they are. @throws MatchingUnusable */
export function requireMatching(
  kindName: string,
  headings: readonly string[],
  matching: Matching,
): Matching {
  const { columns } = kindNamed(kindName)
  const names = new Set(columns.map(({ name }) => name))
  const wrong = Object.entries(matching)
    .filter(([name, from]) => {
      const value = 'value' in from ? from.value.trim() : undefined
      const isPlace = 'at' in from && Number.isInteger(from.at) && headings[from.at] !== undefined
      return (
        !names.has(name) || (value === undefined ? !isPlace : value === '' || value.length > 200)
      )
    })
    .map(([name]) => ({ pointer: `/matching/${name}`, code: 'import.column_unknown' }))
  const missing = columns
    .filter(({ name, required }) => required && !matching[name])
    .map(({ name }) => ({ pointer: `/matching/${name}`, code: 'import.column_required' }))
  const errors = [...wrong, ...missing]
  if (errors.length > 0) throw MatchingUnusable({}, { errors })
  return matching
}

/** Remembers for the next file under which heading a person found each column. */
export async function rememberMatching(
  tx: Tx,
  actor: Actor,
  kindName: string,
  headings: readonly string[],
  matching: Matching,
): Promise<void> {
  const chosen = Object.entries(matching).flatMap(([name, from]) =>
    'at' in from ? [[plain(headings[from.at] ?? ''), name] as const] : [],
  )
  const known = Object.entries(await habitOf(tx, actor, kindName))
  const habit = Object.fromEntries(
    [...known, ...chosen].filter(([heading]) => heading !== '').slice(-MOST),
  )
  await tx.execute(
    `insert into imports.habit (tenant_id, person_id, kind, headings) values ($1, $2, $3, $4)
     on conflict (tenant_id, person_id, kind) do update set headings = excluded.headings`,
    [actor.tenantId, actor.id, kindName, JSON.stringify(habit)],
  )
}

/** Headings remembered of one person and kind. */
const MOST = 200

async function habitOf(db: Db, actor: Actor, kind: string): Promise<Record<string, string>> {
  const row = await db.row<{ headings: Record<string, string> }>(
    'select headings from imports.habit where tenant_id = $1 and person_id = $2 and kind = $3',
    [actor.tenantId, actor.id, kind],
  )
  return row?.headings ?? {}
}
