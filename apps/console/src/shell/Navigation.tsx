import { ActionIcon } from '@mantine/core'
import { Logo } from '@saldo/ui'
import { IconMenu2, IconX } from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { menu, menuGroups } from '../menu.ts'
import css from './Navigation.module.css'
import { useSession } from './session.ts'
import { UtilitySwitch } from './UtilitySwitch.tsx'

/** The way to every screen. On a small window it folds into a button and closes when a screen opens. */
export function Navigation() {
  const { t } = useTranslation()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const [openAt, setOpenAt] = useState<string | null>(null)
  const open = openAt === path
  const FoldIcon = open ? IconX : IconMenu2
  return (
    <nav className={css.side} aria-label={t('menu.label')} data-open={open}>
      <div className={css.head}>
        <div className={css.brand}>
          <span aria-hidden className={css.mark}>
            <Logo />
          </span>
          {t('brand.name', { ns: 'ui' })}
        </div>
        <ActionIcon
          variant="default"
          className={css.fold ?? ''}
          aria-expanded={open}
          aria-controls="menu-entries"
          aria-label={t(open ? 'menu.close' : 'menu.open')}
          onClick={() => setOpenAt(open ? null : path)}
        >
          <FoldIcon size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </div>
      <UtilitySwitch />
      <div id="menu-entries" className={css.menu}>
        <Entries />
      </div>
    </nav>
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
          {entries.map(({ to, name, icon: EntryIcon, count: Count }) => (
            <li key={to}>
              <Link
                to={to}
                search={({ utility }) => ({ utility })}
                activeOptions={{ exact: to === '/', includeSearch: false }}
              >
                <EntryIcon size={18} stroke={1.75} aria-hidden />
                {t(`menu.${name}`)}
                {Count && <Count />}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    ))
}
