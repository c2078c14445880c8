import type { AuditActor } from '../audit/index.ts'
import { record } from '../audit/index.ts'
import { type Db, reading, type Tx } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import { mailbox } from './address.ts'
import type { MessageState } from './message.ts'

export type MailStatus = {
  /** How many messages are in each state; a state without any is 0. */
  readonly counts: { readonly [State in MessageState]: number }
  /** Since when the oldest of those waits that are not sent yet. */
  readonly waitingSince: Date | null
  readonly bouncingAddresses: number
}

/** How a tenant's e-mail stands: what waits, what went out, what came back. */
export async function mailStatus(db: Db, tenantId: Id<'tenant'>): Promise<MailStatus> {
  const rows = await db.rows<{ state: MessageState; count: number; since: Date }>(
    `select m.state, count(*)::int as count, min(m.created_at) as since
     from notifications.message m where m.tenant_id = $1 group by m.state`,
    [tenantId],
  )
  const bouncing = await db.row<{ count: number }>(
    'select count(*)::int as count from notifications.bouncing_address where tenant_id = $1',
    [tenantId],
  )
  const counts = { queued: 0, sending: 0, sent: 0, bounced: 0, failed: 0, expired: 0 }
  let oldest: Date | null = null
  for (const { state, count, since } of rows) {
    counts[state] = count
    if (state !== 'queued' && state !== 'sending') continue
    if (oldest === null || since < oldest) oldest = since
  }
  return { counts, waitingSince: oldest, bouncingAddresses: bouncing?.count ?? 0 }
}

/** Since when an address refuses our messages, and with which code; undefined when it does not. */
export function bounceOf(
  db: Db,
  tenantId: Id<'tenant'>,
  address: string,
): Promise<{ since: Date; answer: string } | undefined> {
  return db.row(
    'select since, answer from notifications.bouncing_address where tenant_id = $1 and address = $2',
    [tenantId, mailbox(address)],
  )
}

/**
 * Lets messages go to an address again, because somebody confirmed it. What bounced before stays so.
 * @returns false when the address was not bouncing
 */
export async function confirmAddress(tx: Tx, actor: AuditActor, address: string): Promise<boolean> {
  const found = await tx.execute(
    'delete from notifications.bouncing_address where tenant_id = $1 and address = $2',
    [actor.tenantId, mailbox(address)],
  )
  if (found === 0) return false
  await record(tx, {
    actor,
    action: 'mail_address.confirm',
    object: { kind: 'mail_address', id: mailbox(address) },
  })
  return true
}

/** The messages that wait and were queued after an instant, the oldest first, at most 100. */
export function waitingSince(tenantId: Id<'tenant'>, after: Date | undefined) {
  return reading({ tenantId }, (db) =>
    db.rows<{ id: Id<'message'>; template: string; createdAt: Date }>(
      `select m.id, m.template, m.created_at as "createdAt" from notifications.message m
       where m.tenant_id = $1 and m.finished_at is null and ($2::timestamptz is null or m.created_at > $2)
       order by m.created_at, m.id limit 100`,
      [tenantId, after ?? null],
    ),
  )
}
