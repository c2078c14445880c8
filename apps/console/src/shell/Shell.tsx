import { Logo } from '@saldo/ui'
import { Link, Outlet } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { RunningJobs } from '../jobs/RunningJobs.tsx'
import { menu, menuGroups } from '../menu.ts'
import css from './Shell.module.css'
import { useSession } from './session.ts'
import { UserMenu } from './UserMenu.tsx'
import { UtilitySwitch } from './UtilitySwitch.tsx'

/** What surrounds every screen: navigation, utility, user. */
export function Shell() {
  const { t } = useTranslation()
  const { tenant } = useSession()
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        {t('app.skip')}
      </a>
      <nav className={css.side} aria-label={t('menu.label')}>
        <div className={css.brand}>
          <span aria-hidden className={css.mark}>
            <Logo />
          </span>
          {t('brand.name', { ns: 'ui' })}
        </div>
        <UtilitySwitch />
        <Entries />
      </nav>
      <div className={css.body}>
        <header className={css.top}>
          <span className={css.tenant}>{tenant.name}</span>
          <RunningJobs />
          <UserMenu />
        </header>
        <OfflineBanner />
        <main id="content" className={css.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  )
}

/** What the person may open; a group of which they may open nothing is not named. */
function Entries() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const allowed = menu.filter(
    ({ permission }) => permission === undefined || permissions.includes(permission),
  )
  return menuGroups
    .map((group) => ({ group, entries: allowed.filter((entry) => entry.group === group) }))
    .filter(({ entries }) => entries.length > 0)
    .map(({ group, entries }) => (
      <div key={group} className={css.group}>
        {group !== 'day' && <p id={`menu-${group}`}>{t(`menu.groups.${group}`)}</p>}
        <ul className={css.entries} aria-labelledby={group === 'day' ? undefined : `menu-${group}`}>
          {entries.map(({ to, name, icon: EntryIcon }) => (
            <li key={to}>
              <Link
                to={to}
                search={({ utility }) => ({ utility })}
                activeOptions={{ exact: true, includeSearch: false }}
              >
                <EntryIcon size={18} stroke={1.75} aria-hidden />
                {t(`menu.${name}`)}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    ))
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
