import { record } from '../../audit/index.ts'
import { transaction } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { type Actor, requirePermission } from '../actor.ts'
import { givenOf, requireHolds, rolesHeld } from '../people/give.ts'
import { PersonUnknown, requireSeen } from '../people/seen.ts'
import { readerOf, stationeryOf, writeNotice } from '../sign-in/letters.ts'
import { endOtherSessions } from '../sign-in/session.ts'
import type { From } from './factor-change.ts'
import { factorsOf } from './second-factor.ts'

export const OwnFactor = refusal(
  'factor.own',
  409,
  'Nobody resets their own second factor. Ask another administrator, or use a recovery code.',
)

/**
 * Takes all second factors from a person who has lost theirs, so that the password alone lets them in to set up a
 * new one. Whoever does so has every right of that person, because with the password it opens their access.
 * @throws PersonUnknown, OwnFactor, NotAllowed
 */
export async function resetFactors(
  actor: Actor,
  personId: Id<'person'>,
  reason: string,
  { source, origin }: From,
): Promise<void> {
  requirePermission(actor, 'person.invite')
  const { tenantId } = actor
  const stationery = await stationeryOf(tenantId, origin)
  await transaction(actor, async (tx) => {
    await requireSeen(tx, actor, 'person.invite', personId)
    if (personId === actor.id) throw OwnFactor()
    const row = await tx.row(
      'select id from access.person where tenant_id = $1 and id = $2 for update',
      [tenantId, personId],
    )
    if (!row) throw PersonUnknown()
    for (const held of await rolesHeld(tx, tenantId, personId)) {
      requireHolds(actor, held.permissions, givenOf(held))
    }
    const { authenticator, passkeys, recoveryCodes } = await factorsOf(tx, tenantId, personId)
    const ours = [tenantId, personId]
    await tx.execute(
      'delete from access.authenticator where tenant_id = $1 and person_id = $2',
      ours,
    )
    await tx.execute('delete from access.passkey where tenant_id = $1 and person_id = $2', ours)
    await tx.execute(
      'delete from access.recovery_code where tenant_id = $1 and person_id = $2',
      ours,
    )
    await endOtherSessions(tx, tenantId, personId, undefined)
    const reader = await readerOf(tx, tenantId, personId)
    await writeNotice(tx, reader, stationery, { event: 'factor_reset', source })
    await record(tx, {
      actor,
      action: 'factor.reset',
      object: { kind: 'person', id: personId },
      reason,
      before: { authenticator, passkeys, recovery: recoveryCodes },
      source,
    })
  })
}
