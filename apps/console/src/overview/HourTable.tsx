import { formatMoney, ScrollRegion } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import type { Overview } from '../api.ts'
import { sum } from '../parts/decimal.ts'
import { useLanguage } from '../parts/figures.ts'
import { useComparedDay } from './comparison.ts'
import { hoursOf, hourText } from './hours.ts'
import css from './table.module.css'

/** The same figures as the chart, exact. */
export function HourTable({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const day = useComparedDay(overview)
  const { currency, commodities } = overview.utility
  const money = (amount: string | undefined) =>
    amount === undefined ? '–' : formatMoney(amount, currency, { language })
  return (
    <ScrollRegion label={t('hours.scroll')} height={340}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('hours.hour')}</th>
            {commodities.map((commodity) => (
              <th scope="col" key={commodity} className={css.figure}>
                {t(`overview.commodity.${commodity}`)}
              </th>
            ))}
            {commodities.length > 1 && (
              <th scope="col" className={css.figure}>
                {t('hours.total')}
              </th>
            )}
            <th scope="col" className={css.figure}>
              {day.atStart}
            </th>
          </tr>
        </thead>
        <tbody>
          {hoursOf(overview).map(({ hour, values, before }) => (
            <tr key={hour}>
              <th scope="row">{hourText(hour)}</th>
              {commodities.map((commodity) => (
                <td key={commodity} className={css.figure}>
                  {money(values?.[commodity])}
                </td>
              ))}
              {commodities.length > 1 && (
                <td className={css.figure}>
                  {money(values ? sum(Object.values(values)) : undefined)}
                </td>
              )}
              <td className={css.figure}>{money(before)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
