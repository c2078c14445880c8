import { Button } from '@mantine/core'
import { ErrorState, MeterNumber, Money, ProblemError } from '@saldo/ui'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OutboxItem } from '../outbox/outbox.ts'

/** A check that ended in a refusal: the money is still in the drawer and goes back. */
export function Refused({ item, onNewSale }: { item: OutboxItem; onNewSale: () => void }) {
  const { t } = useTranslation()
  return (
    <main className="pos-result-main">
      <div className="pos-result-head" role="status">
        <span className="pos-tick pos-tick-bad" aria-hidden>
          <IconX size={24} stroke={1.75} />
        </span>
        <div>
          <h1>{t('checking.refusedTitle')}</h1>
          <p>
            {item.about.customer}, <MeterNumber digits={item.request.serialNumber} />,{' '}
            <Money amount={item.request.amount} currency={item.about.currency} code />
          </p>
        </div>
      </div>
      {item.problem ? (
        <ErrorState error={new ProblemError(item.problem)} />
      ) : (
        <p className="pos-warning pos-warning-bad">{t('checking.refusedSale')}</p>
      )}
      <div className="pos-result-action">
        <Button className="pos-main-action" fullWidth onClick={onNewSale}>
          {t('checking.done')}
        </Button>
      </div>
    </main>
  )
}
