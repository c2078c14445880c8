import type { UtilityAccounts } from '../account.ts'
import type { AccountId } from '../chart.ts'
import { move, type Transfer } from '../transfer.ts'

/** A sale that another system fulfilled; amounts in minor units of the float's currency, none negative. */
export interface OutsideSale {
  readonly float: AccountId
  readonly accounts: UtilityAccounts
  readonly fee: bigint
  /** What the other system is owed for it. */
  readonly owed: bigint
  readonly margin: bigint
  readonly marginMode: 'net' | 'gross'
}

/** The money was taken for somebody else: it is owed to them and no sale of ours. */
export function outsideSale(sale: OutsideSale): Transfer[] {
  const { float, accounts } = sale
  const transfers: Transfer[] = []
  move(transfers, float, accounts.fees, sale.fee)
  move(transfers, float, accounts.upstreamPayable, sale.owed)
  const paidTo = sale.marginMode === 'net' ? float : accounts.marginPayable
  move(transfers, accounts.vendorMargin, paidTo, sale.margin)
  return transfers
}
