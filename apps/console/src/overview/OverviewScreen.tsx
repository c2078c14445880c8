import { EmptyState } from '@saldo/ui'
import { IconBuildingOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type Overview, overviewOf, type Problem, type Utility } from '../api.ts'
import { timeText } from '../parts/days.ts'
import { Failure } from '../parts/Failure.tsx'
import { useLanguage } from '../parts/figures.ts'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useUtility } from '../shell/session.ts'
import { ChannelMix } from './ChannelMix.tsx'
import { Heading } from './Heading.tsx'
import { KeyFigures } from './KeyFigures.tsx'
import { NeedsAttention } from './NeedsAttention.tsx'
import { OverviewSkeleton } from './OverviewSkeleton.tsx'
import css from './overview.module.css'
import { RetailerSales } from './RetailerSales.tsx'
import { SalesByHour } from './SalesByHour.tsx'

const route = getRouteApi('/signed-in/')

/** What was sold on a day, by whom and how, and what needs somebody. */
export function OverviewScreen() {
  const { t } = useTranslation()
  const utility = useUtility()
  const { day } = route.useSearch()
  useEffect(() => {
    document.title = t('app.titleOf', { screen: t('menu.overview') })
  }, [t])
  if (!utility) return <EmptyState icon={IconBuildingOff} title={t('overview.noUtility')} />
  return <UtilityOverview utility={utility} day={day} />
}

function UtilityOverview({ utility, day }: { utility: Utility; day: string | undefined }) {
  const { t } = useTranslation()
  const figures = useQuery({
    ...overviewOf(utility.id, day),
    // Old figures stay while another day loads, but never under the name of another utility.
    placeholderData: (old: Overview | undefined) =>
      old?.utility.id === utility.id ? old : undefined,
  })
  if (figures.data)
    return (
      <div aria-busy={figures.isPlaceholderData} className={css.screen}>
        <Heading overview={figures.data} day={day} loading={figures.isPlaceholderData} />
        {figures.isRefetchError && (
          <Stale overview={figures.data}>
            <Failure problem={figures.error} compact onRetry={() => void figures.refetch()} />
          </Stale>
        )}
        <Panels overview={figures.data} dim={figures.isPlaceholderData} />
      </div>
    )
  return (
    <>
      <h1 className={figures.isError ? css.title : 'saldo-hidden'}>{t('menu.overview')}</h1>
      {figures.isError ? (
        <Failed problem={figures.error} onRetry={() => void figures.refetch()} />
      ) : (
        <OverviewSkeleton />
      )}
    </>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="overview" permission="overview.read" />
  return <Failure problem={problem} onRetry={onRetry} />
}

function Panels({ overview, dim }: { overview: Overview; dim: boolean }) {
  return (
    <div className={dim ? css.dim : undefined}>
      <KeyFigures overview={overview} />
      <div className={css.grid}>
        <SalesByHour overview={overview} />
        <NeedsAttention items={overview.attention} />
        <RetailerSales overview={overview} />
        <ChannelMix overview={overview} />
      </div>
    </div>
  )
}

function Stale({ overview, children }: { overview: Overview; children: ReactNode }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const time = timeText(overview.asOf, overview.utility.timeZone, language)
  return (
    <div className={css.stale}>
      {children}
      <p>{t('overview.stale', { time })}</p>
    </div>
  )
}
