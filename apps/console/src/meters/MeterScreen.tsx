import { Tabs } from '@mantine/core'
import '@mantine/core/styles/Tabs.layer.css'
import { EmptyState, groupMeterNumber, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconGaugeOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { History } from '../parts/History.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { UrlTabs } from '../parts/UrlTabs.tsx'
import { MeterFacts } from './MeterFacts.tsx'
import { MeterStatus } from './MeterStatus.tsx'
import css from './meters.module.css'
import { PurchaseTable } from './PurchaseTable.tsx'
import { type MeterDetail, meterOf } from './queries.ts'
import { ServedTable } from './ServedTable.tsx'
import { meterTabs } from './tabs.ts'

const route = getRouteApi('/signed-in/meters/$serialNumber')

/** One meter: what its chip holds, whom it serves, what was bought for it, and what was done to it. */
export function MeterScreen() {
  const { t } = useTranslation()
  // Digits alone are read from an address as text here: it is a part of the path.
  const { serialNumber } = route.useParams()
  const meter = useQuery(meterOf(serialNumber))
  return (
    <>
      <p className={css.back}>
        <Link to="/meters" search={({ utility }) => ({ utility })}>
          {t('menu.meters')}
        </Link>
      </p>
      {meter.data ? (
        <Meter key={serialNumber} meter={meter.data}>
          {meter.isRefetchError && (
            <Failure problem={meter.error} compact onRetry={() => void meter.refetch()} />
          )}
        </Meter>
      ) : meter.isError ? (
        <Failed problem={meter.error} onRetry={() => void meter.refetch()} />
      ) : (
        <Waiting />
      )}
    </>
  )
}

function Meter({ meter, children }: { meter: MeterDetail; children: React.ReactNode }) {
  const { t } = useTranslation()
  const { tab = 'summary' } = route.useSearch()
  const number = groupMeterNumber(meter.serialNumber)
  useEffect(() => {
    document.title = t('app.titleOf', { screen: number })
  }, [t, number])
  return (
    <>
      <header className={css.heading}>
        <h1>
          <bdi className="saldo-code">{number}</bdi>
        </h1>
        <MeterStatus status={meter.status} />
      </header>
      {children}
      {meter.blockReason && (
        <p className={css.blocked}>{t('meters.blockedBecause', { reason: meter.blockReason })}</p>
      )}
      <UrlTabs tabs={meterTabs} value={tab} label={(one) => t(`meters.tab.${one}`)}>
        <Tabs.Panel value="summary" className={css.panels ?? ''}>
          <MeterFacts meter={meter} />
          <ServedTable links={meter.links} timeZone={meter.utility.timeZone} of="meter" />
          <PurchaseTable purchases={meter.purchases} timeZone={meter.utility.timeZone} />
        </Tabs.Panel>
        <Tabs.Panel value="history" className="saldo-panel">
          <History kind="meter" id={meter.id} />
        </Tabs.Panel>
      </UrlTabs>
    </>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const { t } = useTranslation()
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="meters" permission="meter.read" />
  if (problem.status === 404 || problem.code.startsWith('meter.'))
    return (
      <EmptyState icon={IconGaugeOff} title={t(`problem.${problem.code}.title`, { ns: 'ui' })}>
        {t(`problem.${problem.code}.next`, { ns: 'ui' })}
      </EmptyState>
    )
  return <Failure problem={problem} onRetry={onRetry} />
}

function Waiting() {
  return (
    <Skeleton>
      <div className={css.panels}>
        <SkeletonBar height={180} />
        <SkeletonBar height={140} />
        <SkeletonBar height={320} />
      </div>
    </Skeleton>
  )
}
