import { type Id, timeOfId } from '../kernel/ids.ts'
import { parseMoney } from '../kernel/money.ts'
import { factsOf } from './facts.ts'
import type { KeyedOrder, Seller } from './order.ts'
import type { Prepared } from './prepare.ts'
import type { Proposal } from './proposal.ts'

/** Makes a priced order a proposal: for an inside back end with its token, which nobody has seen yet. */
export async function propose(
  seller: Seller,
  order: KeyedOrder,
  fingerprint: Buffer,
  { backEnd, asked, quoted }: Prepared,
  { saleId, receiptNumber }: { readonly saleId: Id<'sale'>; readonly receiptNumber: bigint },
): Promise<Proposal> {
  const { method, received } = order.tender
  const token =
    backEnd.way === 'inside' ? await backEnd.issue(asked, quoted, timeOfId(saleId)) : null
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
    tender: {
      method,
      receivedMinor:
        received === undefined
          ? null
          : parseMoney(received, asked.utility.currency, 'positive', '/tender/received').minor,
    },
    facts: factsOf(asked, quoted, seller),
  }
}
