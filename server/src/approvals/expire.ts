import { systemActor } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'

/** Marks the requests that waited too long, at most a hundred at once. Returns how many. */
export function expireRequests(tenantId: Id<'tenant'>): Promise<number> {
  const actor = systemActor(tenantId)
  return transaction(actor, async (tx) => {
    const rows = await tx.rows<{ id: string; subject_kind: string; subject_id: string }>(
      `update approvals.request r set state = 'expired', decided_at = $2
       from (select id from approvals.request
             where tenant_id = $1 and state = 'waiting' and expires_at <= $2
             order by expires_at limit 100 for update skip locked) due
       where r.tenant_id = $1 and r.id = due.id
       returning r.id, r.subject_kind, r.subject_id`,
      [tenantId, now()],
    )
    for (const { id, subject_kind, subject_id } of rows) {
      const object = { kind: subject_kind, id: subject_id }
      await record(tx, { actor, action: 'approval.expire', object, after: { request: id } })
    }
    return rows.length
  })
}
