import { formatMoney, type Theme } from '@saldo/ui'
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { Overview } from '../api.ts'
import { type HourOfDay, hoursOf, hourText } from './hours.ts'

export type ChartOptions = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>

type ChartWords = {
  /** By commodity, and the day of the comparison under "before". */
  names: Record<string, string>
  language: string
  /** Named so that a new theme makes new options: the colours are read from the style sheet. */
  theme: Theme
}

/** Amounts go to the chart as the decimal strings they are; it only draws their heights. */
export function chartOptions(overview: Overview, { names, language }: ChartWords): ChartOptions {
  const hours = hoursOf(overview)
  const { commodities } = overview.utility
  const colour = colourReader()
  const compact = new Intl.NumberFormat(language, { notation: 'compact', numberingSystem: 'latn' })
  return {
    animationDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250,
    textStyle: { fontFamily: colour('--font'), fontSize: 11, color: colour('--ink-3') },
    grid: { top: 20, right: 16, bottom: 16, left: 12, outerBoundsMode: 'same' },
    xAxis: {
      type: 'category',
      data: hours.map(({ hour }) => hourText(hour)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour('--line') } },
      axisLabel: { color: colour('--ink-3'), fontSize: 11, interval: 2, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      splitLine: { lineStyle: { color: colour('--chart-grid') } },
      axisLabel: {
        color: colour('--ink-3'),
        fontSize: 11,
        formatter: (value: number) => compact.format(value),
      },
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: colour('--ink'), opacity: 0.05 } },
      backgroundColor: colour('--surface'),
      borderColor: colour('--line'),
      textStyle: { color: colour('--ink'), fontSize: 12 },
      formatter: (points) => tooltipOf(hours, points, overview, names, language),
    },
    series: [
      ...commodities.map(
        (commodity): BarSeriesOption => ({
          type: 'bar',
          name: names[commodity] ?? commodity,
          stack: 'day',
          barMaxWidth: 22,
          data: hours.map(({ values }) => values?.[commodity] ?? '-'),
          itemStyle: {
            color: colour(COLOURS[commodity] ?? '--brand-500'),
            borderColor: colour('--surface'),
            borderWidth: 1,
            borderRadius: 2,
          },
        }),
      ),
      {
        type: 'line',
        name: names.before ?? '',
        // An hour without a sale is nought: a line drawn across it would invent sales.
        data: hours.map(({ before }) => before ?? '0'),
        symbol: 'none',
        lineStyle: { type: [4, 3], width: 1.5, color: colour('--chart-prev') },
        itemStyle: { color: colour('--chart-prev') },
      },
    ],
  }
}

const COLOURS: Record<string, string> = {
  electricity: '--elec',
  water: '--water',
  gas: '--gas',
}

function tooltipOf(
  hours: HourOfDay[],
  points: unknown,
  { utility }: Overview,
  names: ChartWords['names'],
  language: string,
): HTMLElement | string {
  const first = (Array.isArray(points) ? points[0] : points) as { dataIndex: number } | undefined
  const hour = hours[first?.dataIndex ?? -1]
  if (!hour) return ''
  const money = (amount: string) => formatMoney(amount, utility.currency, { language, code: true })
  const rows = utility.commodities.flatMap((commodity) => {
    const amount = hour.values?.[commodity]
    return amount ? [[names[commodity] ?? commodity, money(amount)] as const] : []
  })
  if (hour.before) rows.push([names.before ?? '', money(hour.before)] as const)
  return listOf(hourText(hour.hour), rows)
}

/** Built of elements, not of markup, so that no name can carry any. */
function listOf(title: string, rows: (readonly [string, string])[]): HTMLElement {
  const box = document.createElement('div')
  box.append(textOf('strong', title))
  for (const [name, amount] of rows) {
    const row = box.appendChild(document.createElement('div'))
    row.style.cssText = 'display:flex;justify-content:space-between;gap:16px'
    row.append(textOf('span', name), textOf('span', amount))
  }
  return box
}

function textOf(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  return element
}

function colourReader(): (name: string) => string {
  const style = getComputedStyle(document.documentElement)
  return (name) => style.getPropertyValue(name).trim()
}
