import { statement } from '../db/pool.ts'
import type { Tx } from '../db/transaction.ts'
import type { Id } from '../kernel/ids.ts'
import type { PostingKind } from './postings/index.ts'
import { ledgerRefusal } from './refusals.ts'
import type { Transfer } from './transfer.ts'

/** One business event in the books. */
export interface Posting {
  readonly tenantId: Id<'tenant'>
  /** The id of what caused it (a sale, a deposit, a debt): the same event cannot be posted twice. */
  readonly id: string
  readonly kind: PostingKind
  readonly bookedAt: Date
  /** The utility's day, or the tenant's where no utility is concerned: YYYY-MM-DD. */
  readonly businessDay: string
  readonly utilityId: Id<'utility'> | null
  /** From `contentHash`: what the event said. */
  readonly contentHash: Uint8Array
  readonly transfers: readonly Transfer[]
}

/**
 * Writes a posting and moves the balances of floats and debts, inside the caller's transaction. Sales do
 * not come this way: the functions of `hub` write theirs.
 * @throws FundsShort, DebtOverpaid, AlreadyPosted, TransferNotAllowed, AccountUnusable; the transaction
 * has failed then and must be left
 */
export async function post(tx: Tx, posting: Posting): Promise<void> {
  if (posting.transfers.length === 0) throw new RangeError('A posting moves something.')
  try {
    await tx.execute(ledgerPost, [
      posting.tenantId,
      posting.id,
      posting.kind,
      posting.bookedAt,
      posting.businessDay,
      posting.utilityId,
      posting.contentHash,
      transfersJson(posting.transfers),
    ])
  } catch (error) {
    throw ledgerRefusal(error) ?? error
  }
}

/** Transfers as `ledger.post` reads them: amounts as text, so that no number is ever rounded. */
function transfersJson(transfers: readonly Transfer[]): string {
  return JSON.stringify(
    transfers.map(({ debit, credit, minor }, line) => ({
      line: line + 1,
      d: debit,
      c: credit,
      m: minor.toString(),
    })),
  )
}

const ledgerPost = statement('ledger.post', 'select ledger.post($1, $2, $3, $4, $5, $6, $7, $8)')
