import { constraintOf } from '../db/outcome.ts'
import { type RefusalKind, refusal } from '../kernel/refusal.ts'

export const FundsShort = refusal('ledger.funds_short', 422, 'The float has too little left.')
export const DebtOverpaid = refusal('ledger.debt_overpaid', 422, 'This is more than is owed.')
export const AlreadyPosted = refusal(
  'ledger.already_posted',
  409,
  'This event is in the books already.',
)
export const TransferNotAllowed = refusal(
  'ledger.transfer_not_allowed',
  422,
  'Money does not move between accounts of these kinds.',
)
export const AccountUnusable = refusal(
  'ledger.account_unusable',
  422,
  'An account is unknown, frozen or kept in another currency.',
)

/** The refusal of the constraint of the books that was violated; undefined for any other error. */
export function ledgerRefusal(error: unknown) {
  return refusals[constraintOf(error) ?? '']?.()
}

const refusals: Record<string, RefusalKind> = {
  funds: FundsShort,
  debt_not_overpaid: DebtOverpaid,
  posting_pkey: AlreadyPosted,
  transfer_faces: TransferNotAllowed,
  transfer_accounts: AccountUnusable,
}
