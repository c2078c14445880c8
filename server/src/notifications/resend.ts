import { type AuditActor, record } from '../audit/index.ts'
import type { Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { nextOf } from './mail-list.ts'
import type { MessageState } from './message.ts'
import { wrapSecrets } from './secret-values.ts'
import { templateNamed } from './templates/index.ts'

export const MailUnknown = refusal('mail.unknown', 404, 'There is no such e-mail.')
export const MailDone = refusal('mail.done', 409, 'This e-mail went out, or is going out just now.')
export const MailAddressBounces = refusal(
  'mail.address_bounces',
  409,
  'This address refuses our letters. Ask its owner, correct or confirm the address, and send again.',
)
export const MailSecretGone = refusal(
  'mail.secret_gone',
  409,
  'This letter carried a link that is kept no longer. Make it anew where it came from, such as by inviting the person again.',
)

/**
 * Sends a letter again that did not go out, or tries a waiting one at once. Doing it twice sends one letter.
 * @throws MailUnknown, MailDone, MailAddressBounces, MailSecretGone
 */
export async function resendMail(
  tx: Tx,
  actor: AuditActor,
  messageId: Id<'message'>,
): Promise<void> {
  const { tenantId } = actor
  const row = await tx.row<{ state: MessageState; template: string; bouncing: boolean }>(
    `select m.state, m.template, exists (select from notifications.bouncing_address b
       where b.tenant_id = $1 and b.address = m.recipient) as bouncing
     from notifications.message m where m.tenant_id = $1 and m.id = $2 for update of m`,
    [tenantId, messageId],
  )
  if (!row) throw MailUnknown()
  const next = nextOf(row.state, row.template, row.bouncing)
  if (next === 'nothing') throw MailDone()
  if (next === 'confirm_address') throw MailAddressBounces()
  if (next === 'make_anew') throw MailSecretGone()
  await (next === 'try_now' ? tryNow(tx, actor, messageId) : sendAgain(tx, actor, messageId, row))
  await record(tx, {
    actor,
    action: 'message.resend',
    object: { kind: 'message', id: messageId },
    before: { state: row.state },
    after: { state: 'queued' },
  })
}

function tryNow(tx: Tx, { tenantId }: AuditActor, messageId: Id<'message'>): Promise<number> {
  return tx.execute(
    'update notifications.message set due_at = $3 where tenant_id = $1 and id = $2',
    [tenantId, messageId, now()],
  )
}

/** It keeps its Message-ID and its count of attempts: whoever still works on an earlier one changes nothing. */
function sendAgain(
  tx: Tx,
  { tenantId }: AuditActor,
  messageId: Id<'message'>,
  { template }: { readonly template: string },
): Promise<number> {
  const time = now()
  const expiresAt = new Date(time.getTime() + (templateNamed(template)?.lifeMs ?? 0))
  return tx.execute(
    `update notifications.message
     set state = 'queued', due_at = $3, expires_at = $4, finished_at = null, secrets = $5
     where tenant_id = $1 and id = $2`,
    [tenantId, messageId, time, expiresAt, wrapSecrets({}, { tenantId, messageId })],
  )
}
