import { formatMoney, formatUnits, unitLabel } from '@saldo/ui'
import type { CSSProperties, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Compared, Overview } from '../api.ts'
import { largest } from '../parts/decimal.ts'
import { headlineMoney, headlineUnits, useLanguage } from '../parts/figures.ts'
import { changeOf, useComparedDay } from './comparison.ts'
import css from './KeyFigures.module.css'

export function KeyFigures({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { kpis, utility } = overview
  const money = (amount: string) => headlineMoney(amount, utility.currency, language)
  const plainMoney = (amount: string) => formatMoney(amount, utility.currency, { language })
  const count = (text: string) => formatUnits(text, language)
  return (
    <section className={css.figures} aria-label={t('overview.figures')}>
      <Figure
        title={t('overview.value')}
        figure={kpis.value}
        overview={overview}
        first
        text={money}
        exact={plainMoney}
      />
      <Figure
        title={t('overview.purchases')}
        figure={kpis.purchases}
        overview={overview}
        text={count}
        exact={count}
      />
      <UnitsFigure overview={overview} />
      <Figure
        title={t('overview.averagePurchase')}
        figure={kpis.averagePurchase}
        overview={overview}
        text={money}
        exact={plainMoney}
      />
      <Figure
        title={t('overview.arrears')}
        figure={kpis.arrears}
        overview={overview}
        text={money}
        exact={plainMoney}
      />
    </section>
  )
}

type FigureProps = {
  title: string
  figure: Compared
  overview: Overview
  /** The first names the day of the comparison for all. */
  first?: boolean
  text: (value: string) => ReactNode
  exact: (value: string) => string
  children?: ReactNode
}

function Figure({ title, figure, overview, first, text, exact, children }: FigureProps) {
  const { now, before } = figure
  return (
    <div className={css.figure}>
      <h2>{title}</h2>
      <p className={css.now} title={now === null ? undefined : exact(now)}>
        {now === null ? '–' : text(now)}
      </p>
      {children ?? <ChangeLine figure={figure} overview={overview} named={first ?? false} />}
      <Pair figure={figure} overview={overview} exact={before === null ? '' : exact(before)} />
    </div>
  )
}

/** The first commodity in large, the others below it. */
function UnitsFigure({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [main, ...others] = overview.kpis.units
  if (!main) return null
  const unit = unitLabel(main.unit)
  return (
    <Figure
      title={t('overview.units')}
      figure={main}
      overview={overview}
      text={(value) => (
        <>
          {headlineUnits(value, language)} <small>{unit}</small>
        </>
      )}
      exact={(value) => `${formatUnits(value, language)} ${unit}`}
    >
      {others.length > 0 ? <OtherUnits others={others} /> : undefined}
    </Figure>
  )
}

function OtherUnits({ others }: { others: Overview['kpis']['units'] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const texts = others.map(({ commodity, unit, now }) =>
    t(`overview.inCommodity.${commodity}`, {
      units: `${headlineUnits(now ?? '0', language)} ${unitLabel(unit)}`,
    }),
  )
  return <p className={css.change}>{texts.join(', ')}</p>
}

type ChangeLineProps = { figure: Compared; overview: Overview; named: boolean }

function ChangeLine({ figure, overview, named }: ChangeLineProps) {
  const { t } = useTranslation()
  const day = useComparedDay(overview)
  const { direction, percent } = changeOf(figure, useLanguage())
  if (direction === 'none') return <p className={css.change}>{t('overview.nothingBefore')}</p>
  if (direction === 'same')
    return <p className={css.change}>{t('overview.same', { day: day.within })}</p>
  return (
    <p className={css.change} data-direction={direction}>
      <span aria-hidden="true">
        {direction === 'more' ? '▲' : '▼'} {percent} {named && day.on}
      </span>
      <span className="saldo-hidden">
        {t(`overview.${direction}${day.isToday ? 'SoFar' : ''}`, { percent, day: day.within })}
      </span>
    </p>
  )
}

type PairProps = { figure: Compared; overview: Overview; exact: string }

/** Two bars of one scale, the day above and the same weekday before below, and what that one was. */
function Pair({ figure, overview, exact }: PairProps) {
  const { t } = useTranslation()
  const day = useComparedDay(overview)
  const now = figure.now ?? '0'
  const before = figure.before ?? '0'
  const most = largest([now, before])
  if (most === '0') return null
  // The browser divides: the amounts reach the style sheet as they are and never become numbers here.
  const width = (value: string): CSSProperties => ({
    inlineSize: `calc(100% * ${value} / ${most})`,
  })
  return (
    <div className={css.pair}>
      <i style={width(now)} />
      <i style={width(before)} data-before />
      {exact && <span>{t('overview.beforeValue', { day: day.atStart, value: exact })}</span>}
    </div>
  )
}
