import { Button } from '@mantine/core'
import { Logo } from '@saldo/ui'
import { IconLock, IconUser } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../session.ts'
import { leave } from '../sign-in/leave.ts'
import { Account } from './Account.tsx'

export function Header() {
  const { t } = useTranslation()
  const session = useSession()
  return (
    <header className="pos-header">
      <Logo label={t('ui:brand.name')} />
      <nav className="pos-nav" aria-label={t('shell.nav')}>
        <Link to="/" className="pos-chip" activeOptions={{ exact: true }}>
          {t('shell.vend')}
        </Link>
        <Link to="/more" className="pos-chip">
          {t('shell.more')}
        </Link>
      </nav>
      <div className="pos-who pos-wide">
        <Account />
        <span className="pos-operator">
          <IconUser size={18} stroke={1.75} aria-hidden />
          {session?.operator.name}
        </span>
      </div>
      <Button
        variant="default"
        className="pos-lock"
        aria-label={t('shell.lock')}
        onClick={() => void leave()}
      >
        <IconLock size={18} stroke={1.75} aria-hidden />
        <span className="pos-wide">{t('shell.lock')}</span>
      </Button>
    </header>
  )
}
