import type { Db } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { type Actor, systemActor } from './actor.ts'
import { grantsOf } from './grants.ts'
import { IDLE_MS } from './sign-in/session.ts'

/**
 * A person with the rights of this moment, for work that goes on without them; undefined when they may not
 * act any more. The nil id is Saldo itself.
 */
export async function personNow(
  db: Db,
  tenantId: Id<'tenant'>,
  id: string,
): Promise<Actor | undefined> {
  const system = systemActor(tenantId)
  if (id === system.id) return system
  const person = await db.row<{ id: Id<'person'>; name: string }>(
    `select id, name from access.person where tenant_id = $1 and id = $2 and status = 'active'`,
    [tenantId, id],
  )
  if (!person) return undefined
  const grants = await grantsOf(db, tenantId, person.id)
  return { tenantId, kind: 'person', id: person.id, name: person.name, ...grants }
}

/**
 * The same for somebody whose page stays open: only while the session they came with lasts. Asking does not
 * count as a sign of life, so an open page alone keeps nobody signed in.
 */
export async function sessionNow(db: Db, actor: Actor): Promise<Actor | undefined> {
  if (actor.sessionId === undefined) return undefined
  const present = now()
  const open = await db.row(
    `select 1 from access.session
     where tenant_id = $1 and token_hash = $2 and person_id = $3 and stage = 'open' and ended_at is null
       and expires_at > $4 and last_seen_at > $5`,
    [
      actor.tenantId,
      Buffer.from(actor.sessionId, 'hex'),
      actor.id,
      present,
      new Date(present.getTime() - IDLE_MS),
    ],
  )
  const person = open && (await personNow(db, actor.tenantId, actor.id))
  return person && { ...person, sessionId: actor.sessionId }
}
