import type { Id } from '../../kernel/ids.ts'
import type { Db } from '../transaction.ts'
import { endOf, type Place, type Seal } from './block.ts'
import type { Chain } from './chain.ts'
import { type CanonicalRow, idOfLeaf, leafLength, leafOf, leavesOf } from './leaf.ts'

/** Something that is not as it was written. */
export interface Finding {
  /** A stable word, such as `event_altered`. */
  readonly code: string
  /** The row or block that is at fault. */
  readonly subject: string
  /** For the person who reads it. */
  readonly sentence: string
}

/** Where the next block will begin: what comes after has no seal yet. */
export interface Tail {
  readonly epoch: number
  readonly from: Place
}

/**
 * Compares a block with the rows between the end of the block before and its own end: each that was sealed
 * is there unchanged, and none is there that was not sealed.
 */
export async function verifyBlock(
  chain: Chain,
  db: Db,
  tenantId: Id<'tenant'>,
  seal: Seal,
  from: Place,
  tail: Tail,
): Promise<Finding[]> {
  const to = endOf(seal)
  const rows = await db.rows<CanonicalRow>(chain.between, [
    tenantId,
    from.xid,
    from.id,
    to.xid,
    to.id,
  ])
  const findings: Finding[] = []
  if (seal.leaves.length !== seal.rows * leafLength) {
    findings.push({
      code: 'block_altered',
      subject: `${seal.epoch}/${seal.number}`,
      sentence: `Block ${seal.number} of epoch ${seal.epoch} does not hold the ${chain.row}s it counts.`,
    })
  }
  const left = new Set(rows)
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const leaf of leavesOf(seal.leaves)) {
    const id = idOfLeaf(leaf)
    const row = byId.get(id)
    if (row) left.delete(row)
    if (!row) findings.push(await goneOrMoved(chain, db, tenantId, id))
    else if (!leafOf(row).equals(leaf)) findings.push(altered(chain, id))
  }
  // A copy under the id of a sealed row stays over here, and is named.
  for (const row of left) {
    if (await belongsElsewhere(chain, db, tenantId, row, seal, tail)) continue
    const sealed = await db.row(chain.sealOf, [tenantId, row.id])
    findings.push(sealed ? altered(chain, row.id) : inserted(chain, row.id))
  }
  return findings
}

async function goneOrMoved(
  chain: Chain,
  db: Db,
  tenantId: Id<'tenant'>,
  id: string,
): Promise<Finding> {
  if (await db.row(chain.exists, [tenantId, id])) return altered(chain, id)
  return {
    code: `${chain.row}_deleted`,
    subject: id,
    sentence: `The ${chain.row} ${id} was sealed and is no longer there.`,
  }
}

/** After a new epoch began, the same transaction numbers come in several epochs. */
async function belongsElsewhere(
  chain: Chain,
  db: Db,
  tenantId: Id<'tenant'>,
  { xid, id }: CanonicalRow,
  seal: Seal,
  tail: Tail,
): Promise<boolean> {
  if (seal.epoch !== tail.epoch && isAfter({ xid, id }, tail.from)) return true
  return (await db.row(chain.sealElsewhere, [tenantId, xid, id, seal.epoch])) !== undefined
}

/** Ids are printed so that their order as texts is their order in the database. */
function isAfter(place: Place, other: Place): boolean {
  const [xid, otherXid] = [BigInt(place.xid), BigInt(other.xid)]
  return xid === otherXid ? place.id > other.id : xid > otherXid
}

function altered(chain: Chain, id: string): Finding {
  return {
    code: `${chain.row}_altered`,
    subject: id,
    sentence: `The ${chain.row} ${id} or a part of it was altered, added or removed since it was sealed.`,
  }
}

function inserted(chain: Chain, id: string): Finding {
  return {
    code: `${chain.row}_inserted`,
    subject: id,
    sentence: `The ${chain.row} ${id} was inserted among those that were sealed before.`,
  }
}
