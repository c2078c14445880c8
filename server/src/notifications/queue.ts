import type { Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { mailbox } from './address.ts'
import { webAddress } from './layout.ts'
import type { MessageState } from './message.ts'
import { wrapSecrets } from './secret-values.ts'
import { type TemplateName, templateNamed, type ValuesOf } from './templates/index.ts'
import { languageFor } from './words/index.ts'

export type MailRequest<Name extends TemplateName = TemplateName> = {
  readonly tenantId: Id<'tenant'>
  readonly template: Name
  readonly to: string
  /** What the reader chose, such as `fr`; English when we do not have it. */
  readonly language: string
  readonly values: ValuesOf<Name>
  /** Names the occasion, such as `invitation:<id>:1`: asked again, the first message stays the only one. */
  readonly dedupeKey: string
  /** From when it is not sent any more, such as the end of its link; else the template says. */
  readonly expiresAt?: Date
}

export type QueuedMail = { readonly id: Id<'message'>; readonly state: MessageState }

/**
 * Writes down an e-mail in the caller's transaction: if that does not commit, nothing is sent. It goes out
 * within seconds, at least once, always under the same Message-ID. The caller's own deed is what the audit
 * trail keeps; how the message ended is recorded when it does.
 * @returns its state, which is `bounced` at once for an address that refused earlier messages
 * @throws AddressMalformed
 */
export async function queueMail<Name extends TemplateName>(
  tx: Tx,
  request: MailRequest<Name>,
): Promise<QueuedMail> {
  const { tenantId, dedupeKey } = request
  const id = newId<'message'>()
  const to = mailbox(request.to)
  const { fields, secrets, lifeMs } = split(request.template, request.values)
  const bouncing = await tx.row(
    'select since from notifications.bouncing_address where tenant_id = $1 and address = $2',
    [tenantId, to],
  )
  const time = now()
  const made = await tx.execute(
    `insert into notifications.message (
       tenant_id, id, dedupe_key, template, language, recipient, fields, secrets, state, attempts,
       created_at, due_at, expires_at, finished_at, last_answer)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $10, $11, $12, $13)
     on conflict on constraint message_once do nothing`,
    [
      tenantId,
      id,
      dedupeKey,
      request.template,
      languageFor(request.language),
      to,
      JSON.stringify(fields),
      bouncing ? null : wrapSecrets(secrets, { tenantId, messageId: id }),
      bouncing ? 'bounced' : 'queued',
      time,
      request.expiresAt ?? new Date(time.getTime() + lifeMs),
      bouncing ? time : null,
      bouncing ? 'the address refused earlier messages' : null,
    ],
  )
  if (made === 1) return { id, state: bouncing ? 'bounced' : 'queued' }
  const first = await tx.row<QueuedMail>(
    'select id, state from notifications.message where tenant_id = $1 and dedupe_key = $2',
    [tenantId, dedupeKey],
  )
  if (!first) throw new Error('A message of this key was there and is gone.')
  return first
}

/** The values of a template, those that are secret apart from the others. */
function split(name: string, values: { readonly [value: string]: string }) {
  const template = templateNamed(name)
  if (!template) throw new TypeError(`There is no letter called ${name}.`)
  const fields: Record<string, string> = {}
  const secrets: Record<string, string> = {}
  for (const [value, text] of Object.entries(values)) {
    if (!template.values.includes(value)) throw new TypeError(`${name} has no value ${value}.`)
    if (template.secret.includes(value)) secrets[value] = text
    else fields[value] = text
  }
  for (const value of template.values) {
    if (!Object.hasOwn(values, value)) throw new TypeError(`${name} needs the value ${value}.`)
  }
  // A link that cannot be laid out is our own fault, and is found where it was made.
  webAddress(template.outline(values).action.url)
  return { fields, secrets, lifeMs: template.lifeMs }
}
