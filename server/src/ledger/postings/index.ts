import { debtRecorded } from './debt-recorded.ts'
import { deposit } from './deposit.ts'
import { outsideSale } from './outside-sale.ts'
import { tokenSale } from './token-sale.ts'

/** Every business event that moves money, by the name its postings carry: event in, transfers out. */
export const postings = {
  token_sale: tokenSale,
  outside_sale: outsideSale,
  deposit,
  debt_recorded: debtRecorded,
} as const

export type PostingKind = keyof typeof postings

export type { DebtRecorded } from './debt-recorded.ts'
export type { Deposit } from './deposit.ts'
export type { OutsideSale } from './outside-sale.ts'
export type { TokenSale } from './token-sale.ts'
