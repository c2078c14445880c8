import { record } from '../../audit/index.ts'
import type { Tx } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { type Actor, requirePermission } from '../actor.ts'
import { type Stationery, writeInvitation } from '../sign-in/letters.ts'
import { makeLink } from '../sign-in/link.ts'
import { PersonUnknown, requireSeen } from './seen.ts'

export const InvitationNotOpen = refusal(
  'person.not_invited',
  409,
  'This person has accepted an invitation or is disabled. Whoever forgot the password asks for a new one at the sign-in.',
)
export const TooManyLetters = refusal(
  'person.too_many_letters',
  429,
  'This person was sent several letters within the hour. Ask whether one of them arrived, or wait an hour.',
)

/**
 * Sends an invited person the letter with the link to accept by; an earlier one stops working. Whoever makes the
 * invitation never learns the link. `fresh` is a person just registered in this transaction.
 * @throws PersonUnknown, InvitationNotOpen, TooManyLetters
 */
export async function sendInvitation(
  tx: Tx,
  actor: Actor,
  personId: Id<'person'>,
  stationery: Stationery,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<void> {
  requirePermission(actor, 'person.invite')
  if (!fresh) await requireSeen(tx, actor, 'person.invite', personId)
  const person = await tx.row<{ name: string; email: string; language: string; status: string }>(
    `select name, email, language, status from access.person
     where tenant_id = $1 and id = $2 for update`,
    [actor.tenantId, personId],
  )
  if (!person) throw PersonUnknown()
  if (person.status !== 'invited') throw InvitationNotOpen()
  const { tenantId } = actor
  const link = await makeLink(tx, { tenantId, personId }, 'invitation')
  if (!link) throw TooManyLetters({}, { retryAfter: 3_600 })
  await writeInvitation(tx, { ...person, tenantId }, stationery, { link, inviter: actor.name })
  await record(tx, {
    actor,
    action: 'invitation.send',
    object: { kind: 'person', id: personId },
    after: { until: link.expiresAt },
  })
}
