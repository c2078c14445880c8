import { Button } from '@mantine/core'
import { EmptyState, Panel, SkeletonBar, useDelayed } from '@saldo/ui'
import { IconChartBar } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '../api.ts'
import { useComparedDay } from './comparison.ts'
import { HourTable } from './HourTable.tsx'
import css from './SalesByHour.module.css'

/** The chart and what it needs come only when it is shown: a fifth of a megabyte nobody waits for. */
const chartCode = {
  queryKey: ['code', 'hour-chart'],
  queryFn: () => import('./HourChart.tsx'),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
  retry: 1,
}

export function SalesByHour({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const [asTable, setAsTable] = useState(false)
  const currency = overview.utility.currency.code
  const empty = overview.hours.length === 0 && overview.hoursBefore.length === 0
  return (
    <Panel
      title={t('hours.title', { currency })}
      action={
        <div className={css.action}>
          <Legend overview={overview} />
          {!empty && (
            <Button variant="default" className={css.button} onClick={() => setAsTable(!asTable)}>
              {asTable ? t('hours.asChart') : t('hours.asTable')}
            </Button>
          )}
        </div>
      }
    >
      {empty && (
        <EmptyState icon={IconChartBar} title={t('hours.empty')}>
          {t('hours.emptyNext')}
        </EmptyState>
      )}
      {!empty && asTable && <HourTable overview={overview} />}
      {!empty && !asTable && <Chart overview={overview} />}
    </Panel>
  )
}

function Chart({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const code = useQuery(chartCode)
  const late = useDelayed(code.isPending)
  if (code.data) return <code.data.HourChart overview={overview} />
  if (!code.isError) return <div className={css.place}>{late && <SkeletonBar height={268} />}</div>
  return (
    <div role="alert">
      <p className={css.failed}>{t('hours.chartFailed')}</p>
      <HourTable overview={overview} />
    </div>
  )
}

function Legend({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const day = useComparedDay(overview)
  return (
    <ul className={css.legend}>
      {overview.utility.commodities.map((commodity) => (
        <li key={commodity}>
          <i data-commodity={commodity} />
          {t(`overview.commodity.${commodity}`)}
        </li>
      ))}
      <li>
        <svg width="20" height="8" aria-hidden="true">
          <path d="M0 4h20" stroke="var(--chart-prev)" strokeWidth="1.5" strokeDasharray="4 3" />
        </svg>
        {day.atStart}
      </li>
    </ul>
  )
}
