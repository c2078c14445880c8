import { type Head, newestHead, sealChain } from '../db/chain/seal.ts'
import { type VerifiedChain, verifyChain } from '../db/chain/verify.ts'
import type { Db } from '../db/transaction.ts'
import type { Id } from '../kernel/ids.ts'
import { auditChain } from './chain.ts'

/** Chains the events of a tenant that no older one can precede any more, at most 1000 a block. */
export async function sealAudit(
  tenantId: Id<'tenant'>,
  blockSize?: number,
): Promise<{ blocks: number; events: number }> {
  const { blocks, rows } = await sealChain(auditChain, tenantId, blockSize)
  return { blocks, events: rows }
}

/**
 * Recomputes a tenant's trail from its rows. No findings means that nothing was changed since it was
 * sealed; the first finding names the first event that was altered (or swapped), deleted or inserted.
 * `head` is one that was published before (64 hexadecimal digits): a trail cut off at its end shows by it.
 */
export function verifyAudit(
  db: Db,
  tenantId: Id<'tenant'>,
  known: { readonly head?: string } = {},
): Promise<VerifiedChain> {
  return verifyChain(auditChain, db, tenantId, known.head)
}

/** The newest head of a tenant's trail: what is published outside. */
export function newestAuditHead(db: Db, tenantId: Id<'tenant'>): Promise<Head | undefined> {
  return newestHead(auditChain, db, tenantId)
}
