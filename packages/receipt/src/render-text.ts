import { type Columns, centred } from './columns.ts'
import { type LayoutOptions, layoutReceipt } from './layout.ts'
import type { Receipt } from './receipt.ts'

/** The receipt as plain text of 32 (58 mm) or 48 (80 mm) columns, one line feed after each line. */
export function renderText(
  receipt: Receipt,
  columns: Columns,
  options: LayoutOptions = {},
): string {
  return layoutReceipt(receipt, columns, options)
    .map((line) => (line.style === 'double' ? centred(line.text, columns) : line.text).trimEnd())
    .join('\n')
    .concat('\n')
}
