import { Outlet } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { RunningJobs } from '../jobs/RunningJobs.tsx'
import { VisitBanner } from '../platform/VisitBanner.tsx'
import { Alerts } from './Alerts.tsx'
import { GlobalSearch } from './find/GlobalSearch.tsx'
import { HelpMenu } from './HelpMenu.tsx'
import { Navigation } from './Navigation.tsx'
import { useKeptPreference } from './preference.ts'
import css from './Shell.module.css'
import { UserMenu } from './UserMenu.tsx'

/** What surrounds every screen: navigation, search, jobs, alerts, help, user. */
export function Shell() {
  const { t } = useTranslation()
  useKeptPreference()
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        {t('app.skip')}
      </a>
      <Navigation />
      <div className={css.body}>
        <header className={css.top}>
          <GlobalSearch />
          <div className={css.ends}>
            <RunningJobs />
            <Alerts />
            <HelpMenu />
            <UserMenu />
          </div>
        </header>
        <VisitBanner />
        <OfflineBanner />
        <main id="content" className={css.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  )
}

function OfflineBanner() {
  const { t } = useTranslation()
  const online = useSyncExternalStore(onNetworkChange, () => navigator.onLine)
  return <div role="status">{!online && <p className={css.offline}>{t('app.offline')}</p>}</div>
}

function onNetworkChange(tell: () => void) {
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}
