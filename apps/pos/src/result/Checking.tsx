import { Button, Loader } from '@mantine/core'
import { MeterNumber, Money } from '@saldo/ui'
import { IconHourglass } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../format.ts'
import { askAllNow } from '../outbox/keeper.ts'
import type { OutboxItem } from '../outbox/outbox.ts'

interface CheckingProps {
  item: OutboxItem
  onOther: () => void
}

/** Not an error and not a failure: the answer is on its way, and only it decides. */
export function Checking({ item, onOther }: CheckingProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <main className="pos-result-main pos-checking">
      <header className="pos-result-head">
        <span className="pos-tick pos-tick-warn" aria-hidden>
          <IconHourglass size={24} stroke={1.75} />
        </span>
        <div>
          <h1>{t('checking.heading')}</h1>
          <p>
            {item.about.customer}, <MeterNumber digits={item.request.serialNumber} />,{' '}
            <Money amount={item.request.amount} currency={item.about.currency} code />.{' '}
            {t('checking.since', { time: format.time(item.startedAt) })}
          </p>
        </div>
      </header>
      <section className="saldo-panel pos-checking-panel">
        <p>{t('checking.body')}</p>
        <p>
          <b>{t('checking.keep')}</b>
        </p>
        <p className="pos-asking" role="status">
          <Loader size="sm" aria-hidden /> {t('checking.asking')}
        </p>
      </section>
      <div className="pos-chips">
        <Button variant="default" onClick={askAllNow}>
          {t('checking.next')}
        </Button>
        <Button variant="default" onClick={onOther}>
          {t('checking.other')}
        </Button>
      </div>
    </main>
  )
}
