import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { type Db, type Tx, transaction } from '../transaction.ts'
import { type Block, beginning, endOf, headOf, originOf, type Seal } from './block.ts'
import type { Chain } from './chain.ts'
import { type CanonicalRow, leafOf } from './leaf.ts'

export const largestBlock = 1_000

/** The newest block of a chain. */
export interface Head {
  readonly epoch: number
  readonly number: bigint
  /** Hexadecimal, 64 digits. */
  readonly head: string
  readonly sealedAt: Date
}

/**
 * Chains all rows of a tenant that are certain to have no older one still being written. Each block is a
 * transaction of its own, so memory stays flat and an interrupted run loses nothing. Two at once do no
 * harm: the second finds the block taken and stops.
 */
export async function sealChain(
  chain: Chain,
  tenantId: Id<'tenant'>,
  blockSize = largestBlock,
): Promise<{ blocks: number; rows: number }> {
  let blocks = 0
  let rows = 0
  for (;;) {
    const sealed = await transaction({ tenantId }, (tx) =>
      sealBlock(chain, tx, tenantId, blockSize),
    )
    if (sealed === 0) return { blocks, rows }
    blocks += 1
    rows += sealed
  }
}

/** The newest head of a tenant's chain: publish it outside, and a shortened chain cannot hide. */
export async function newestHead(
  chain: Chain,
  db: Db,
  tenantId: Id<'tenant'>,
): Promise<Head | undefined> {
  const last = await db.row<Seal>(chain.lastSeal, [tenantId])
  if (!last) return undefined
  const { epoch, number, head, sealed_at } = last
  return { epoch, number, head: head.toString('hex'), sealedAt: sealed_at }
}

/** Writes the next block and returns how many rows it holds; 0 when there is nothing to seal. */
async function sealBlock(
  chain: Chain,
  tx: Tx,
  tenantId: Id<'tenant'>,
  size: number,
): Promise<number> {
  const last = await tx.row<LastSeal>(chain.lastSeal, [tenantId])
  const next = await nextRows(chain, tx, tenantId, last, size)
  const first = next.rows[0]
  const final = next.rows.at(-1)
  if (!first || !final) return 0
  const block: Block = {
    epoch: next.epoch,
    number: last?.epoch === next.epoch ? last.number + 1n : 1n,
    sealed_at: now(),
    first_xid: first.xid,
    last_xid: final.xid,
    rows: next.rows.length,
    leaves: Buffer.concat(next.rows.map(leafOf)),
    previous: last?.head ?? originOf(chain.name, tenantId),
  }
  const written = await tx.execute(chain.insertSeal, [
    tenantId,
    block.epoch,
    block.number,
    block.sealed_at,
    block.first_xid,
    block.last_xid,
    block.rows,
    block.leaves,
    block.previous,
    headOf(chain.name, tenantId, block),
  ])
  return written === 0 ? 0 : next.rows.length
}

type LastSeal = Seal & { readonly in_future: boolean }

/**
 * The rows of the next block and its epoch. Transaction numbers start again when the database was loaded
 * into a new server from a dump: the last block then lies in that server's future. What the old epoch had
 * not sealed closes it; a new epoch, chained to the last head, begins with the rest.
 */
async function nextRows(
  chain: Chain,
  tx: Tx,
  tenantId: Id<'tenant'>,
  last: LastSeal | undefined,
  size: number,
): Promise<{ epoch: number; rows: CanonicalRow[] }> {
  const epoch = last?.epoch ?? 1
  const from = last ? endOf(last) : beginning
  const settledIn = (wanted: number, { xid, id } = from) =>
    wanted === 1
      ? tx.rows<CanonicalRow>(chain.settled, [tenantId, xid, id, size])
      : tx.rows<CanonicalRow>(chain.settledLater, [tenantId, xid, id, size, wanted])
  if (!last?.in_future) return { epoch, rows: await settledIn(epoch) }
  const rest = await tx.rows<CanonicalRow>(chain.future, [tenantId, from.xid, from.id, size])
  if (rest.length > 0) return { epoch, rows: rest }
  return { epoch: epoch + 1, rows: await settledIn(epoch + 1, beginning) }
}
