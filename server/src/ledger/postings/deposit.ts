import type { AccountId } from '../chart.ts'
import { move, type Transfer } from '../transfer.ts'

/** Money of a vendor that has reached the bank; minor units. */
export interface Deposit {
  readonly float: AccountId
  readonly bankClearing: AccountId
  readonly minor: bigint
}

/** What the bank has received may be spent. */
export function deposit({ float, bankClearing, minor }: Deposit): Transfer[] {
  const transfers: Transfer[] = []
  move(transfers, bankClearing, float, minor)
  return transfers
}
