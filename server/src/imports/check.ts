import type { Actor } from '../access/index.ts'
import type { Tx } from '../db/index.ts'
import type { JobKind } from '../jobs/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { changeImport, countRows, type Matching, readImport, scopeOf } from './import.ts'
import { rememberMatching, requireMatching } from './match.ts'
import { closeFile, rowsAfter } from './open-files.ts'
import { cellsOf, examineRows, storeRows } from './rows.ts'
import { startOnImport } from './start.ts'
import { empty } from './upload.ts'

type Params = { readonly importId: Id<'import'>; readonly matching: Matching }

/** Rows looked at in one transaction. */
const CHUNK = 2_000

/**
 * Says which column of the file is which and has all rows looked at by a job. Nothing is written to the tables of
 * the trade. May be done again with another choice.
 */
export function startCheck(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  matching: Matching,
  key: string,
): Promise<Id<'job'>> {
  return startOnImport(
    tx,
    actor,
    checkJob,
    { importId: id, matching },
    {
      key,
      states: ['matching', 'checking', 'checked'],
      async begin({ kind, headings }) {
        requireMatching(kind, headings ?? [], matching)
        await changeImport(tx, actor, id, { state: 'checking', matching })
        await rememberMatching(tx, actor, kind, headings ?? [], matching)
        return undefined
      },
    },
  )
}

/** Looks at the rows of a file, a chunk at a time. The place is the last row that was looked at. */
export const checkJob: JobKind<Actor, Params, number> = {
  kind: 'import.check',
  permission: 'import.make',
  async step(tx, { jobId, actor, params, place }) {
    const id = params.importId
    const file = await readImport(tx, actor, id)
    const scoped = scopeOf(actor, file)
    if (place === null) {
      for (const table of ['problem', 'row'] as const) await empty(tx, actor, id, table)
      await countRows(tx, actor, id, { good: -file.good, bad: -file.bad })
    }
    // The first row has the headings.
    const after = place ?? 0
    const read = await rowsAfter(actor, jobId, file, after, CHUNK)
    const isFirst = place === null
    const rows = (isFirst ? read.slice(1) : read).map(({ number, cells }) => ({
      number,
      cells: cellsOf(file.kind, file.matching ?? {}, cells),
    }))
    const { examined } = await examineRows(tx, scoped, id, rows)
    const good = await storeRows(tx, { tenantId: actor.tenantId, importId: id }, rows, examined)
    const bad = rows.length - good
    await countRows(tx, actor, id, { good, bad })
    const finished = read.length < CHUNK
    if (finished) {
      await changeImport(tx, actor, id, { state: 'checked', checkedAt: now() })
      await closeFile(jobId)
    }
    return { place: read.at(-1)?.number ?? after, done: good, failed: bad, finished }
  },
}
