import type { Id } from '../../kernel/ids.ts'
import type { Db } from '../transaction.ts'
import { beginning, endOf, headOf, originOf, type Seal } from './block.ts'
import type { Chain } from './chain.ts'
import { type Finding, type Tail, verifyBlock } from './verify-block.ts'

export interface VerifiedChain {
  readonly findings: Finding[]
  readonly blocks: number
  /** Rows under a seal, and those that no seal covers yet. */
  readonly sealed: number
  readonly unsealed: number
  /** The newest head, hexadecimal; undefined while nothing is sealed. */
  readonly head: string | undefined
}

/** Where a check goes on: plain JSON, so that a long one can be kept between two chunks. */
export type CheckPlace = {
  readonly epoch: number
  readonly number: string
  /** The head before, hexadecimal. */
  readonly previous: string
  readonly xid: string
  readonly id: string
}

/** What a part of a check found. */
export interface CheckedPart {
  readonly findings: Finding[]
  readonly blocks: number
  readonly sealed: number
  readonly heads: readonly string[]
  readonly place: CheckPlace
  readonly finished: boolean
}

/**
 * Recomputes a tenant's chain from its rows, block by block, so that memory stays flat however long it is.
 * The first finding is the first row or block at fault. `knownHead` is one that was published before:
 * without it, someone who removes the newest blocks with their rows leaves no trace inside the database.
 */
export async function verifyChain(
  chain: Chain,
  db: Db,
  tenantId: Id<'tenant'>,
  knownHead?: string,
): Promise<VerifiedChain> {
  const findings: Finding[] = []
  let place: CheckPlace | null = null
  let [blocks, sealed, knownSeen] = [0, 0, false]
  for (;;) {
    const part: CheckedPart = await verifyPart(chain, db, tenantId, place, MANY_BLOCKS)
    findings.push(...part.findings)
    blocks += part.blocks
    sealed += part.sealed
    knownSeen ||= knownHead !== undefined && part.heads.includes(knownHead)
    place = part.place
    if (part.finished) break
  }
  if (knownHead !== undefined && !knownSeen) findings.push(headUnknown(knownHead))
  findings.push(...(await strangeRows(chain, db, tenantId)))
  return {
    findings: eachOnce(findings),
    blocks,
    sealed,
    unsealed: Math.max(0, (await countRows(chain, db, tenantId)) - sealed),
    head: blocks > 0 ? place.previous : undefined,
  }
}

/** Blocks in one part of a check that nobody waits beside. */
const MANY_BLOCKS = 1_000

/** Checks the next blocks of a chain, at most so many, after a place; null is the beginning. */
export async function verifyPart(
  chain: Chain,
  db: Db,
  tenantId: Id<'tenant'>,
  place: CheckPlace | null,
  most: number,
): Promise<CheckedPart> {
  const findings: Finding[] = []
  const heads: string[] = []
  const tail = await tailOf(chain, db, tenantId)
  let expected = place ?? beginningOf(chain, tenantId)
  let sealed = 0
  while (heads.length < most) {
    const { epoch, number } = expected
    const seal = await db.row<Seal>(chain.nextSeal, [tenantId, epoch, number])
    if (!seal) return partOf(true)
    findings.push(...blockFaults(chain, tenantId, seal, expected))
    const from = seal.epoch === epoch ? { xid: expected.xid, id: expected.id } : beginning
    findings.push(...(await verifyBlock(chain, db, tenantId, seal, from, tail)))
    heads.push(seal.head.toString('hex'))
    sealed += seal.rows
    expected = {
      epoch: seal.epoch,
      number: String(seal.number + 1n),
      previous: seal.head.toString('hex'),
      ...endOf(seal),
    }
  }
  return partOf(false)

  function partOf(finished: boolean): CheckedPart {
    return { findings, blocks: heads.length, sealed, heads, place: expected, finished }
  }
}

function beginningOf(chain: Chain, tenantId: Id<'tenant'>): CheckPlace {
  const previous = originOf(chain.name, tenantId).toString('hex')
  return { epoch: 1, number: '1', previous, ...beginning }
}

/** Whether a block is the next one, chained to the one before, and holds what its head was made of. */
function blockFaults(
  chain: Chain,
  tenantId: Id<'tenant'>,
  seal: Seal,
  expected: CheckPlace,
): Finding[] {
  const findings: Finding[] = []
  const number = BigInt(expected.number)
  const newEpoch = seal.epoch === expected.epoch + 1 && seal.number === 1n
  if (!newEpoch && (seal.epoch !== expected.epoch || seal.number !== number)) {
    findings.push(blockMissing(expected.epoch, number))
  } else if (seal.previous.toString('hex') !== expected.previous) {
    findings.push(blockFault(seal, 'is not chained to the block before it'))
  }
  if (!headOf(chain.name, tenantId, seal).equals(seal.head)) {
    findings.push(blockFault(seal, 'was altered'))
  }
  return findings
}

/** What is in the table and can never come under a seal. */
export async function strangeRows(
  chain: Chain,
  db: Db,
  tenantId: Id<'tenant'>,
): Promise<Finding[]> {
  const tail = await tailOf(chain, db, tenantId)
  return tail.anew ? [] : fromTheFuture(chain, db, tenantId, tail)
}

export async function countRows(chain: Chain, db: Db, tenantId: Id<'tenant'>): Promise<number> {
  const row = await db.row<{ count: bigint }>(chain.count, [tenantId])
  return Number(row?.count ?? 0n)
}

export function headUnknown(head: string): Finding {
  return {
    code: 'head_unknown',
    subject: head,
    sentence: `The head ${head} is not in the chain: blocks were removed or written anew since it was published.`,
  }
}

/** A row that was moved is missed in one place and too many in another. */
function eachOnce(findings: Finding[]): Finding[] {
  return [...new Map(findings.map((f) => [`${f.code} ${f.subject}`, f])).values()]
}

/**
 * Where the next block will begin. A last block in the future of this server's transactions ends its
 * epoch: the rows came from a dump.
 */
async function tailOf(
  chain: Chain,
  db: Db,
  tenantId: Id<'tenant'>,
): Promise<Tail & { anew: boolean }> {
  const last = await db.row<Seal & { in_future: boolean }>(chain.lastSeal, [tenantId])
  if (!last) return { epoch: 1, from: beginning, anew: false }
  if (last.in_future) return { epoch: last.epoch + 1, from: beginning, anew: true }
  return { epoch: last.epoch, from: endOf(last), anew: false }
}

/** The first row that claims a transaction which has not begun: the sealer would wait for it for ever. */
async function fromTheFuture(
  chain: Chain,
  db: Db,
  tenantId: Id<'tenant'>,
  { from }: Tail,
): Promise<Finding[]> {
  const row = await db.row<{ id: string }>(chain.stray, [tenantId, from.xid, from.id])
  if (!row) return []
  const sentence = `The ${chain.row} ${row.id} names a transaction that has not begun: it was not written by Saldo.`
  return [{ code: `${chain.row}_inserted`, subject: row.id, sentence }]
}

function blockMissing(epoch: number, number: bigint): Finding {
  return {
    code: 'block_missing',
    subject: `${epoch}/${number}`,
    sentence: `Block ${number} of epoch ${epoch} is missing.`,
  }
}

function blockFault({ epoch, number }: Seal, what: string): Finding {
  return {
    code: 'block_altered',
    subject: `${epoch}/${number}`,
    sentence: `Block ${number} of epoch ${epoch} ${what}.`,
  }
}
