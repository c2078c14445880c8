import type { Actor } from '../access/index.ts'
import { record } from '../audit/index.ts'
import type { Tx } from '../db/index.ts'
import type { JobKind } from '../jobs/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { changeImport, countRows, type Import, readImport, scopeOf } from './import.ts'
import type { Examined } from './kind.ts'
import { kindNamed } from './kinds/index.ts'
import { examineRows, type FileRow, madeOf, storeProblems } from './rows.ts'
import { startOnImport } from './start.ts'

export const NothingToImport = refusal(
  'import.nothing_good',
  422,
  'No row of this file can be imported as it is. Put the rows right first.',
)

type Params = { readonly importId: Id<'import'> }

const CHUNK = 1_000

/** Has the good rows of a file written by a job; the others stay as they are. */
export function startImport(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  key: string,
): Promise<Id<'job'>> {
  return startOnImport(
    tx,
    actor,
    importJob,
    { importId: id },
    {
      key,
      states: ['checked', 'importing', 'done'],
      async begin({ good, written }) {
        if (good <= written) throw NothingToImport()
        await changeImport(tx, actor, id, { state: 'importing' })
        return good - written
      },
    },
  )
}

/**
 * Writes the good rows, a chunk at a time. Each is looked at once more: what became true of it since, such as a
 * meter that somebody else registered, makes it a bad one. The place is the last row that was looked at.
 */
export const importJob: JobKind<Actor, Params, number> = {
  kind: 'import.write',
  permission: 'import.make',
  async step(tx, { actor, params, place }) {
    const id = params.importId
    const file = await readImport(tx, actor, id)
    const good = await tx.rows<FileRow>(
      `select number, cells from imports.row
       where tenant_id = $1 and import_id = $2 and good and number > $3 order by number limit $4`,
      [actor.tenantId, id, place ?? 0, CHUNK],
    )
    const made = await madeOf(tx, actor.tenantId, id, good)
    const rows = good.filter(({ number }) => !made.has(number))
    const { written, bad } = await writeRows(tx, actor, file, rows)
    await countRows(tx, actor, id, { written, bad, good: -bad })
    const finished = good.length < CHUNK
    if (finished) await finish(tx, actor, id)
    else if (place === null) await takeFigures(tx, kindNamed(file.kind).tables)
    return { place: good.at(-1)?.number ?? place ?? 0, done: written, failed: bad, finished }
  },
}

/** After the first chunk: what the planner knows of these tables, so that no later chunk reads them whole. */
async function takeFigures(tx: Tx, tables: readonly string[]): Promise<void> {
  await tx.rows('select kernel.take_figures($1)', [['imports.row', 'imports.made', ...tables]])
}

async function writeRows(
  tx: Tx,
  actor: Actor,
  file: Import,
  rows: readonly FileRow[],
): Promise<{ written: number; bad: number }> {
  const scoped = scopeOf(actor, file)
  const { examined, write } = await examineRows(tx, scoped, file.id, rows)
  const wanted = examined.flatMap(({ problems }, at) =>
    problems.length === 0 ? [{ at, id: newId() as string }] : [],
  )
  const done = await write(tx, wanted)
  const made = wanted.filter(({ id }) => done.has(id))
  const stored = await tx.execute(
    `insert into imports.made (tenant_id, import_id, number, object_id)
     select $1, $2, n.number, n.object_id from unnest($3::int[], $4::uuid[]) as n(number, object_id)
     on conflict do nothing`,
    [actor.tenantId, file.id, made.map(({ at }) => rows[at]!.number), made.map(({ id }) => id)],
  )
  if (stored !== made.length) throw new Error('A row was imported twice.')
  // Somebody else was quicker, between the look and the writing.
  const taken = new Set(wanted.filter(({ id }) => !done.has(id)).map(({ at }) => at))
  const { keyColumn } = scoped.kind
  const bad = examined.map(
    ({ problems }, at): Pick<Examined, 'problems'> => ({
      problems: taken.has(at) ? [{ column: keyColumn, code: 'taken' }] : problems,
    }),
  )
  return { written: made.length, bad: await markBad(tx, actor, file.id, rows, bad) }
}

async function markBad(
  tx: Tx,
  actor: Actor,
  importId: Id<'import'>,
  rows: readonly FileRow[],
  examined: readonly Pick<Examined, 'problems'>[],
): Promise<number> {
  const numbers = rows.flatMap(({ number }, at) =>
    examined[at]!.problems.length > 0 ? [number] : [],
  )
  if (numbers.length === 0) return 0
  await tx.execute(
    'update imports.row set good = false where tenant_id = $1 and import_id = $2 and number = any ($3)',
    [actor.tenantId, importId, numbers],
  )
  await storeProblems(tx, { tenantId: actor.tenantId, importId }, rows, examined)
  return numbers.length
}

async function finish(tx: Tx, actor: Actor, id: Id<'import'>): Promise<void> {
  await changeImport(tx, actor, id, { state: 'done', importedAt: now() })
  const { kind, fileName, written, bad, utilityId } = await readImport(tx, actor, id)
  await record(tx, {
    actor,
    action: 'import.finish',
    object: { kind: 'import', id },
    after: { kind, fileName, utilityId, written, rejected: bad },
  })
}
