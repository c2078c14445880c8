import type { Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { KeyReused } from '../kernel/key-reused.ts'
import type { Actor } from './actor.ts'
import { sha256 } from './token.ts'

/**
 * Makes a thing once for each key of an actor: `make` gets the id of the new thing, and a repeat of the same
 * request gets that id again. `content` is the request, plain JSON without secrets.
 * @throws KeyReused when the key came with other content
 */
export async function once<Kind extends string>(
  tx: Tx,
  actor: Actor,
  key: string,
  content: unknown,
  make: (id: Id<Kind>) => Promise<unknown>,
): Promise<Id<Kind>> {
  const id = newId<Kind>()
  const fingerprint = sha256(JSON.stringify(content))
  // A repeat that arrives meanwhile waits here for the first, and then finds its row.
  const first = await tx.execute(
    `insert into access.made (tenant_id, actor_id, request_key, fingerprint, object_id, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [actor.tenantId, actor.id, key, fingerprint, id, now()],
  )
  if (first === 1) {
    await make(id)
    return id
  }
  const made = await tx.row<{ object_id: Id<Kind>; fingerprint: Buffer }>(
    `select object_id, fingerprint from access.made
     where tenant_id = $1 and actor_id = $2 and request_key = $3`,
    [actor.tenantId, actor.id, key],
  )
  if (!made?.fingerprint.equals(fingerprint)) throw KeyReused()
  return made.object_id
}
