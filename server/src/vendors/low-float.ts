import type { Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'

/**
 * Marks vendors whose float fell below the level at which somebody should be told, since when, and clears
 * the mark of those that were topped up. Told of committed sales by the outbox; doing it twice changes nothing.
 */
export async function noticeLowFloats(
  tx: Tx,
  events: readonly { readonly tenantId: Id<'tenant'> }[],
): Promise<void> {
  const tenantId = events[0]?.tenantId
  if (!tenantId) return
  await tx.execute(
    `update vendors.vendor v
     set float_low_since = case when f.low then $2::timestamptz end
     from (select a.owner_id, a.credits_posted + a.credit_limit - a.debits_posted - a.debits_pending
                  < w.low_float_minor as low
           from ledger.account a
           join vendors.vendor w on w.tenant_id = $1 and w.id = a.owner_id
           where a.tenant_id = $1 and a.kind = 1 and a.commodity = '') f
     where v.tenant_id = $1 and v.id = f.owner_id and f.low <> (v.float_low_since is not null)`,
    [tenantId, now()],
  )
}
