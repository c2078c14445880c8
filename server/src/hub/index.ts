export { askProvider } from './ask-provider.ts'
export { checkTrace, type TraceCheck } from './check-trace.ts'
export { commitsWaiting, onCommit } from './commit.ts'
export { UNIT_DECIMALS } from './facts.ts'
export {
  findSales,
  type ListedSale,
  type SaleFilter,
  type SalePage,
  type SalePlace,
} from './find-sales.ts'
export { type FoundSeller, findSellers } from './find-sellers.ts'
export { type InspectedSale, inspectSale, saleSums } from './inspect-sale.ts'
export { type MeterCard, meterForSale } from './meter-card.ts'
export type { KeyedOrder, Order, Seller } from './order.ts'
export { drainOutbox, type SaleEvent, type SaleListener } from './outbox.ts'
export { setCallDeadline } from './outside.ts'
export { bookPast, type PastSale } from './past-sale.ts'
export { useBackEnds } from './prepare.ts'
export { type Quote, quote } from './quote.ts'
export { findSale, lastSale, recentSales, reprint } from './reprint.ts'
export { resolveUnknown } from './resolve-unknown.ts'
export { revealTokens } from './reveal-tokens.ts'
export type { Sale, SaleFacts, SaleLine, SaleToken, Sold } from './sale.ts'
export { sell } from './sell.ts'
export { setClockTolerance, unfitToSell } from './tolerance.ts'
export { verifyHub } from './verify.ts'
