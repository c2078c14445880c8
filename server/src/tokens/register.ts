import type { Tx } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'

/**
 * Opens the register of a meter's token identifiers. Sales take their identifiers from it: the database
 * decides which is next, never a clock.
 */
export async function openRegister(
  tx: Tx,
  tenantId: Id<'tenant'>,
  meterId: Id<'meter'>,
  baseDate: number,
): Promise<void> {
  await tx.execute(
    `insert into tokens.register (tenant_id, meter_id, base_date, last_tid) values ($1, $2, $3, 0)
     on conflict do nothing`,
    [tenantId, meterId, baseDate],
  )
}
