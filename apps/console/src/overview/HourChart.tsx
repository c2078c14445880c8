import { useTheme } from '@saldo/ui'
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '../api.ts'
import { useLanguage } from '../parts/figures.ts'
import { useComparedDay } from './comparison.ts'
import css from './HourChart.module.css'
import { chartOptions } from './hour-chart-options.ts'

use([BarChart, GridComponent, LineChart, SVGRenderer, TooltipComponent])

/** Bars of the day stacked by commodity, and the same weekday before as a dashed line. */
export function HourChart({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const theme = useTheme()
  const { atStart } = useComparedDay(overview)
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)

  useEffect(() => {
    const element = place.current as HTMLDivElement
    const made = init(element, null, { renderer: 'svg' })
    chart.current = made
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.dispose()
    }
  }, [])

  useEffect(() => {
    const names = {
      electricity: t('overview.commodity.electricity'),
      water: t('overview.commodity.water'),
      gas: t('overview.commodity.gas'),
      before: atStart,
    }
    chart.current?.setOption(chartOptions(overview, { names, language, theme }), true)
  }, [overview, atStart, language, theme, t])

  const label = t('hours.picture', { currency: overview.utility.currency.code })
  return <div ref={place} className={css.chart} role="img" aria-label={label} dir="ltr" />
}
