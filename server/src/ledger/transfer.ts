import type { AccountId } from './chart.ts'

/** One movement from one account to another, in minor units of their currency; always more than zero. */
export interface Transfer {
  readonly debit: AccountId
  readonly credit: AccountId
  readonly minor: bigint
}

/**
 * Adds a transfer, unless there is nothing to move.
 * @throws RangeError for less than nothing: that would be a transfer the other way, which has its own name
 */
export function move(
  transfers: Transfer[],
  debit: AccountId,
  credit: AccountId,
  minor: bigint,
): void {
  if (minor < 0n) throw new RangeError('A transfer moves a positive amount.')
  if (minor > 0n) transfers.push({ debit, credit, minor })
}
