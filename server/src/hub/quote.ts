import type { Id } from '../kernel/ids.ts'
import { saleLines } from './facts.ts'
import { type Prepared, prepare } from './prepare.ts'
import type { SaleLine } from './sale.ts'

/** What an amount would buy now. Nothing is written, and nothing is promised. */
export interface Quote extends Prepared {
  readonly lines: readonly SaleLine[]
}

/** Prices an amount for a meter, as `sell` would at this moment. */
export async function quote(
  tenantId: Id<'tenant'>,
  vendorId: Id<'vendor'>,
  order: { readonly serialNumber: string; readonly amount: string },
): Promise<Quote> {
  const prepared = await prepare(tenantId, vendorId, order.serialNumber, order.amount)
  return { ...prepared, lines: saleLines(prepared.quoted, prepared.asked.utility.currency) }
}
