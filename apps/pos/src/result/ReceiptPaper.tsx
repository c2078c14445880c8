import { layoutReceipt, type Receipt } from '@saldo/receipt'
import { usePaper } from '../printing/paper.ts'

/** The receipt as it will come out: the same lines that are printed. Paper is white in every theme. */
export function ReceiptPaper({ receipt }: { receipt: Receipt }) {
  const columns = usePaper() === 58 ? 32 : 48
  return (
    <div className={`pos-paper pos-paper-${columns}`}>
      {layoutReceipt(receipt, columns).map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a printed line is its place
        <div key={place} className={`pos-paper-${line.style} pos-paper-${line.align}`} dir="ltr">
          {line.style === 'double' ? line.text : line.text || '\u00a0'}
        </div>
      ))}
    </div>
  )
}
