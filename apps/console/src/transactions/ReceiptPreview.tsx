import { layoutReceipt, type ReceiptToken } from '@saldo/receipt'
import { Panel } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import type { SaleDetail, ShownToken } from './queries.ts'
import css from './transactions.module.css'

type ReceiptPreviewProps = { sale: SaleDetail; shown: readonly ShownToken[] | undefined }

/** In the place of the digits that nobody has asked to see; the lines below show them as points. */
const HIDDEN = '0'.repeat(16)

/** The receipt as it was printed, with its tokens masked until they are shown. Paper is white in every theme. */
export function ReceiptPreview({ sale, shown }: ReceiptPreviewProps) {
  const { t } = useTranslation()
  const tokens: ReceiptToken[] = (shown ?? sale.tokens.map(masked)).flatMap((token) =>
    token.kind === 'engineering' ? [] : [{ ...token, kind: token.kind }],
  )
  return (
    <Panel title={t('transactions.receipt')}>
      <div className={css.desk}>
        <div className={css.paper} role="img" aria-label={t('transactions.receiptPicture')}>
          {layoutReceipt({ ...sale.receipt, tokens }, 48).map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a printed line is its place
            <div key={place} data-style={line.style} dir="ltr">
              {line.style === 'double' && !shown ? pointed(line.text) : line.text || '\u00a0'}
            </div>
          ))}
        </div>
      </div>
    </Panel>
  )
}

function masked({ lastFour, ...token }: SaleDetail['tokens'][number]) {
  return { ...token, digits: HIDDEN + lastFour }
}

/** "0000 0000 0000 0000 1234" as "•••• •••• •••• •••• 1234": only tokens are printed in double size. */
function pointed(text: string): string {
  return text.replace(/\d(?=(\s?\d){4})/g, '•')
}
