import { VendorSuspended } from '../backends/index.ts'
import { formatMinor } from '../kernel/money.ts'
import type { Refusal } from '../kernel/refusal.ts'
import { FundsShort } from '../ledger/index.ts'
import { MeterBlocked } from '../meters/index.ts'
import type { Committed } from './commit.ts'
import type { Proposal } from './proposal.ts'
import { ClockUnfit, Quarantined, SaleBusy } from './refusals.ts'

/** The refusal for a status of the commit that sold nothing. */
export function refused(
  { status, available }: Pick<Committed, 'status' | 'available'>,
  { asked, quoted }: Proposal,
): Refusal {
  if (status === 'funds') return FundsShort(shortfall({ asked, quoted }, available ?? 0n))
  if (status === 'frozen') return VendorSuspended()
  if (status === 'blocked') return MeterBlocked({ serialNumber: asked.context.serialNumber })
  if (status === 'clock') return ClockUnfit({}, { retryAfter: 60 })
  if (status === 'quarantined') return Quarantined()
  return SaleBusy({}, { retryAfter: 1 })
}

/** What the float lacks: both as decimal texts. */
function shortfall({ asked, quoted }: Pick<Proposal, 'asked' | 'quoted'>, available: bigint) {
  const { currency } = asked.utility
  return {
    available: formatMinor(available, currency),
    needed: formatMinor(quoted.netMinor, currency),
    currency: currency.code,
  }
}
