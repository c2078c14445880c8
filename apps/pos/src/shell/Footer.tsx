import { Kbd, Status } from '@saldo/ui'
import { IconHourglass, IconPrinter, IconWifi, IconWifiOff } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { network, slowAfter } from '../network.ts'
import { useOutbox } from '../outbox/keeper.ts'
import { isOpen } from '../outbox/outbox.ts'
import { usePaper } from '../printing/paper.ts'
import { useStore } from '../store.ts'
import { Account } from './Account.tsx'
import { UpdateButton } from './UpdateButton.tsx'

export function Footer({ onKeys }: { onKeys: () => void }) {
  const { t } = useTranslation()
  const paper = usePaper()
  return (
    <footer className="pos-footer">
      <NetworkState />
      <Status tone="off" icon={IconPrinter} className="pos-wide">
        {t('shell.printer', { paper })}
      </Status>
      <Waiting />
      <UpdateButton />
      <span className="pos-narrow">
        <Account />
      </span>
      <span className="pos-hints pos-wide" aria-hidden>
        <Hint name="F2">{t('keys.hintCustomer')}</Hint>
        <Hint name="F3">{t('keys.amount')}</Hint>
        <Hint name="F4">{t('keys.reprint')}</Hint>
        <Hint name="Esc">{t('keys.hintClear')}</Hint>
      </span>
      <button type="button" className="pos-hint pos-hint-button pos-wide" onClick={onKeys}>
        <Kbd>?</Kbd>
        {t('keys.title')}
      </button>
    </footer>
  )
}

function Hint({ name, children }: { name: string; children: string }) {
  return (
    <span className="pos-hint">
      <Kbd>{name}</Kbd>
      {children}
    </span>
  )
}

function NetworkState() {
  const { t } = useTranslation()
  const { reachable, delay } = useStore(network)
  if (!reachable) {
    return (
      <Status tone="bad" icon={IconWifiOff}>
        {t('shell.offline')}
      </Status>
    )
  }
  if (delay === null) return <Status tone="off">{t('shell.connecting')}</Status>
  return delay < slowAfter ? (
    <Status tone="ok" icon={IconWifi}>
      {t('shell.online', { delay: Math.round(delay) })}
    </Status>
  ) : (
    <Status tone="warn" icon={IconWifi}>
      {t('shell.slow', { delay: (delay / 1_000).toFixed(1) })}
    </Status>
  )
}

/** Sales without an answer come first; then those that were decided while someone else was served. */
function Waiting() {
  const { t } = useTranslation()
  const { key } = useParams({ strict: false })
  const items = useOutbox().filter((item) => isOpen(item) || item.key !== key)
  const open = items.filter(isOpen).length
  const decided = items.length - open
  if (items.length === 0) {
    return (
      <Status tone="off" className="pos-wide">
        {t('shell.nothingWaiting')}
      </Status>
    )
  }
  return (
    <Link to="/waiting" className="pos-waiting" aria-live="polite">
      <Status tone={open > 0 ? 'warn' : 'info'} icon={IconHourglass}>
        {open > 0 ? t('shell.checking', { count: open }) : t('shell.decided', { count: decided })}
      </Status>
    </Link>
  )
}
