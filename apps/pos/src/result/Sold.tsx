import { Button } from '@mantine/core'
import { ErrorState, Kbd, MeterNumber, ScrollRegion } from '@saldo/ui'
import { IconCheck, IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SaleView } from '../contract.ts'
import { useFormat } from '../format.ts'
import type { Reprint } from '../printing/use-reprint.ts'
import { CopyToken } from './CopyToken.tsx'
import { ReceiptPaper } from './ReceiptPaper.tsx'
import { Tokens } from './Tokens.tsx'

interface SoldProps {
  sale: SaleView
  /** Just sold, rather than looked up again. */
  fresh: boolean
  reprint: Reprint
  onNewSale: () => void
}

export function Sold({ sale, fresh, reprint, onNewSale }: SoldProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const change = sale.tender.change
  const credit = sale.tokens.find(({ kind }) => kind === 'credit')
  const givesChange = fresh && change !== undefined && /[1-9]/.test(change)
  const title = !fresh
    ? t('result.copy')
    : givesChange
      ? t('result.change', { amount: format.money(change, sale.currency) })
      : t('result.sold')
  return (
    <div className="pos-result">
      <main className="pos-result-main">
        <div className="pos-result-head" role="status">
          <span className="pos-tick" aria-hidden>
            <IconCheck size={24} stroke={1.75} />
          </span>
          <div>
            <h1>{title}</h1>
            <p>
              {t('result.line', { customer: sale.customerName ?? '' })}{' '}
              <MeterNumber digits={sale.serialNumber} />, {format.units(sale.units, sale.unit)},{' '}
              {t('result.receipt')} <bdi className="saldo-code">{sale.receiptNumber}</bdi>
            </p>
          </div>
        </div>
        <Tokens sale={sale} />
        <div className="pos-chips">
          <Button
            variant="default"
            loading={reprint.busy}
            leftSection={<IconPrinter size={18} stroke={1.75} aria-hidden />}
            rightSection={
              <span className="pos-wide">
                <Kbd>F4</Kbd>
              </span>
            }
            onClick={() => void reprint.start(sale.key)}
          >
            {t('result.reprint')}
          </Button>
          {credit && <CopyToken digits={credit.digits} />}
        </div>
        {reprint.error !== null && <ErrorState error={reprint.error} compact />}
        <div className="pos-result-action">
          <Button
            className="pos-main-action"
            fullWidth
            rightSection={
              <span className="pos-wide">
                <Kbd>Enter</Kbd>
              </span>
            }
            onClick={onNewSale}
          >
            {t('result.newSale')}
          </Button>
        </div>
      </main>
      <ScrollRegion className="pos-preview" label={t('result.preview')}>
        <ReceiptPaper receipt={sale.receipt} />
      </ScrollRegion>
    </div>
  )
}
