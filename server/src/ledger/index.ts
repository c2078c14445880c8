export type { Finding } from '../db/chain/verify-block.ts'
export {
  kindsOfAccounts,
  openAccount,
  openUtilityAccounts,
  openVendorAccounts,
  setCreditLimit,
  setFrozen,
  type UtilityAccounts,
  utilityAccounts,
  utilityAccountsOf,
  type VendorAccounts,
  vendorAccounts,
} from './account.ts'
export { type Balance, balanceOf, floatAvailable } from './balance.ts'
export { type AccountId, type AccountKind, accountKinds, type Commodity } from './chart.ts'
export { contentHash, type EventContent } from './content-hash.ts'
export { type Posting, post } from './post.ts'
export { type PostingKind, postings, type TokenSale } from './postings/index.ts'
export {
  AccountUnusable,
  AlreadyPosted,
  DebtOverpaid,
  FundsShort,
  ledgerRefusal,
} from './refusals.ts'
export { type Head, newestHead, sealLedger } from './seal.ts'
export type { Transfer } from './transfer.ts'
export { verifyLedger } from './verify.ts'
