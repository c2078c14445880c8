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
 * @throws Error when a sale is refused, with those before it booked
 */
export async function bookPast(sales: readonly PastSale[]): Promise<void> {
  let rest = sales
  let committing: Promise<readonly PastSale[]> = Promise.resolve([])
  let busy: ReadonlySet<string> = new Set()
  while (rest.length > 0 || busy.size > 0) {
    const { batch, later } = apart(rest, busy)
    // The next batch is priced while the one before is committed: they share no meter.
    const [proposals, again] = await Promise.all([proposeAll(batch), committing])
    rest = [...again, ...later]
    committing = commitAll(batch, proposals)
    busy = new Set(batch.map(({ order }) => order.serialNumber))
  }
  await committing
}

/** The next sales of which none waits for another: at most one of each meter, and none of a busy one. */
function apart(
  sales: readonly PastSale[],
  busy: ReadonlySet<string>,
): { batch: PastSale[]; later: PastSale[] } {
  const batch: PastSale[] = []
  const later: PastSale[] = []
  const taken = new Set(busy)
  for (const sale of sales) {
    const { serialNumber } = sale.order
    const goes = batch.length < TOGETHER && !taken.has(serialNumber)
    taken.add(serialNumber)
    if (goes) batch.push(sale)
    else later.push(sale)
  }
  return { batch, later }
}

/** Commits a batch. Returns what must be priced again, because another sale changed what it depends on. */
async function commitAll(
  batch: readonly PastSale[],
  proposals: readonly Proposal[],
): Promise<readonly PastSale[]> {
  const committed = await Promise.all(proposals.map(commitSale))
  const refused = committed.find(({ status }) => !BOOKED.has(status) && !AGAIN.has(status))
  if (refused) throw new Error(`The past sale ${refused.saleId} was refused: ${refused.status}.`)
  return batch.filter((_, index) => AGAIN.has(committed[index]!.status))
}

const BOOKED: ReadonlySet<string> = new Set(['done', 'found'])
const AGAIN: ReadonlySet<string> = new Set(['stale', 'again'])

async function proposeAll(sales: readonly PastSale[]): Promise<Proposal[]> {
  const [first] = sales
  if (!first) return []
  const contexts = await contextsAt(
    timeOfId(first.saleId),
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
