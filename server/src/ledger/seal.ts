import { statement } from '../db/pool.ts'
import { type Db, type Tx, transaction } from '../db/transaction.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import {
  type Block,
  beginning,
  blockOf,
  endOf,
  headOf,
  origin,
  type Place,
  type SealRow,
  sealColumns,
} from './block.ts'
import { type CanonicalPosting, canonicalColumns, leafOf } from './leaf.ts'

export const largestBlock = 1_000

/**
 * Chains all postings of a tenant that are certain to have no older one still being written. Each block
 * is a transaction of its own, so memory stays flat and an interrupted run loses nothing. Two at once
 * do no harm: the second finds the block taken and stops.
 */
export async function sealLedger(
  tenantId: Id<'tenant'>,
  blockSize = largestBlock,
): Promise<{ blocks: number; postings: number }> {
  let blocks = 0
  let postings = 0
  for (;;) {
    const sealed = await transaction({ tenantId }, (tx) => sealBlock(tx, tenantId, blockSize))
    if (sealed === 0) return { blocks, postings }
    blocks += 1
    postings += sealed
  }
}

/** The newest head of a tenant's chain: publish it outside, and a shortened chain cannot hide. */
export async function newestHead(db: Db, tenantId: Id<'tenant'>): Promise<Head | undefined> {
  const last = await lastSeal(db, tenantId)
  if (!last) return undefined
  return {
    epoch: last.epoch,
    number: last.number,
    head: last.head.toString('hex'),
    sealedAt: last.sealed_at,
  }
}

export interface Head {
  readonly epoch: number
  readonly number: bigint
  /** Hexadecimal, 64 digits. */
  readonly head: string
  readonly sealedAt: Date
}

/** Writes the next block and returns how many postings it holds; 0 when there is nothing to seal. */
async function sealBlock(tx: Tx, tenantId: Id<'tenant'>, size: number): Promise<number> {
  const last = await lastSeal(tx, tenantId)
  const next = await nextPostings(tx, tenantId, last, size)
  const first = next.rows[0]
  const final = next.rows.at(-1)
  if (!first || !final) return 0
  const block: Block = {
    epoch: next.epoch,
    number: last?.epoch === next.epoch ? last.number + 1n : 1n,
    sealedAt: now(),
    firstXid: first.xid,
    lastXid: final.xid,
    postings: next.rows.length,
    leaves: Buffer.concat(next.rows.map(leafOf)),
    previous: last?.head ?? origin(tenantId),
  }
  const written = await tx.execute(insertSeal, [
    tenantId,
    block.epoch,
    block.number,
    block.sealedAt,
    block.firstXid,
    block.lastXid,
    block.postings,
    block.leaves,
    block.previous,
    headOf(tenantId, block),
  ])
  return written === 0 ? 0 : next.rows.length
}

/**
 * The postings of the next block and its epoch. Transaction numbers start again when the books were
 * loaded into a new server from a dump: the last block then lies in that server's future. What the old
 * epoch had not sealed closes it; a new epoch, chained to the last head, begins with the rest.
 */
async function nextPostings(
  tx: Tx,
  tenantId: Id<'tenant'>,
  last: LastSeal | undefined,
  size: number,
): Promise<{ epoch: number; rows: CanonicalPosting[] }> {
  const epoch = last?.epoch ?? 1
  const from = last ? endOf(blockOf(last)) : beginning
  if (!last?.in_future) {
    return { epoch, rows: await settledAfter(tx, tenantId, epoch, from, size) }
  }
  const rest = await tx.rows<CanonicalPosting>(allAfter, [tenantId, from.xid, from.id, size])
  if (rest.length > 0) return { epoch, rows: rest }
  return { epoch: epoch + 1, rows: await settledAfter(tx, tenantId, epoch + 1, beginning, size) }
}

function settledAfter(
  tx: Tx,
  tenantId: Id<'tenant'>,
  epoch: number,
  { xid, id }: Place,
  size: number,
): Promise<CanonicalPosting[]> {
  if (epoch === 1) return tx.rows<CanonicalPosting>(settledInFirstEpoch, [tenantId, xid, id, size])
  return tx.rows<CanonicalPosting>(settledInLaterEpoch, [tenantId, xid, id, size, epoch])
}

type LastSeal = SealRow & { in_future: boolean }

function lastSeal(db: Db, tenantId: Id<'tenant'>): Promise<LastSeal | undefined> {
  return db.row<LastSeal>(readLastSeal, [tenantId])
}

const readLastSeal = statement(
  'ledger.last_seal',
  `select ${sealColumns}, last_xid >= pg_snapshot_xmax(pg_current_snapshot()) as in_future
   from ledger.seal where tenant_id = $1 order by epoch desc, number desc limit 1`,
)

const insertSeal = statement(
  'ledger.insert_seal',
  `insert into ledger.seal (tenant_id, epoch, number, sealed_at, first_xid, last_xid, postings, leaves, previous, head)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   on conflict on constraint seal_pkey do nothing`,
)

// A transaction below the oldest one still running has ended: what it wrote is all there. Following a
// sequence instead would pass by rows whose transaction commits late.
const settled = 'p.xid < pg_snapshot_xmin(pg_current_snapshot())'

const postingsAfter = (condition: string) => `
  select ${canonicalColumns}
  from (select p.* from ledger.posting p
        where p.tenant_id = $1 and (p.xid, p.id) > ($2::xid8, $3::uuid) and ${condition}
        order by p.xid, p.id limit $4) p
  order by p.xid, p.id`

const settledInFirstEpoch = statement('ledger.settled', postingsAfter(settled))

// Numbers of an earlier epoch come again: what it has sealed is not sealed twice.
const settledInLaterEpoch = statement(
  'ledger.settled_later',
  postingsAfter(`${settled} and not exists (
    select from ledger.seal s
    where s.tenant_id = $1 and s.epoch < $5 and p.xid between s.first_xid and s.last_xid
      and position(uuid_send(p.id) in s.leaves) > 0)`),
)

const allAfter = statement(
  'ledger.unsealed',
  postingsAfter('p.xid >= pg_snapshot_xmax(pg_current_snapshot())'),
)
