import type { Db } from '../db/transaction.ts'
import type { Id } from '../kernel/ids.ts'
import { beginning, blockOf, endOf, headOf, origin, type SealRow, sealColumns } from './block.ts'
import type { Finding } from './finding.ts'
import { type Tail, verifyBlock } from './verify-block.ts'
import { verifySums } from './verify-sums.ts'

export interface Verified {
  readonly findings: Finding[]
  readonly blocks: number
  /** Postings under a seal, and those that no seal covers yet. */
  readonly sealed: number
  readonly unsealed: number
  /** The newest head, hexadecimal; undefined while nothing is sealed. */
  readonly head: string | undefined
}

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
): Promise<Verified> {
  const findings: Finding[] = []
  const chain = await verifyChain(db, tenantId, findings, known.head)
  findings.push(...(await verifySums(db, tenantId)))
  return { findings: eachOnce(findings), ...chain }
}

/** A posting that was moved is missed in one place and too many in another. */
function eachOnce(findings: Finding[]): Finding[] {
  return [...new Map(findings.map((f) => [`${f.code} ${f.subject}`, f])).values()]
}

/** Walks the chain block by block, so that memory stays flat however long the books are. */
async function verifyChain(
  db: Db,
  tenantId: Id<'tenant'>,
  findings: Finding[],
  knownHead: string | undefined,
) {
  const tail = await tailOf(db, tenantId)
  let expected = { epoch: 1, number: 1n, previous: origin(tenantId), from: beginning }
  let blocks = 0
  let sealed = 0
  let knownSeen = false
  for (;;) {
    const row = await nextSeal(db, tenantId, expected.epoch, expected.number)
    if (!row) break
    const block = blockOf(row)
    const newEpoch = block.epoch === expected.epoch + 1 && block.number === 1n
    if (!newEpoch && (block.epoch !== expected.epoch || block.number !== expected.number)) {
      findings.push(blockMissing(expected.epoch, expected.number))
    } else if (!block.previous.equals(expected.previous)) {
      findings.push(blockFault(row, 'is not chained to the block before it'))
    }
    if (!headOf(tenantId, block).equals(row.head)) findings.push(blockFault(row, 'was altered'))
    const from = block.epoch === expected.epoch ? expected.from : beginning
    findings.push(...(await verifyBlock(db, tenantId, block, from, tail)))
    knownSeen ||= row.head.toString('hex') === knownHead
    blocks += 1
    sealed += block.postings
    expected = {
      epoch: block.epoch,
      number: block.number + 1n,
      previous: row.head,
      from: endOf(block),
    }
  }
  if (knownHead !== undefined && !knownSeen) findings.push(headUnknown(knownHead))
  if (!tail.anew) findings.push(...(await fromTheFuture(db, tenantId, tail)))
  const unsealed = Math.max(0, (await countOfPostings(db, tenantId)) - sealed)
  const head = blocks > 0 ? expected.previous.toString('hex') : undefined
  return { blocks, sealed, unsealed, head }
}

function nextSeal(
  db: Db,
  tenantId: Id<'tenant'>,
  epoch: number,
  number: bigint,
): Promise<SealRow | undefined> {
  return db.row<SealRow>(
    `select ${sealColumns} from ledger.seal
     where tenant_id = $1 and (epoch, number) >= ($2, $3) order by epoch, number limit 1`,
    [tenantId, epoch, number],
  )
}

/**
 * Where the next block will begin. A last block in the future of this server's transactions ends its
 * epoch: the books came from a dump.
 */
async function tailOf(db: Db, tenantId: Id<'tenant'>): Promise<Tail & { anew: boolean }> {
  const last = await db.row<SealRow & { in_future: boolean }>(
    `select ${sealColumns}, last_xid >= pg_snapshot_xmax(pg_current_snapshot()) as in_future
     from ledger.seal where tenant_id = $1 order by epoch desc, number desc limit 1`,
    [tenantId],
  )
  if (!last) return { epoch: 1, from: beginning, anew: false }
  if (last.in_future) return { epoch: last.epoch + 1, from: beginning, anew: true }
  return { epoch: last.epoch, from: endOf(blockOf(last)), anew: false }
}

/** The first posting that claims a transaction which has not begun: the sealer would wait for it for ever. */
async function fromTheFuture(db: Db, tenantId: Id<'tenant'>, { from }: Tail): Promise<Finding[]> {
  const row = await db.row<{ id: string }>(
    `select p.id from ledger.posting p
     where p.tenant_id = $1 and (p.xid, p.id) > ($2::xid8, $3::uuid)
       and p.xid >= pg_snapshot_xmax(pg_current_snapshot()) and not exists (
         select from ledger.seal s
         where s.tenant_id = $1 and p.xid between s.first_xid and s.last_xid
           and position(uuid_send(p.id) in s.leaves) > 0)
     order by p.xid, p.id limit 1`,
    [tenantId, from.xid, from.id],
  )
  if (!row) return []
  const sentence = `Posting ${row.id} names a transaction that has not begun: it was not written by Saldo.`
  return [{ code: 'posting_inserted', subject: row.id, sentence }]
}

async function countOfPostings(db: Db, tenantId: Id<'tenant'>): Promise<number> {
  const row = await db.row<{ count: bigint }>(
    'select count(*) as count from ledger.posting where tenant_id = $1',
    [tenantId],
  )
  return Number(row?.count ?? 0n)
}

function blockMissing(epoch: number, number: bigint): Finding {
  return {
    code: 'block_missing',
    subject: `${epoch}/${number}`,
    sentence: `Block ${number} of epoch ${epoch} is missing.`,
  }
}

function blockFault({ epoch, number }: SealRow, what: string): Finding {
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
