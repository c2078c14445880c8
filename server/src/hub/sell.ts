import { setTimeout as wait } from 'node:timers/promises'
import { barrier, reading } from '../db/index.ts'
import { newId, timeOfId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { nextNumber } from '../tenants/index.ts'
import { commitSale } from './commit.ts'
import { inTurn } from './in-turn.ts'
import { fingerprintOf, type KeyedOrder, type Seller } from './order.ts'
import { sellOutside } from './outside.ts'
import { type Prepared, prepare } from './prepare.ts'
import type { Proposal } from './proposal.ts'
import { propose } from './propose.ts'
import { SaleBusy } from './refusals.ts'
import { refused } from './refused.ts'
import { type Sale, type Sold, saleByKey } from './sale.ts'

/** Rounds of quoting again before a sale gives up; each means that another sale was booked meanwhile. */
const ROUNDS = 200

/**
 * Sells: quote, token, one transaction. The same key with the same order answers with the same sale, at any
 * time; with another order it is refused. A refusal before anything was written does not use up the key.
 * @throws OutcomeUnknown when the commit was sent and not clearly answered: ask again with the same key
 */
export async function sell(seller: Seller, order: KeyedOrder): Promise<Sold> {
  const fingerprint = fingerprintOf(order)
  for (let round = 1; round <= ROUNDS; round++) {
    const tried = await inTurn(`${seller.tenantId} ${order.serialNumber}`, () =>
      trySelling(seller, order, fingerprint),
    )
    if (typeof tried === 'function') return tried()
    if (tried !== 'again') return tried
    // Two servers that sell for one meter step aside by different times.
    if (round > 3) await wait(Math.random() * Math.min(round, 20))
  }
  throw SaleBusy({}, { retryAfter: 1 })
}

/** One round: sold, or quoted from what was no longer so, or what is left to do where others may go on. */
async function trySelling(
  seller: Seller,
  order: KeyedOrder,
  fingerprint: Buffer,
): Promise<Sold | 'again' | (() => Promise<Sold>)> {
  let prepared: Prepared
  let proposal: Proposal
  try {
    prepared = await prepare(seller.tenantId, seller.vendorId, order.serialNumber, order.amount)
    proposal = await propose(seller, order, fingerprint, prepared, {
      saleId: newId<'sale'>(),
      receiptNumber: await nextNumber(seller.tenantId, 'receipt'),
    })
  } catch (error) {
    // What could not be sold now may have been sold before under this key.
    if (error instanceof Refusal) return repeatedOr(error, seller, order, fingerprint)
    throw error
  }
  const { backEnd } = prepared
  if (backEnd.way === 'outside') {
    return () => sellOutside(backEnd, proposal, () => found(seller, order, fingerprint))
  }
  const committed = await commitSale(proposal)
  if (committed.status === 'done') return { sale: saleOf(proposal), repeated: false }
  if (committed.status === 'found') return found(seller, order, fingerprint)
  if (committed.status === 'stale' || committed.status === 'again') return 'again'
  throw refused(committed, proposal)
}

/** The sale that this client made under this key, when it asked for the same; refused when for another. */
async function repeatedOr(
  refusal: Refusal,
  seller: Seller,
  order: KeyedOrder,
  fingerprint: Buffer,
): Promise<Sold> {
  const sale = await reading(seller, (db) =>
    saleByKey(db, seller.tenantId, seller.clientId, order.key, fingerprint),
  )
  if (!sale) throw refusal
  await barrier()
  return { sale, repeated: true }
}

async function found(seller: Seller, order: KeyedOrder, fingerprint: Buffer): Promise<Sold> {
  return repeatedOr(SaleBusy({}, { retryAfter: 1 }), seller, order, fingerprint)
}

/** The sale just committed, told as it will be told when it is read again. */
export function saleOf(proposal: Proposal): Sale {
  const { asked, quoted, seller, token } = proposal
  return {
    id: proposal.saleId,
    key: proposal.key,
    state: 'done',
    receiptNumber: proposal.receiptNumber,
    bookedAt: timeOfId(proposal.saleId),
    channel: seller.channel,
    vendorId: seller.vendorId,
    terminalId: seller.terminalId,
    utilityId: asked.utility.id,
    commodity: asked.context.commodity,
    currency: asked.utility.currency.code,
    tenderMinor: asked.tender,
    units: quoted.units,
    tenderMethod: proposal.tender.method,
    receivedMinor: proposal.tender.receivedMinor,
    facts: proposal.facts,
    tokens: token
      ? [{ kind: token.kind, ordinal: 1, digits: token.digits, units: quoted.units }]
      : [],
    copy: 0,
  }
}
