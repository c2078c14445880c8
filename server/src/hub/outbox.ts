import { statement, type Tx, transaction } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'

/** What a committed sale sets off, told at least once, with the sale's id. */
export interface SaleEvent {
  readonly tenantId: Id<'tenant'>
  readonly saleId: Id<'sale'>
  readonly bookedAt: Date
  readonly event: string
}

/** Acts on events inside the transaction that removes them: both happen, or neither. */
export type SaleListener = (tx: Tx, events: readonly SaleEvent[]) => Promise<void>

const ROUND = 500

/** Hands the waiting events of a tenant to the listeners. Returns how many there were; call until 0. */
export function drainOutbox(
  tenantId: Id<'tenant'>,
  listeners: readonly SaleListener[],
): Promise<number> {
  return transaction({ tenantId }, async (tx) => {
    const rows = await tx.rows<{ sale_id: Id<'sale'>; booked_at: Date; event: string }>(
      claimStatement,
      [tenantId, ROUND],
    )
    const events = rows.map((row) => ({
      tenantId,
      saleId: row.sale_id,
      bookedAt: row.booked_at,
      event: row.event,
    }))
    if (events.length > 0) for (const listener of listeners) await listener(tx, events)
    return events.length
  })
}

// Another worker's claim is skipped, not waited for.
const claimStatement = statement(
  'hub.claim_outbox',
  `delete from hub.outbox o
   where o.tenant_id = $1 and (o.sale_id, o.event) in (
     select w.sale_id, w.event from hub.outbox w where w.tenant_id = $1
     order by w.sale_id limit $2 for update skip locked)
   returning o.sale_id, o.booked_at, o.event`,
)
