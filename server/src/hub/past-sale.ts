import { type Id, timeOfId } from '../kernel/ids.ts'
import { MeterUnknown } from '../meters/index.ts'
import { commitSale } from './commit.ts'
import { contextsAt } from './context.ts'
import { fingerprintOf, type KeyedOrder, type Seller } from './order.ts'
import { prepareFrom } from './prepare.ts'
import type { Proposal } from './proposal.ts'
import { propose } from './propose.ts'

/** A sale that was made at the instant inside its id. */
export interface PastSale {
  readonly saleId: Id<'sale'>
  readonly receiptNumber: bigint
  readonly seller: Seller
  readonly order: KeyedOrder
}

/** Sales that are prepared and committed together: as many as one commit takes. */
const TOGETHER = 128

/**
 * Books sales of one tenant that were made in the past, the oldest first: for a history that is brought
 * along, never for selling. Each goes the way of any sale (price, token, one commit), only with its own
 * instant. Identifiers of tokens rise as long as nothing later was booked for the meter before. What was
 * booked under the same key already is left as it is.
 */
export async function bookPast(sales: readonly PastSale[]): Promise<void> {
  for (let rest = sales; rest.length > 0; ) {
    const { batch, later } = apart(rest)
    const proposals = await proposeAll(batch)
    const committed = await Promise.all(proposals.map(commitSale))
    for (const [index, { status }] of committed.entries()) {
      if (status === 'done' || status === 'found') continue
      throw new Error(`The past sale ${proposals[index]!.saleId} could not be booked: ${status}.`)
    }
    rest = later
  }
}

/** The next sales of which none waits for another: at most one of each meter. */
function apart(sales: readonly PastSale[]): { batch: PastSale[]; later: PastSale[] } {
  const batch: PastSale[] = []
  const later: PastSale[] = []
  const taken = new Set<string>()
  for (const sale of sales) {
    const { serialNumber } = sale.order
    const goes = batch.length < TOGETHER && !taken.has(serialNumber)
    taken.add(serialNumber)
    if (goes) batch.push(sale)
    else later.push(sale)
  }
  return { batch, later }
}

async function proposeAll(sales: readonly PastSale[]): Promise<Proposal[]> {
  const contexts = await contextsAt(
    timeOfId(sales[0]!.saleId),
    sales.map(({ seller, order }) => ({
      tenantId: seller.tenantId,
      serialNumber: order.serialNumber,
      vendorId: seller.vendorId,
    })),
  )
  return Promise.all(
    sales.map(async ({ seller, order, saleId, receiptNumber }, index) => {
      const context = contexts[index]
      if (!context) throw MeterUnknown({ serialNumber: order.serialNumber })
      const at = timeOfId(saleId)
      const prepared = await prepareFrom(seller.tenantId, context, order.amount, at)
      return propose(seller, order, fingerprintOf(order), prepared, { saleId, receiptNumber })
    }),
  )
}
