import { type VerifiedChain, verifyChain } from '../db/chain/verify.ts'
import type { Db } from '../db/transaction.ts'
import type { Id } from '../kernel/ids.ts'
import { ledgerChain } from './chain.ts'
import { verifySums } from './verify-sums.ts'

/**
 * Recomputes a tenant's books from their rows: every block and its place in the chain, every posting and
 * transfer, every balance. An empty list of findings means that nothing was changed since it was sealed.
 * `head` is one that was published before (64 hexadecimal digits): without it, someone who removes the
 * newest blocks with their postings leaves no trace inside the database.
 */
export async function verifyLedger(
  db: Db,
  tenantId: Id<'tenant'>,
  known: { readonly head?: string } = {},
): Promise<VerifiedChain> {
  const chain = await verifyChain(ledgerChain, db, tenantId, known.head)
  return { ...chain, findings: [...chain.findings, ...(await verifySums(db, tenantId))] }
}
