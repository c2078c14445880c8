import { createHash } from 'node:crypto'
import type { Id } from '../kernel/ids.ts'
import { idOfLeaf, leafLength } from './leaf.ts'

/** A block of postings in the chain of one tenant. */
export interface Block {
  readonly epoch: number
  readonly number: bigint
  readonly sealedAt: Date
  /** Transactions of the first and the last posting (`xid8`, decimal text). */
  readonly firstXid: string
  readonly lastXid: string
  readonly postings: number
  readonly leaves: Buffer
  /** The head of the block before; of the first block, the tenant's origin. */
  readonly previous: Buffer
}

/** What the first block of a tenant is chained to: no two tenants share a chain. */
export function origin(tenantId: Id<'tenant'>): Buffer {
  return createHash('sha256').update(`saldo seal origin 1|${tenantId}`).digest()
}

/** SHA-256 over the head before, the facts of the block and its leaves. */
export function headOf(tenantId: Id<'tenant'>, block: Block): Buffer {
  const facts = [
    'saldo seal 1',
    tenantId,
    block.epoch,
    block.number,
    block.sealedAt.getTime(),
    block.firstXid,
    block.lastXid,
    block.postings,
    block.leaves.length,
  ].join('|')
  return createHash('sha256')
    .update(block.previous)
    .update(`${facts}\n`)
    .update(block.leaves)
    .digest()
}

/** A place in the order of postings: transaction, then id. */
export interface Place {
  readonly xid: string
  readonly id: string
}

/** Before everything. */
export const beginning: Place = { xid: '0', id: '00000000-0000-0000-0000-000000000000' }

/** The place of a block's last posting. */
export function endOf(block: Pick<Block, 'lastXid' | 'leaves'>): Place {
  if (block.leaves.length < leafLength) return beginning
  return { xid: block.lastXid, id: idOfLeaf(block.leaves.subarray(-leafLength)) }
}

/** A row of `ledger.seal` as a block and the head that was stored with it. */
export interface SealRow {
  readonly epoch: number
  readonly number: bigint
  readonly sealed_at: Date
  readonly first_xid: string
  readonly last_xid: string
  readonly postings: number
  readonly leaves: Buffer
  readonly previous: Buffer
  readonly head: Buffer
}

export const sealColumns =
  'epoch, number, sealed_at, first_xid, last_xid, postings, leaves, previous, head'

export function blockOf(row: SealRow): Block {
  return {
    epoch: row.epoch,
    number: row.number,
    sealedAt: row.sealed_at,
    firstXid: row.first_xid,
    lastXid: row.last_xid,
    postings: row.postings,
    leaves: row.leaves,
    previous: row.previous,
  }
}
