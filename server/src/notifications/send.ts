import type { Task } from '../jobs/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import type { MailServer } from '../kernel/mail-server.ts'
import { type Claimed, claimDue } from './claim.ts'
import { expireMessages, giveUp, settleAttempt } from './finish.ts'
import { type Letter, layOut } from './layout.ts'
import { unwrapSecrets } from './secret-values.ts'
import { type Delivery, type Postman, postmanFor } from './smtp.ts'
import { waitingSince } from './status.ts'
import { templateNamed } from './templates/index.ts'
import { languageFor } from './words/index.ts'

export type MailTaskOptions = {
  readonly log: Log
  /** Undefined: messages wait in the queue, and the log names each of them once. */
  readonly server: MailServer | undefined
}

/** A tenant's rounds in a row, each of a few messages. */
const ROUNDS = 25

/** The task that sends what waits, every two seconds. */
export function mailTask({ log, server }: MailTaskOptions): Task {
  const when = { everySeconds: 2 }
  const name = 'notifications.send'
  if (!server) return { name, when, perTenant: nameWaiting(log) }
  const domain = server.fromAddress.split('@')[1] ?? 'localhost'
  const send = postmanFor(server)
  return {
    name,
    when,
    perTenant: async (tenantId, stop) => {
      await expireMessages(tenantId)
      const post = { tenantId, log: log.with({ tenantId }), send }
      // Not until the queue is empty: the other tenants wait for their turn.
      for (let round = 0; round < ROUNDS && !stop.aborted; round++) {
        const claimed = await claimDue(tenantId, domain)
        const results = await Promise.allSettled(claimed.map((message) => attempt(post, message)))
        for (const result of results) if (result.status === 'rejected') throw result.reason
        // Nothing went through: either nothing is due, or the mail server is away.
        if (!results.some((result) => result.status === 'fulfilled' && result.value)) return
      }
    },
  }
}

type Post = { readonly tenantId: Id<'tenant'>; readonly log: Log; readonly send: Postman }

/** Returns whether the mail server had a final word on it. */
async function attempt({ tenantId, log, send }: Post, message: Claimed): Promise<boolean> {
  const fields = { jobId: message.id, attempt: message.attempt }
  let letter: Letter
  try {
    letter = letterOf(tenantId, message)
  } catch (error) {
    log.error('mail.unreadable', { ...fields, error })
    await giveUp(tenantId, message, 'unreadable')
    return true
  }
  const { to, messageId } = message
  const delivery: Delivery = await send({ letter, to, messageId })
  // No transaction was open while it was sent. If this one fails the message goes out again, as the same.
  const outcome = await settleAttempt(tenantId, message, delivery)
  const line = { ...fields, outcome: outcome ?? 'claim lost', code: delivery.answer }
  if (outcome === 'sent') log.info('mail.sent', line)
  else log.warn('mail.not_sent', line)
  return delivery.outcome !== 'deferred'
}

function letterOf(tenantId: Id<'tenant'>, message: Claimed): Letter {
  const template = templateNamed(message.template)
  if (!template || !message.secrets) throw new Error('This message has no letter.')
  const secrets = unwrapSecrets(message.secrets, { tenantId, messageId: message.id })
  return layOut(template, languageFor(message.language), { ...message.fields, ...secrets })
}

/** Without a mail server: the log names each waiting message once, by its template and never its link. */
function nameWaiting(log: Log) {
  const named = new Map<Id<'tenant'>, Date>()
  return async (tenantId: Id<'tenant'>) => {
    await expireMessages(tenantId)
    for (const { id, template, createdAt } of await waitingSince(tenantId, named.get(tenantId))) {
      named.set(tenantId, createdAt)
      const note = `A message (${template}) waits: SALDO_SMTP_URL names no mail server.`
      log.warn('mail.waiting', { tenantId, jobId: id, note })
    }
  }
}
