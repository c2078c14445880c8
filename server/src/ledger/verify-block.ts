import { statement } from '../db/pool.ts'
import type { Db } from '../db/transaction.ts'
import type { Id } from '../kernel/ids.ts'
import { type Block, endOf, type Place } from './block.ts'
import type { Finding } from './finding.ts'
import {
  type CanonicalPosting,
  canonicalColumns,
  idOfLeaf,
  leafLength,
  leafOf,
  leavesOf,
} from './leaf.ts'

/** Where the next block will begin: what comes after has no seal yet. */
export interface Tail {
  readonly epoch: number
  readonly from: Place
}

/**
 * Compares a block with the postings between the end of the block before and its own end: each that was
 * sealed is there unchanged, and none is there that was not sealed. In the order of the books, so the
 * first finding is the first row at fault.
 */
export async function verifyBlock(
  db: Db,
  tenantId: Id<'tenant'>,
  block: Block,
  from: Place,
  tail: Tail,
): Promise<Finding[]> {
  const to = endOf(block)
  const rows = await db.rows<CanonicalPosting>(between, [
    tenantId,
    from.xid,
    from.id,
    to.xid,
    to.id,
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const findings: Finding[] = []
  if (block.leaves.length !== block.postings * leafLength) {
    findings.push({
      code: 'block_altered',
      subject: `${block.epoch}/${block.number}`,
      sentence: `Block ${block.number} of epoch ${block.epoch} does not hold the postings it counts.`,
    })
  }
  for (const leaf of leavesOf(block.leaves)) {
    const id = idOfLeaf(leaf)
    const row = byId.get(id)
    byId.delete(id)
    if (!row) findings.push(await goneOrMoved(db, tenantId, id))
    else if (!leafOf(row).equals(leaf)) findings.push(altered(id))
  }
  for (const id of byId.keys()) {
    if (await belongsElsewhere(db, tenantId, id, block, tail)) continue
    findings.push((await isSealed(db, tenantId, id)) ? altered(id) : inserted(id))
  }
  return findings
}

async function goneOrMoved(db: Db, tenantId: Id<'tenant'>, id: string): Promise<Finding> {
  const found = await db.row('select id from ledger.posting where tenant_id = $1 and id = $2', [
    tenantId,
    id,
  ])
  if (found) return altered(id)
  return {
    code: 'posting_deleted',
    subject: id,
    sentence: `Posting ${id} was sealed and is no longer there.`,
  }
}

/** After a new epoch began, the same transaction numbers come in several epochs. */
async function belongsElsewhere(
  db: Db,
  tenantId: Id<'tenant'>,
  id: string,
  block: Block,
  tail: Tail,
): Promise<boolean> {
  const row = await db.row<{ elsewhere: boolean }>(
    `select ($3::integer <> $4::integer and (p.xid, p.id) > ($5::xid8, $6::uuid)) or exists (
       select from ledger.seal s
       where s.tenant_id = $1 and s.epoch <> $3::integer and p.xid between s.first_xid and s.last_xid
         and position(uuid_send(p.id) in s.leaves) > 0) as elsewhere
     from ledger.posting p where p.tenant_id = $1 and p.id = $2`,
    [tenantId, id, block.epoch, tail.epoch, tail.from.xid, tail.from.id],
  )
  return row?.elsewhere ?? false
}

/** Whether any block holds this posting: then it was moved here by another transaction number. */
async function isSealed(db: Db, tenantId: Id<'tenant'>, id: string): Promise<boolean> {
  const seal = await db.row(
    `select number from ledger.seal
     where tenant_id = $1 and position(uuid_send($2::uuid) in leaves) > 0 limit 1`,
    [tenantId, id],
  )
  return seal !== undefined
}

function altered(id: string): Finding {
  return {
    code: 'posting_altered',
    subject: id,
    sentence: `Posting ${id} or one of its transfers was altered, added or removed since it was sealed.`,
  }
}

function inserted(id: string): Finding {
  return {
    code: 'posting_inserted',
    subject: id,
    sentence: `Posting ${id} was inserted among postings that were sealed before.`,
  }
}

const between = statement(
  'ledger.between',
  `select ${canonicalColumns} from ledger.posting p
   where p.tenant_id = $1 and (p.xid, p.id) > ($2::xid8, $3::uuid) and (p.xid, p.id) <= ($4::xid8, $5::uuid)
   order by p.xid, p.id`,
)
