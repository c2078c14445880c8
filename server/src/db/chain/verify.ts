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
  const tail = await tailOf(chain, db, tenantId)
  let expected = {
    epoch: 1,
    number: 1n,
    previous: originOf(chain.name, tenantId),
    from: beginning,
  }
  let blocks = 0
  let sealed = 0
  let knownSeen = false
  for (;;) {
    const { epoch, number, previous } = expected
    const seal = await db.row<Seal>(chain.nextSeal, [tenantId, epoch, number])
    if (!seal) break
    const newEpoch = seal.epoch === epoch + 1 && seal.number === 1n
    if (!newEpoch && (seal.epoch !== epoch || seal.number !== number)) {
      findings.push(blockMissing(epoch, number))
    } else if (!seal.previous.equals(previous)) {
      findings.push(blockFault(seal, 'is not chained to the block before it'))
    }
    if (!headOf(chain.name, tenantId, seal).equals(seal.head)) {
      findings.push(blockFault(seal, 'was altered'))
    }
    const from = seal.epoch === epoch ? expected.from : beginning
    findings.push(...(await verifyBlock(chain, db, tenantId, seal, from, tail)))
    knownSeen ||= seal.head.toString('hex') === knownHead
    blocks += 1
    sealed += seal.rows
    expected = {
      epoch: seal.epoch,
      number: seal.number + 1n,
      previous: seal.head,
      from: endOf(seal),
    }
  }
  if (knownHead !== undefined && !knownSeen) findings.push(headUnknown(knownHead))
  if (!tail.anew) findings.push(...(await fromTheFuture(chain, db, tenantId, tail)))
  const { count } = (await db.row<{ count: bigint }>(chain.count, [tenantId])) ?? { count: 0n }
  return {
    findings: eachOnce(findings),
    blocks,
    sealed,
    unsealed: Math.max(0, Number(count) - sealed),
    head: blocks > 0 ? expected.previous.toString('hex') : undefined,
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

function headUnknown(head: string): Finding {
  return {
    code: 'head_unknown',
    subject: head,
    sentence: `The head ${head} is not in the chain: blocks were removed or written anew since it was published.`,
  }
}
