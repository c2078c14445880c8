import type { Db } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { portfoliosInReach, utilitiesInReach, vendorsInReach } from '../can.ts'
import type { Permission } from '../permissions.ts'

export const PersonUnknown = refusal('person.unknown', 404, 'There is no such person.')

/**
 * Whether the person `p` is in reach, as a condition over the values of `seenBy`. Whoever does not reach the
 * whole tenant sees the people all of whose roles lie within that reach, and themselves; somebody without a
 * role, or with none but for what is their own, belongs to nobody's part of the tenant yet. A vendor group or
 * agent is within the reach of those who have the same by a role, not of those who happen to reach its vendors.
 */
export const SEEN = `(($3::uuid[] is null and $4::uuid[] is null) or p.id = $2 or (
  select coalesce(bool_and(case a.reach
    when 'utility' then $4::uuid[] is null and a.reach_id = any ($3::uuid[])
    when 'tenant' then false
    else $3::uuid[] is null and a.reach_id = any ($4::uuid[]) end)
    filter (where a.reach <> 'own'), false)
  from access.assignment a where a.tenant_id = $1 and a.person_id = p.id))`

/** The values $1 to $4 of a statement with `SEEN`. */
export function seenBy(actor: Actor, permission: Permission): unknown[] {
  const vendors = vendorsInReach(actor, permission)
  const portfolios = portfoliosInReach(actor, permission) ?? []
  return [
    actor.tenantId,
    actor.id,
    utilitiesInReach(actor, permission),
    vendors && [...vendors, ...portfolios],
  ]
}

/** Throws `person.unknown` unless the person exists and this permission of the actor reaches them. */
export async function requireSeen(
  db: Db,
  actor: Actor,
  permission: Permission,
  personId: Id<'person'>,
): Promise<void> {
  const row = await db.row(
    `select 1 from access.person p where p.tenant_id = $1 and p.id = $5 and ${SEEN}`,
    [...seenBy(actor, permission), personId],
  )
  if (!row) throw PersonUnknown()
}
