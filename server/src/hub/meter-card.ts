import type { SaleContext } from '../backends/index.ts'
import type { Id } from '../kernel/ids.ts'
import { MeterUnknown, requireMeterNumber } from '../meters/index.ts'
import { type TariffVersion, versionById } from '../tariffs/index.ts'
import { readUtility, type Utility } from '../tenants/index.ts'
import { saleContext } from './context.ts'

/** What a cashier sees of a meter before selling: whose it is, what it owes, what it may buy. */
export interface MeterCard {
  readonly context: SaleContext
  readonly utility: Utility
  /** Null while no tariff is in force. */
  readonly tariff: TariffVersion | null
}

/**
 * The card of a meter, for whoever may sell to it: a blocked meter is shown with its reason.
 * @throws MeterUnknown, MeterCheckDigitWrong
 */
export async function meterForSale(
  tenantId: Id<'tenant'>,
  vendorId: Id<'vendor'>,
  serialNumber: string,
): Promise<MeterCard> {
  requireMeterNumber(serialNumber)
  const context = await saleContext({ tenantId, serialNumber, vendorId })
  if (!context) throw MeterUnknown({ serialNumber })
  const utility = await readUtility({ tenantId }, context.utilityId)
  const tariff = context.tariffVersionId
    ? await versionById({ tenantId }, context.tariffVersionId)
    : null
  return { context, utility, tariff }
}
