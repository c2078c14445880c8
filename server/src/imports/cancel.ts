import type { Actor } from '../access/index.ts'
import { record } from '../audit/index.ts'
import type { Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { changeImport, holdImport, readImport, scopeOf } from './import.ts'
import { discard, empty } from './upload.ts'

/** Gives up an import of which nothing was written; its file and rows go. */
export async function cancelImport(tx: Tx, actor: Actor, id: Id<'import'>): Promise<void> {
  if ((await readImport(tx, actor, id)).state === 'cancelled') return
  const found = await holdImport(tx, actor, id, ['uploading', 'matching', 'checking', 'checked'])
  scopeOf(actor, found)
  if (found.state === 'uploading') return discard(tx, actor, id)
  for (const table of ['part', 'problem', 'row'] as const) await empty(tx, actor, id, table)
  await changeImport(tx, actor, id, { state: 'cancelled', forgottenAt: now() })
  await record(tx, {
    actor,
    action: 'import.cancel',
    object: { kind: 'import', id },
    after: { kind: found.kind, fileName: found.fileName },
  })
}
