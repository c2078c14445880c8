import { ActionIcon, Menu } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { overviewOf, type Utility } from '../api.ts'
import css from './menus.module.css'
import { useSession, useUtility } from './session.ts'

/** What needs somebody's attention in the chosen utility, for those who may see its day. */
export function Alerts() {
  const { permissions } = useSession()
  const utility = useUtility()
  if (!utility || !permissions.includes('overview.read')) return null
  return <AlertsOf utility={utility} />
}

function AlertsOf({ utility }: { utility: Utility }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const attention = useQuery(overviewOf(utility.id, undefined)).data?.attention ?? []
  const waiting = attention.filter(({ count }) => count !== '0')
  return (
    <Menu position="bottom-end" shadow="none" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          className={css.round ?? ''}
          aria-label={t('shell.alerts', { count: waiting.length })}
          title={t('shell.alerts', { count: waiting.length })}
        >
          <IconBell size={20} stroke={1.75} aria-hidden />
          {waiting.length > 0 && (
            <span className={css.badge} aria-hidden>
              {waiting.length}
            </span>
          )}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={css.dropdown}>
        {waiting.length === 0 && <Menu.Label>{t('shell.noAlerts')}</Menu.Label>}
        {waiting.map(({ kind, count }) => (
          <Menu.Item
            key={kind}
            onClick={() =>
              void navigate({ to: '/', search: (search) => ({ utility: search.utility }) })
            }
          >
            {t([`attention.${kind}`, 'attention.other'], {
              count: Number.parseInt(count, 10),
              kind,
            })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
