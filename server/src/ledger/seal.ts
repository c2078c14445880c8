import { type Head, newestHead as newestOf, sealChain } from '../db/chain/seal.ts'
import type { Db } from '../db/transaction.ts'
import type { Id } from '../kernel/ids.ts'
import { ledgerChain } from './chain.ts'

export type { Head }

/** Chains the postings of a tenant that no older one can precede any more, at most 1000 a block. */
export async function sealLedger(
  tenantId: Id<'tenant'>,
  blockSize?: number,
): Promise<{ blocks: number; postings: number }> {
  const { blocks, rows } = await sealChain(ledgerChain, tenantId, blockSize)
  return { blocks, postings: rows }
}

/** The newest head of a tenant's chain: publish it outside, and a shortened chain cannot hide. */
export function newestHead(db: Db, tenantId: Id<'tenant'>): Promise<Head | undefined> {
  return newestOf(ledgerChain, db, tenantId)
}
