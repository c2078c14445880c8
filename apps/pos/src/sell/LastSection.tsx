import { Button } from '@mantine/core'
import { ErrorState, Kbd } from '@saldo/ui'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SaleView } from '../contract.ts'
import { useFormat } from '../format.ts'
import type { Reprint } from '../printing/use-reprint.ts'
import { keptSalesQuery } from '../queries.ts'

interface LastSectionProps {
  onPick: (serialNumber: string) => void
  onShow: (key: string) => void
  reprint: Reprint
}

/** The customers served last, to sell to again, and the last sale, to print again. */
export function LastSection({ onPick, onShow, reprint }: LastSectionProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const kept = useQuery(keptSalesQuery)
  const sales = kept.data ?? []
  const last = sales[0]
  if (!last) return null
  const amount = format.money(last.amount, last.currency)
  const units = format.units(last.units, last.unit)
  const customer = last.customerName ?? last.serialNumber
  return (
    <>
      <section className="pos-recent pos-wide">
        <h2 className="pos-step">{t('sell.recent')}</h2>
        <div className="pos-chips">
          {recentCustomers(sales).map((sale) => (
            <button
              type="button"
              key={sale.serialNumber}
              className="pos-chip"
              onClick={() => onPick(sale.serialNumber)}
            >
              {sale.customerName ?? sale.serialNumber}
              <bdi className="saldo-code">…{sale.serialNumber.slice(-4)}</bdi>
            </button>
          ))}
        </div>
      </section>
      <section className="saldo-panel pos-last">
        <div>
          <h2 className="pos-step">
            {t('sell.lastSale', { time: format.time(last.soldAt, last.utility.id) })}
          </h2>
          <button
            type="button"
            className="saldo-link pos-last-line"
            onClick={() => onShow(last.key)}
          >
            {t('sell.lastLine', { customer, amount, units })}
          </button>
        </div>
        <Button
          variant="default"
          loading={reprint.busy}
          leftSection={<IconPrinter size={18} stroke={1.75} aria-hidden />}
          rightSection={
            <span className="pos-wide">
              <Kbd>F4</Kbd>
            </span>
          }
          onClick={() => void reprint.start(null)}
        >
          {t('sell.reprint')}
        </Button>
        {reprint.error !== null && <ErrorState error={reprint.error} compact />}
      </section>
    </>
  )
}

function recentCustomers(sales: SaleView[]): SaleView[] {
  const seen = new Set<string>()
  return sales
    .filter(({ serialNumber }) => !seen.has(serialNumber) && seen.add(serialNumber))
    .slice(0, 3)
}
