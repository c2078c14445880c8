import { Money, Panel, Units } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import type { SaleDetail } from './queries.ts'
import css from './transactions.module.css'

/** What the tender went to: its parts, and that together they are the tender. */
export function SaleMoney({ sale }: { sale: SaleDetail }) {
  const { t } = useTranslation()
  const { currency, sums, amount } = sale
  const parts = sums.filter((part) => !/^0(\.0*)?$/.test(part.amount))
  return (
    <Panel title={t('transactions.money', { currency: currency.code })}>
      <table className={css.sums}>
        <thead className="saldo-hidden">
          <tr>
            <th scope="col">{t('transactions.part')}</th>
            <th scope="col">{t('transactions.column.amount', { currency: currency.code })}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.name}>
              <th scope="row">{t(`transactions.sum.${part.name}`)}</th>
              <td>
                <Money amount={part.amount} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('transactions.paid')}</th>
            <td>
              <Money amount={amount} currency={currency} />
            </td>
          </tr>
        </tfoot>
      </table>
      <p className={css.note}>
        {t('transactions.bought')} <Units units={sale.units} unit={sale.unit} />
        {' · '}
        {t('transactions.margin')} <Money amount={sale.margin} currency={currency} code />
      </p>
    </Panel>
  )
}
