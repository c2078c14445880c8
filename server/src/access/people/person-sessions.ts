import { record } from '../../audit/index.ts'
import type { Db, Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { type Actor, requirePermission } from '../actor.ts'
import { IDLE_MS } from '../sign-in/session.ts'
import { requireSeen } from './seen.ts'

export const SessionUnknown = refusal('session.unknown', 404, 'This person has no such session.')

/** A session as people see it: it is named by an id that opens nothing. */
export type OpenSession = {
  readonly id: Id<'session'>
  readonly created_at: Date
  /** Precise to a minute. */
  readonly last_seen_at: Date
  readonly expires_at: Date
  /** The network address it was opened from. */
  readonly source_address: string | null
  /** Whether it is the session of the one who asks. */
  readonly current: boolean
}

/** The sessions of a person that are open now, the latest first. */
export async function openSessions(
  db: Db,
  actor: Actor,
  personId: Id<'person'>,
): Promise<OpenSession[]> {
  await requireSeen(db, actor, 'person.read', personId)
  const present = now()
  return db.rows<OpenSession>(
    `select id, created_at, last_seen_at, expires_at, source_address,
            token_hash is not distinct from decode($5, 'hex') as current
     from access.session
     where tenant_id = $1 and person_id = $2 and ended_at is null and stage = 'open'
       and expires_at > $3 and last_seen_at > $4
     order by created_at desc, id desc`,
    [
      actor.tenantId,
      personId,
      present,
      new Date(present.getTime() - IDLE_MS),
      actor.sessionId ?? null,
    ],
  )
}

/**
 * Ends a session of a person, or one of the own: its next request is refused. One that has ended already is no
 * error.
 */
export async function endSession(
  tx: Tx,
  actor: Actor,
  personId: Id<'person'>,
  sessionId: Id<'session'>,
): Promise<void> {
  if (personId !== actor.id) {
    requirePermission(actor, 'person.invite')
    await requireSeen(tx, actor, 'person.invite', personId)
  }
  const session = await tx.row<{ ended_at: Date | null }>(
    `select ended_at from access.session
     where tenant_id = $1 and person_id = $2 and id = $3 for update`,
    [actor.tenantId, personId, sessionId],
  )
  if (!session) throw SessionUnknown()
  if (session.ended_at) return
  await tx.execute(
    'update access.session set ended_at = $4 where tenant_id = $1 and person_id = $2 and id = $3',
    [actor.tenantId, personId, sessionId, now()],
  )
  await record(tx, {
    actor,
    action: 'session.end',
    object: { kind: 'person', id: personId },
    after: { sessionId },
  })
}
