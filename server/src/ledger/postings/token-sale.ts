import type { UtilityAccounts } from '../account.ts'
import type { AccountId, Commodity } from '../chart.ts'
import { move, type Transfer } from '../transfer.ts'

/** A sale as the books see it; all amounts in minor units of the float's currency, none negative. */
export interface TokenSale {
  readonly float: AccountId
  readonly accounts: UtilityAccounts
  readonly commodity: Commodity
  readonly fee: bigint
  /** What is paid back of each debt, in the order of recovery. */
  readonly debts: readonly { readonly account: AccountId; readonly minor: bigint }[]
  readonly charge: bigint
  readonly levy: bigint
  readonly tax: bigint
  readonly energy: bigint
  readonly rounding: bigint
  readonly margin: bigint
  /** `net`: the margin goes back to the float at once. `gross`: it is owed to the vendor. */
  readonly marginMode: 'net' | 'gross'
}

/**
 * The float pays the whole tender, part by part; the margin is the utility's cost of selling. On the
 * sale path: nothing is looked up and what is zero is left out.
 */
export function tokenSale(sale: TokenSale): Transfer[] {
  const { float, accounts } = sale
  const transfers: Transfer[] = []
  move(transfers, float, accounts.fees, sale.fee)
  for (const debt of sale.debts) move(transfers, float, debt.account, debt.minor)
  move(transfers, float, accounts.serviceCharges, sale.charge)
  move(transfers, float, accounts.leviesPayable, sale.levy)
  move(transfers, float, accounts.taxPayable, sale.tax)
  move(transfers, float, energyAccount(sale), sale.energy)
  move(transfers, float, accounts.rounding, sale.rounding)
  const paidTo = sale.marginMode === 'net' ? float : accounts.marginPayable
  move(transfers, accounts.vendorMargin, paidTo, sale.margin)
  return transfers
}

function energyAccount({ accounts, commodity }: TokenSale): AccountId {
  const account = accounts.energySales[commodity]
  if (!account) throw new Error(`The utility has no account for sales of ${commodity}.`)
  return account
}
