/** A debt that purchases pay off, with what was agreed about it. */
export type Debt = {
  readonly id: string
  readonly kind: string
  /** What the receipt calls it. */
  readonly label: string
  /** Minor units still owed. */
  readonly owed: bigint
  readonly recovery: Recovery
  /** Most that one purchase pays, in minor units. */
  readonly cap: bigint | null
  /** Debts with a lower number are paid first. */
  readonly order: number
}

export type Recovery =
  /** A share of the tender. */
  | { readonly by: 'percent'; readonly basisPoints: bigint }
  /** A sum with each purchase. */
  | { readonly by: 'fixed'; readonly amount: bigint }
  /** A sum each calendar month, whatever the number of purchases. */
  | { readonly by: 'instalment'; readonly amount: bigint; readonly paidThisMonth: bigint }

/**
 * What this purchase should pay towards a debt, in ten-thousandths of the minor unit: whoever takes
 * several shares of one tender rounds their sum, not each, or a cent more could buy less.
 */
export function agreedShare(debt: Debt, tender: bigint): bigint {
  if (debt.owed <= 0n) return 0n
  const most = debt.cap !== null && debt.cap < debt.owed ? debt.cap : debt.owed
  const agreed = agreedByRecovery(debt.recovery, tender)
  const limit = most * TEN_THOUSAND
  return agreed < limit ? agreed : limit
}

/** In the order in which they are paid; equal numbers keep the order of their ids. */
export function inOrder(debts: readonly Debt[]): readonly Debt[] {
  if (debts.length < 2) return debts
  return [...debts].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
}

export const TEN_THOUSAND = 10_000n

function agreedByRecovery(recovery: Recovery, tender: bigint): bigint {
  if (recovery.by === 'percent') return tender * recovery.basisPoints
  if (recovery.by === 'fixed') return recovery.amount * TEN_THOUSAND
  const open = recovery.amount - recovery.paidThisMonth
  return open > 0n ? open * TEN_THOUSAND : 0n
}
