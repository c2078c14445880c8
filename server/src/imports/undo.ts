import type { Actor } from '../access/index.ts'
import { record } from '../audit/index.ts'
import type { Tx } from '../db/index.ts'
import type { JobKind } from '../jobs/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { changeImport, countRows, readImport, scopeOf } from './import.ts'
import { startOnImport } from './start.ts'

export const NothingToUndo = refusal(
  'import.nothing_to_undo',
  409,
  'Everything that this import made has been taken back already.',
)

type Params = { readonly importId: Id<'import'>; readonly reason: string }

const CHUNK = 1_000

/** Has what an import made taken back by a job, as far as nothing has been done with it since. */
export function startUndo(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  { key, reason }: { readonly key: string; readonly reason: string },
): Promise<Id<'job'>> {
  return startOnImport(
    tx,
    actor,
    undoJob,
    { importId: id, reason },
    {
      key,
      reason,
      states: ['importing', 'done', 'undoing', 'undone'],
      async begin({ written, undone }) {
        if (written <= undone) throw NothingToUndo()
        await changeImport(tx, actor, id, { state: 'undoing' })
        await record(tx, { actor, action: 'import.undo', object: { kind: 'import', id }, reason })
        return written - undone
      },
    },
  )
}

/** The place is the last row of the file whose thing was looked at. */
export const undoJob: JobKind<Actor, Params, number> = {
  kind: 'import.undo',
  permission: 'import.make',
  async step(tx, { actor, params, place }) {
    const id = params.importId
    const file = await readImport(tx, actor, id)
    const { kind, scope } = scopeOf(actor, file)
    if (place === null) await forgetKept(tx, actor, id, file.kept)
    const made = await tx.rows<{ number: number; object: string }>(
      `select number, object_id as object from imports.made
       where tenant_id = $1 and import_id = $2 and number > $3 order by number limit $4`,
      [actor.tenantId, id, place ?? 0, CHUNK],
    )
    const ids = made.map(({ object }) => object)
    const used = await kind.inUse(tx, scope, ids)
    const gone = await kind.remove(
      tx,
      scope,
      ids.filter((object) => !used.has(object)),
    )
    await tx.execute(
      'delete from imports.made where tenant_id = $1 and import_id = $2 and object_id = any ($3)',
      [actor.tenantId, id, [...gone]],
    )
    const kept = made.filter(({ object }) => !gone.has(object))
    await tx.execute(
      `update imports.made m set kept = n.why from unnest($3::int[], $4::text[]) as n(number, why)
       where m.tenant_id = $1 and m.import_id = $2 and m.number = n.number`,
      [
        actor.tenantId,
        id,
        kept.map(({ number }) => number),
        kept.map(({ object }) => used.get(object) ?? 'changed'),
      ],
    )
    await countRows(tx, actor, id, { undone: gone.size, kept: kept.length })
    const finished = made.length < CHUNK
    if (finished) await finish(tx, actor, id)
    return {
      place: made.at(-1)?.number ?? place ?? 0,
      done: gone.size,
      failed: kept.length,
      finished,
    }
  },
}

/** A second attempt looks at everything again that the first one left. */
async function forgetKept(tx: Tx, actor: Actor, id: Id<'import'>, kept: number): Promise<void> {
  if (kept > 0) await countRows(tx, actor, id, { kept: -kept })
}

async function finish(tx: Tx, actor: Actor, id: Id<'import'>): Promise<void> {
  await changeImport(tx, actor, id, { state: 'undone', undoneAt: now() })
  const { kind, fileName, undone, kept, utilityId } = await readImport(tx, actor, id)
  await record(tx, {
    actor,
    action: 'import.undone',
    object: { kind: 'import', id },
    after: { kind, fileName, utilityId, undone, kept },
  })
}
