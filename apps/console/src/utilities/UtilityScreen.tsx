import { Tabs } from '@mantine/core'
import '@mantine/core/styles/Tabs.layer.css'
import { EmptyState, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconBuildingOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { History } from '../parts/History.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { UrlTabs } from '../parts/UrlTabs.tsx'
import { BrandingTab } from './BrandingTab.tsx'
import { DetailsTab } from './DetailsTab.tsx'
import { HolidaysTab } from './HolidaysTab.tsx'
import { type UtilityDetail, utilityOf } from './queries.ts'
import { tabs } from './tabs.ts'
import css from './utilities.module.css'

const route = getRouteApi('/signed-in/utilities/$utilityId')

/** One utility: what it says of itself, its branding, its holidays, and who changed what. */
export function UtilityScreen() {
  const { t } = useTranslation()
  const { utilityId } = route.useParams()
  const utility = useQuery(utilityOf(utilityId))
  return (
    <>
      <p>
        <Link to="/utilities">{t('menu.utilities')}</Link>
      </p>
      {utility.data ? (
        <Utility key={utilityId} utility={utility.data} />
      ) : utility.isError ? (
        <Failed problem={utility.error} onRetry={() => void utility.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={420} />
        </Skeleton>
      )}
    </>
  )
}

function Utility({ utility }: { utility: UtilityDetail }) {
  const { t } = useTranslation()
  const { tab = 'details' } = route.useSearch()
  useEffect(() => {
    document.title = t('app.titleOf', { screen: utility.name })
  }, [t, utility.name])
  return (
    <>
      <header className={css.heading}>
        <h1>{utility.name}</h1>
      </header>
      <UrlTabs tabs={tabs} value={tab} label={(one) => t(`utilities.tab.${one}`)}>
        <div className={`saldo-panel ${css.tabPanel}`}>
          <Tabs.Panel value="details" className={css.body ?? ''}>
            <DetailsTab utility={utility} />
          </Tabs.Panel>
          <Tabs.Panel value="branding" className={css.body ?? ''}>
            <BrandingTab utility={utility} />
          </Tabs.Panel>
          <Tabs.Panel value="holidays" className={css.body ?? ''}>
            <HolidaysTab utility={utility} />
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <History kind="utility" id={utility.id} />
          </Tabs.Panel>
        </div>
      </UrlTabs>
    </>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const { t } = useTranslation()
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="utilities" permission="utility.read" />
  if (problem.code === 'utility.unknown')
    return (
      <EmptyState icon={IconBuildingOff} title={t('utilities.unknown')}>
        {t('utilities.unknownNext')}
      </EmptyState>
    )
  return <Failure problem={problem} onRetry={onRetry} />
}
