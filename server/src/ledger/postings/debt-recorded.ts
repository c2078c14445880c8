import type { AccountId } from '../chart.ts'
import { move, type Transfer } from '../transfer.ts'

/** What a customer owes from now on, for one reason; minor units. */
export interface DebtRecorded {
  readonly debt: AccountId
  readonly debtOrigin: AccountId
  readonly minor: bigint
}

/** The customer owes; where it came from (an old bill, tampering, a connection) is the debt's own name. */
export function debtRecorded({ debt, debtOrigin, minor }: DebtRecorded): Transfer[] {
  const transfers: Transfer[] = []
  move(transfers, debt, debtOrigin, minor)
  return transfers
}
