import { statement, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'

/** A message that this worker sends now; `attempt` counts from 1 and names the claim. */
export type Claimed = {
  readonly id: Id<'message'>
  readonly attempt: number
  readonly template: string
  readonly language: string
  readonly to: string
  readonly fields: { readonly [name: string]: string }
  readonly secrets: Buffer | null
  readonly messageId: string
}

/** At most so many are sent at once for a tenant. */
const AT_ONCE = 4
// Longer than any attempt lasts: a message still `sending` then belongs to a worker that died.
const LEASE_MS = 300_000

/**
 * Takes the next messages that are due, also those of a worker that died. Two workers never take the same:
 * a row that the other holds is skipped, and one it has taken is not due. A quarantined copy takes none.
 * @param domain the right side of the Message-ID, which a message keeps from its first attempt on
 */
export function claimDue(tenantId: Id<'tenant'>, domain: string): Promise<Claimed[]> {
  const time = now()
  const lostAt = new Date(time.getTime() + LEASE_MS)
  return transaction({ tenantId }, (tx) =>
    tx.rows<Claimed>(claimStatement, [tenantId, time, lostAt, domain, AT_ONCE]),
  )
}

// Materialized, because the planner may run a subselect once for each row, and then its limit holds nothing.
const claimStatement = statement(
  'notifications.claim_due',
  `with due as materialized (
     select d.id from notifications.message d
     where d.tenant_id = $1 and d.finished_at is null and d.due_at <= $2 and d.expires_at > $2
       and not kernel.quarantined()
     order by d.due_at, d.id limit $5 for update skip locked)
   update notifications.message m
   set state = 'sending', attempts = m.attempts + 1, due_at = $3,
       message_id = coalesce(m.message_id, m.id || '@' || $4::text)
   from due where m.tenant_id = $1 and m.id = due.id
   returning m.id, m.attempts as attempt, m.template, m.language, m.recipient as "to", m.fields, m.secrets,
     m.message_id as "messageId"`,
)
