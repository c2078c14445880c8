import { record } from '../audit/index.ts'
import { statement, type Tx, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import type { Claimed } from './claim.ts'
import { type MessageState, pauseAfter } from './message.ts'
import type { Delivery } from './smtp.ts'

type Final = Exclude<MessageState, 'queued' | 'sending'>

/**
 * Writes down what came of an attempt. It counts only while the claim stands: a worker that was thought
 * dead changes nothing that another has done since.
 * @returns the message's new state, or undefined when the claim was gone
 */
export function settleAttempt(
  tenantId: Id<'tenant'>,
  message: Claimed,
  delivery: Delivery,
): Promise<MessageState | undefined> {
  return transaction({ tenantId }, async (tx) => {
    const { answer } = delivery
    if (delivery.outcome === 'deferred') {
      const pause = pauseAfter(message.attempt)
      if (pause !== undefined) return putBack(tx, tenantId, message, answer, pause)
      return end(tx, tenantId, message, 'failed', answer)
    }
    if (delivery.outcome === 'accepted') return end(tx, tenantId, message, 'sent', answer)
    const state = await end(tx, tenantId, message, 'bounced', answer)
    if (state && delivery.address) await rememberBounce(tx, tenantId, message.to, answer)
    return state
  })
}

/** Ends a message that can never be sent, such as one wrapped under another master key. */
export function giveUp(
  tenantId: Id<'tenant'>,
  message: Claimed,
  answer: string,
): Promise<MessageState | undefined> {
  return transaction({ tenantId }, (tx) => end(tx, tenantId, message, 'failed', answer))
}

/** Ends what waited too long, also where nothing can be sent: its secrets must not stay. Returns how many. */
export function expireMessages(tenantId: Id<'tenant'>): Promise<number> {
  return transaction({ tenantId }, async (tx) => {
    const ended = await tx.rows<{ id: Id<'message'>; template: string }>(expireStatement, [
      tenantId,
      now(),
    ])
    for (const message of ended) await recordEnd(tx, tenantId, message, 'expired', null)
    return ended.length
  })
}

async function putBack(
  tx: Tx,
  tenantId: Id<'tenant'>,
  { id, attempt }: Claimed,
  answer: string,
  pauseMs: number,
): Promise<MessageState | undefined> {
  const dueAt = new Date(now().getTime() + pauseMs)
  const held = await tx.execute(
    `update notifications.message set state = 'queued', due_at = $4, last_answer = $5
     where tenant_id = $1 and id = $2 and state = 'sending' and attempts = $3`,
    [tenantId, id, attempt, dueAt, answer],
  )
  return held === 1 ? 'queued' : undefined
}

async function end(
  tx: Tx,
  tenantId: Id<'tenant'>,
  message: Claimed,
  state: Final,
  answer: string,
): Promise<MessageState | undefined> {
  const held = await tx.execute(
    `update notifications.message
     set state = $4, last_answer = $5, finished_at = $6, secrets = null
     where tenant_id = $1 and id = $2 and state = 'sending' and attempts = $3`,
    [tenantId, message.id, message.attempt, state, answer, now()],
  )
  if (held !== 1) return undefined
  await recordEnd(tx, tenantId, message, state, answer)
  return state
}

async function rememberBounce(
  tx: Tx,
  tenantId: Id<'tenant'>,
  address: string,
  answer: string,
): Promise<void> {
  await tx.execute(
    `insert into notifications.bouncing_address (tenant_id, address, since, answer)
     values ($1, $2, $3, $4) on conflict on constraint bouncing_address_pkey do nothing`,
    [tenantId, address, now(), answer],
  )
}

const SAID: { readonly [State in Final]: string } = {
  sent: 'message.send',
  bounced: 'message.bounce',
  failed: 'message.fail',
  expired: 'message.expire',
}

function recordEnd(
  tx: Tx,
  tenantId: Id<'tenant'>,
  { id, template }: { readonly id: Id<'message'>; readonly template: string },
  state: Final,
  answer: string | null,
): Promise<void> {
  return record(tx, {
    actor: { tenantId, kind: 'system', id: tenantId, name: 'Saldo' },
    action: SAID[state],
    object: { kind: 'message', id },
    after: { template, state, answer },
  })
}

// A row that a worker is sending at this moment is left to it.
const expireStatement = statement(
  'notifications.expire',
  `with late as materialized (
     select d.id from notifications.message d
     where d.tenant_id = $1 and d.finished_at is null and d.expires_at <= $2
       and (d.state = 'queued' or d.due_at <= $2)
     order by d.id limit 500 for update skip locked)
   update notifications.message m set state = 'expired', finished_at = $2, secrets = null
   from late where m.tenant_id = $1 and m.id = late.id
   returning m.id, m.template`,
)
