import { call, OutcomeUnknown, statement } from '../db/index.ts'
import { createBatcher } from '../kernel/batcher.ts'
import { monotonicMs, now } from '../kernel/clock.ts'
import { type Proposal, saleRow, transferRows } from './proposal.ts'
import { clockTolerance } from './tolerance.ts'

/** What became of a proposal; see `hub.commit_sales` for the words. */
export interface Committed {
  readonly status:
    | 'done'
    | 'found'
    | 'stale'
    | 'again'
    | 'funds'
    | 'frozen'
    | 'blocked'
    | 'clock'
    | 'quarantined'
  /** Of the sale under this key: this one, or the one found. */
  readonly saleId: string
  /** Of the order found under this key. */
  readonly fingerprint: Buffer | null
  /** Minor units left in the float. */
  readonly available: bigint | null
}

/**
 * Commits a proposal together with whatever else waits. When this answers, the sale is as safe as the
 * database makes it, and its token may be shown.
 */
export function commitSale(proposal: Proposal): Promise<Committed> {
  return commits.add(proposal)
}

/** Proposals that wait or are under way, for the metrics and a calm stop. */
export function commitsWaiting(): number {
  return commits.size()
}

/** Told how many sales each commit carried and how long it took, for the metrics. */
export function onCommit(listener: (sales: number, seconds: number) => void): void {
  listeners.push(listener)
}

const listeners: ((sales: number, seconds: number) => void)[] = []

const commits = createBatcher<Proposal, Committed>({
  group: ({ tenantId }) => tenantId,
  apart: ({ asked, seller, key }) => [
    asked.context.meterId,
    `${seller.clientId} ${key}`,
    ...(asked.context.usagePoint ? [asked.context.usagePoint.id] : []),
    ...(asked.context.debts.length > 0 && asked.context.customer
      ? [asked.context.customer.id]
      : []),
  ],
  run: commitBatch,
})

/** A row that the database refuses with an error must not fail the others: then each goes alone. */
async function commitBatch(proposals: readonly Proposal[]): Promise<(Committed | Error)[]> {
  try {
    return await commitTogether(proposals)
  } catch (error) {
    if (OutcomeUnknown.is(error) || proposals.length === 1) throw error
  }
  const answers: (Committed | Error)[] = []
  for (const proposal of proposals) {
    try {
      answers.push(...(await commitTogether([proposal])))
    } catch (error) {
      answers.push(error instanceof Error ? error : new Error(String(error)))
    }
  }
  return answers
}

async function commitTogether(proposals: readonly Proposal[]): Promise<Committed[]> {
  const began = monotonicMs()
  const alone = proposals.length === 1
  const rows = await call<CommittedRow>(alone ? commitOneStatement : commitStatement, [
    proposals[0]!.tenantId,
    now(),
    clockTolerance(),
    JSON.stringify(alone ? saleRow(proposals[0]!, 0) : proposals.map(saleRow)),
    JSON.stringify(proposals.flatMap(transferRows)),
  ])
  const seconds = (monotonicMs() - began) / 1000
  for (const listener of listeners) listener(proposals.length, seconds)
  return rows.map((row) => ({
    status: row.status,
    saleId: row.sale_id,
    fingerprint: row.fingerprint,
    available: row.available,
  }))
}

const commitStatement = statement(
  'hub.commit_sales',
  'select * from hub.commit_sales($1, $2, $3, $4, $5)',
)

const commitOneStatement = statement(
  'hub.commit_sale',
  'select * from hub.commit_sale($1, $2, $3, $4, $5)',
)

type CommittedRow = {
  n: number
  status: Committed['status']
  sale_id: string
  fingerprint: Buffer | null
  available: bigint | null
}
