import type { Tx } from '../db/index.ts'
import { monthOf } from '../kernel/calendar.ts'
import type { Id } from '../kernel/ids.ts'
import type { Commodity } from '../ledger/index.ts'

/**
 * Opens what a price depends on besides the tariff: the counters of a usage point's month and day, at
 * nothing. Opening them again changes nothing: they survive a change of tariff, meter and customer.
 * `day` is a day of the utility's zone.
 */
export async function openUsageState(
  tx: Tx,
  state: {
    readonly tenantId: Id<'tenant'>
    readonly usagePointId: Id<'usage_point'>
    readonly commodity: Commodity
    readonly day: string
  },
): Promise<void> {
  await tx.execute(
    `insert into tariffs.usage_state
       (tenant_id, usage_point_id, commodity, version, month, month_units, month_minor, day, day_minor)
     values ($1, $2, $3, 0, $4, 0, 0, $5, 0) on conflict do nothing`,
    [state.tenantId, state.usagePointId, state.commodity, `${monthOf(state.day)}-01`, state.day],
  )
}
