import type { Id } from '../kernel/ids.ts'

export type AccountId = Id<'account'>

/** What is measured. Energy sales are kept apart by it; all other accounts are for all three. */
export type Commodity = 'electricity' | 'water' | 'gas'

/**
 * The kinds of account and their numbers in the database. A debit balance of a debt is what the
 * customer owes; a credit balance of a float is what the vendor may still spend.
 */
export const accountKinds = {
  /** What a vendor has paid in and not yet sold. */
  vendor_float: 1,
  /** What one customer owes for one reason. */
  customer_debt: 2,
  /** What was sold, by commodity, before tax. */
  energy_sales: 3,
  service_charges: 4,
  fees: 5,
  tax_payable: 6,
  levies_payable: 7,
  /** What selling cost the utility. */
  vendor_margin: 8,
  /** What was tendered and is too little for another unit. */
  rounding: 9,
  /** What reached the bank for one vendor. */
  bank_clearing: 10,
  /** Where debts come from: the other side of what customers owe. */
  debt_origin: 11,
  /** What is owed to a utility or biller whose system fulfilled the sale. */
  upstream_payable: 12,
  /** Margin of vendors who are paid it later. */
  margin_payable: 13,
} as const

export type AccountKind = keyof typeof accountKinds

/**
 * Which kind may be debited against which kind credited. Everything else is refused by the
 * constraint `transfer_faces`, which holds the same pairs.
 */
export const faces: readonly (readonly [debit: AccountKind, credit: AccountKind])[] = [
  ['vendor_float', 'customer_debt'],
  ['vendor_float', 'energy_sales'],
  ['vendor_float', 'service_charges'],
  ['vendor_float', 'fees'],
  ['vendor_float', 'tax_payable'],
  ['vendor_float', 'levies_payable'],
  ['vendor_float', 'rounding'],
  ['vendor_float', 'upstream_payable'],
  // A float paid back to the vendor's bank.
  ['vendor_float', 'bank_clearing'],
  ['bank_clearing', 'vendor_float'],
  // The margin: at once (net vendors) or later (gross vendors).
  ['vendor_margin', 'vendor_float'],
  ['vendor_margin', 'margin_payable'],
  // A debt is recorded, and written off.
  ['customer_debt', 'debt_origin'],
  ['debt_origin', 'customer_debt'],
]

/** The kinds with a limit, which keep running sums: an account of any other kind is the sum of its transfers. */
export const runningKinds: readonly AccountKind[] = ['vendor_float', 'customer_debt']

/** The kinds of one utility's system accounts that are for all commodities; energy sales are opened by commodity. */
export const utilityKinds = [
  'service_charges',
  'fees',
  'tax_payable',
  'levies_payable',
  'vendor_margin',
  'rounding',
  'debt_origin',
  'upstream_payable',
  'margin_payable',
] as const satisfies readonly AccountKind[]

const pairs = new Set(
  faces.map(([debit, credit]) => accountKinds[debit] * 100 + accountKinds[credit]),
)

/** Whether an account of the first kind may be debited against one of the second. */
export function mayFace(debit: AccountKind, credit: AccountKind): boolean {
  return pairs.has(accountKinds[debit] * 100 + accountKinds[credit])
}
