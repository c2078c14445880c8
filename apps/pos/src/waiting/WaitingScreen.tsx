import { Button } from '@mantine/core'
import { EmptyState, MeterNumber, Money, Status } from '@saldo/ui'
import { IconChecks } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../format.ts'
import { askAllNow, useOutbox } from '../outbox/keeper.ts'
import { isOpen, type OutboxItem } from '../outbox/outbox.ts'

/** Sales that wait for an answer, then those whose answer has not been looked at. */
export function WaitingScreen() {
  const { t } = useTranslation()
  const items = [...useOutbox()].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)))
  return (
    <main className="pos-page">
      <h1>{t('waiting.title')}</h1>
      {items.length === 0 ? (
        <EmptyState icon={IconChecks} title={t('waiting.empty')}>
          <p>{t('waiting.emptyNext')}</p>
          <Link to="/">{t('waiting.back')}</Link>
        </EmptyState>
      ) : (
        <ul className="saldo-panel pos-list">
          {items.map((item) => (
            <WaitingRow key={item.key} item={item} />
          ))}
        </ul>
      )}
      {items.some(isOpen) && (
        <div className="pos-chips">
          <Button variant="default" onClick={askAllNow}>
            {t('checking.next')}
          </Button>
        </div>
      )}
    </main>
  )
}

function WaitingRow({ item }: { item: OutboxItem }) {
  const { t } = useTranslation()
  const format = useFormat()
  const tone = isOpen(item) ? 'warn' : item.state === 'done' ? 'ok' : 'bad'
  const state = isOpen(item) ? 'checking' : item.state
  return (
    <li>
      <span className="pos-list-what">
        <b>{item.about.customer}</b>
        <span>
          <MeterNumber digits={item.request.serialNumber} />,{' '}
          <Money amount={item.request.amount} currency={item.about.currency} code />,{' '}
          {t('checking.since', { time: format.time(item.startedAt) })}
        </span>
      </span>
      <Status tone={tone}>{t(`waiting.${state}`)}</Status>
      <Link to="/sales/$key" params={{ key: item.key }} className="pos-button">
        {t('waiting.open')}
      </Link>
    </li>
  )
}
