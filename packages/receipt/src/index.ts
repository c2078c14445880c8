export type { Columns } from './columns.ts'
export type { LayoutOptions, LineStyle, ReceiptLine } from './layout.ts'
export { layoutReceipt } from './layout.ts'
export type {
  Receipt,
  ReceiptCustomer,
  ReceiptDeduction,
  ReceiptEnergy,
  ReceiptFooter,
  ReceiptHeader,
  ReceiptMeter,
  ReceiptSale,
  ReceiptTender,
  ReceiptToken,
  ReceiptUnits,
} from './receipt.ts'
export type { HtmlOptions } from './render-html.ts'
export { renderHtml } from './render-html.ts'
export { renderText } from './render-text.ts'
export type { ReceiptWords } from './words.ts'
export { englishWords } from './words.ts'
