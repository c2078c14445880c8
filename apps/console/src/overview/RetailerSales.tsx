import { EmptyState, formatMoney, formatUnits, Panel, ScrollRegion, Status } from '@saldo/ui'
import { IconBuildingStore } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '../api.ts'
import { compare } from '../parts/decimal.ts'
import { useLanguage } from '../parts/figures.ts'
import css from './table.module.css'

export function RetailerSales({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('retailers.title')}>
      {overview.vendors.length === 0 ? (
        <EmptyState icon={IconBuildingStore} title={t('retailers.empty')}>
          {t('retailers.emptyNext')}
        </EmptyState>
      ) : (
        <RetailerTable overview={overview} />
      )}
    </Panel>
  )
}

function RetailerTable({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { vendors, vendorTotals, utility } = overview
  const currency = utility.currency.code
  const money = (amount: string) => formatMoney(amount, utility.currency, { language })
  return (
    <ScrollRegion label={t('retailers.title')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('retailers.name')}</th>
            {(['items', 'value', 'earnings', 'account'] as const).map((column) => (
              <th scope="col" key={column} className={css.figure}>
                {t(`retailers.${column}`, { currency })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {vendors.map(({ id, name, items, value, earnings, available }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td className={css.figure}>{formatUnits(items, language)}</td>
              <td className={css.figure}>{money(value)}</td>
              <td className={css.figure}>{money(earnings)}</td>
              <td className={css.figure}>
                <Account available={available} money={money} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('retailers.totals')}</th>
            <td className={css.figure}>{formatUnits(vendorTotals.items, language)}</td>
            <td className={css.figure}>{money(vendorTotals.value)}</td>
            <td className={css.figure}>{money(vendorTotals.earnings)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </ScrollRegion>
  )
}

type AccountProps = { available: string | null; money: (amount: string) => string }

/** The utility's own offices sell without an account. */
function Account({ available, money }: AccountProps) {
  const { t } = useTranslation()
  if (available === null) return <Status tone="off">{t('retailers.own')}</Status>
  return <Status tone={compare(available, '0') > 0 ? 'ok' : 'bad'}>{money(available)}</Status>
}
