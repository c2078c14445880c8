import { ErrorState, groupMeterNumber, Skeleton, SkeletonBar, Status } from '@saldo/ui'
import { IconAlertTriangle, IconCheck, IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { CustomerCard } from './CustomerCard.tsx'
import { Field } from './Field.tsx'
import { type SellForm, write } from './form.ts'
import type { Sale } from './use-sale.ts'

interface CustomerSectionProps {
  form: SellForm
  change: (change: (form: SellForm) => SellForm) => void
  sale: Sale
}

export function CustomerSection({ form, change, sale }: CustomerSectionProps) {
  const { t } = useTranslation()
  return (
    <section className="pos-customer">
      <h2 className="pos-step">{t('sell.customer')}</h2>
      <Field
        step="customer"
        form={form}
        change={change}
        label={t('sell.meterLabel')}
        placeholder={t('sell.meterPlaceholder')}
        shown={groupMeterNumber(form.customer)}
        onText={(text) => change((form) => write(form, 'customer', text))}
        icon={<IconSearch size={20} stroke={1.75} aria-hidden />}
        invalid={sale.numberState === 'wrong_check_digit'}
        note={<NumberNote sale={sale} />}
        mono
      />
      <div className="pos-card-place" aria-live="polite">
        {sale.card && <CustomerCard card={sale.card} />}
        {sale.cardPending && <CardSkeleton />}
        {sale.cardError && (
          <ErrorState error={sale.cardError} compact onRetry={sale.askCardAgain} />
        )}
      </div>
    </section>
  )
}

/** Names the fault while the number is typed; on a narrow screen a valid one is just a tick. */
function NumberNote({ sale: { numberState } }: { sale: Sale }) {
  const { t } = useTranslation()
  if (numberState === 'empty') return null
  const word = t(`sell.meter.${numberState}`)
  if (numberState === 'incomplete') {
    return (
      <Status tone="off" className="pos-wide">
        {word}
      </Status>
    )
  }
  if (numberState !== 'valid') {
    return (
      <Status tone="bad" icon={IconAlertTriangle}>
        {word}
      </Status>
    )
  }
  return (
    <Status tone="ok" icon={IconCheck}>
      <span className="pos-word">{word}</span>
    </Status>
  )
}

function CardSkeleton() {
  return (
    <div className="saldo-panel pos-card">
      <Skeleton>
        <SkeletonBar width="45%" height={26} />
        <SkeletonBar width="60%" />
        <SkeletonBar width="80%" />
      </Skeleton>
    </div>
  )
}
