import type { Asked } from '../backends/index.ts'
import { type Id, timeOfId } from '../kernel/ids.ts'
import { parseMoney } from '../kernel/money.ts'
import { factsOf } from './facts.ts'
import type { KeyedOrder, Order, Seller } from './order.ts'
import type { Prepared } from './prepare.ts'
import type { Proposal } from './proposal.ts'
import { ReceivedTooLittle } from './refusals.ts'

/** Makes a priced order a proposal: for an inside back end with its token, which nobody has seen yet. */
export async function propose(
  seller: Seller,
  order: KeyedOrder,
  fingerprint: Buffer,
  { backEnd, asked, quoted }: Prepared,
  { saleId, receiptNumber }: { readonly saleId: Id<'sale'>; readonly receiptNumber: bigint },
): Promise<Proposal> {
  const receivedMinor = receivedFor(order, asked)
  // A purchase that debts and charges used up buys nothing: its receipt carries no token.
  const token =
    backEnd.way === 'inside' && quoted.units > 0n
      ? await backEnd.issue(asked, quoted, timeOfId(saleId))
      : null
  return {
    tenantId: seller.tenantId,
    saleId,
    key: order.key,
    fingerprint,
    receiptNumber,
    seller,
    backEnd: backEnd.name,
    asked,
    quoted,
    token,
    tender: { method: order.tender.method, receivedMinor },
    facts: factsOf(asked, quoted, seller),
  }
}

/** What the customer handed over, in minor units; null where nobody counted. Never less than the sale. */
function receivedFor({ tender: { received } }: Order, { utility, tender }: Asked): bigint | null {
  if (received === undefined) return null
  const { minor } = parseMoney(received, utility.currency, 'positive', '/tender/received')
  if (minor >= tender) return minor
  throw ReceivedTooLittle(
    {},
    { errors: [{ pointer: '/tender/received', code: 'amount.below_tender' }] },
  )
}
