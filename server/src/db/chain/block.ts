import { createHash } from 'node:crypto'
import type { Id } from '../../kernel/ids.ts'
import { idOfLeaf, leafLength } from './leaf.ts'

/** A block of rows in the chain of one tenant, as its table of seals keeps it. */
export interface Block {
  readonly epoch: number
  readonly number: bigint
  readonly sealed_at: Date
  /** Transactions of the first and the last row (`xid8`, decimal text). */
  readonly first_xid: string
  readonly last_xid: string
  /** How many rows it holds. */
  readonly rows: number
  readonly leaves: Buffer
  /** The head of the block before; of the first block, the tenant's origin. */
  readonly previous: Buffer
}

/** A block with the head that was stored with it. */
export interface Seal extends Block {
  readonly head: Buffer
}

/** What the first block of a tenant is chained to: no two tenants and no two chains share one. */
export function originOf(chain: string, tenantId: Id<'tenant'>): Buffer {
  return createHash('sha256').update(`${chain} origin 1|${tenantId}`).digest()
}

/** SHA-256 over the head before, the facts of the block and its leaves. */
export function headOf(chain: string, tenantId: Id<'tenant'>, block: Block): Buffer {
  const facts = [
    `${chain} 1`,
    tenantId,
    block.epoch,
    block.number,
    block.sealed_at.getTime(),
    block.first_xid,
    block.last_xid,
    block.rows,
    block.leaves.length,
  ].join('|')
  return createHash('sha256')
    .update(block.previous)
    .update(`${facts}\n`)
    .update(block.leaves)
    .digest()
}

/** A place in the order of rows: transaction, then id. */
export interface Place {
  readonly xid: string
  readonly id: string
}

/** Before everything. */
export const beginning: Place = { xid: '0', id: '00000000-0000-0000-0000-000000000000' }

/** The place of a block's last row. */
export function endOf(block: Pick<Block, 'last_xid' | 'leaves'>): Place {
  if (block.leaves.length < leafLength) return beginning
  return { xid: block.last_xid, id: idOfLeaf(block.leaves.subarray(-leafLength)) }
}
