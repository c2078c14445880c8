import { IconInfoCircle, IconWifiOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type DemoMeter, demoMeters, type MeterState, meterState } from './api.ts'
import { MeterChooser } from './chooser/MeterChooser.tsx'
import { Entries } from './history/Entries.tsx'
import { Facts } from './history/Facts.tsx'
import css from './MeterPage.module.css'
import { Meter } from './meter/Meter.tsx'
import { useTokenEntry } from './meter/use-token-entry.ts'
import { timeText, useMeterInUrl, useOnline } from './parts/device.ts'
import { Header } from './parts/Header.tsx'
import { Failure, MeterSkeleton, NoMeters } from './parts/States.tsx'

/** The whole app: which meter, the meter itself, and what it has taken so far. */
export function MeterPage() {
  const { t } = useTranslation()
  const [named, goTo] = useMeterInUrl()
  const list = useQuery(demoMeters)
  const meters = list.data?.data ?? []
  const chosen = named ?? meters[0]?.serialNumber ?? null
  return (
    <>
      <Header />
      <main className={css.page}>
        <div className={css.intro}>
          <h1>{t('app.title')}</h1>
          <p>{t('app.lead')}</p>
        </div>
        {list.isSuccess && meters.length > 0 && (
          <div className={css.chooser}>
            <MeterChooser meters={meters} chosen={chosen} onChoose={goTo} />
          </div>
        )}
        {!list.isPending && chosen !== null && (
          <ChosenMeter
            key={chosen}
            serialNumber={chosen}
            listed={meters.find((meter) => meter.serialNumber === chosen)}
          />
        )}
        {chosen === null && (
          <div className={css.meter}>
            {list.isPending && <MeterSkeleton />}
            {list.isError && <Failure problem={list.error} onRetry={() => list.refetch()} />}
            {list.isSuccess && <NoMeters />}
          </div>
        )}
        <ModelNotice />
      </main>
    </>
  )
}

type ChosenProps = { serialNumber: string; listed: DemoMeter | undefined }

function ChosenMeter({ serialNumber, listed }: ChosenProps) {
  const meter = useQuery(meterState(serialNumber))
  return (
    <>
      <OfflineBanner since={meter.data ? meter.dataUpdatedAt : null} />
      <div className={css.meter}>
        {meter.data && <WorkingMeter meter={meter.data} />}
        {meter.isLoadingError && <Failure problem={meter.error} onRetry={() => meter.refetch()} />}
        {meter.isPending && <MeterSkeleton />}
      </div>
      {meter.data && (
        <div className={css.papers}>
          <Entries meter={meter.data} />
          <Facts meter={meter.data} listed={listed} />
        </div>
      )}
    </>
  )
}

function WorkingMeter({ meter }: { meter: MeterState }) {
  return <Meter meter={meter} entry={useTokenEntry(meter)} />
}

function OfflineBanner({ since }: { since: number | null }) {
  const { t } = useTranslation()
  if (useOnline()) return null
  return (
    <div role="status" className={css.offline}>
      <IconWifiOff size={20} stroke={1.75} aria-hidden="true" />
      {since === null ? t('app.offlineEmpty') : t('app.offline', { time: timeText(since) })}
    </div>
  )
}

function ModelNotice() {
  const { t } = useTranslation()
  return (
    <aside className={css.notice} aria-labelledby="model-title">
      <IconInfoCircle size={22} stroke={1.75} aria-hidden="true" />
      <div>
        <p id="model-title" className={css.noticeTitle}>
          {t('app.modelTitle')}
        </p>
        <p>{t('app.modelText')}</p>
      </div>
    </aside>
  )
}
