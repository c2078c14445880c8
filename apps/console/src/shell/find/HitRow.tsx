import { MeterNumber, Money, Status } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import { MeterStatus } from '../../meters/MeterStatus.tsx'
import { instantText } from '../../parts/days.ts'
import { useLanguage } from '../../parts/figures.ts'
import { SaleState } from '../../transactions/SaleState.tsx'
import { useUtility } from '../session.ts'
import css from './find.module.css'
import type { Hit } from './hits.ts'

/** One thing that was found: its name, what tells it from others, and how it stands. */
export function HitRow({ hit }: { hit: Hit }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  if (hit.kind === 'meter') {
    const { serialNumber, customer, utility, status } = hit.meter
    return (
      <Row
        name={<MeterNumber digits={serialNumber} />}
        about={[customer?.name, utility]}
        state={<MeterStatus status={status} />}
      />
    )
  }
  if (hit.kind === 'sale') {
    const { receiptNumber, amount, currency, soldAt, vendor, state } = hit.sale
    return (
      <Row
        name={
          <>
            <bdi className="saldo-code">{receiptNumber}</bdi>{' '}
            <Money amount={amount} currency={currency} code />
          </>
        }
        about={[instantText(soldAt, timeZone, language), vendor]}
        state={<SaleState state={state} />}
      />
    )
  }
  if (hit.kind === 'customer') {
    const { name, accountNumber, phone, utility } = hit.customer
    return <Row name={<bdi>{name}</bdi>} about={[accountNumber, phone, utility]} />
  }
  const { name, number, status } = hit.vendor
  return (
    <Row
      name={<bdi>{name}</bdi>}
      about={[t('search.vendorNumber', { number })]}
      state={
        <Status tone={status === 'approved' ? 'ok' : 'off'}>
          {t(`search.vendorStatus.${status}`, { defaultValue: status })}
        </Status>
      }
    />
  )
}

type RowProps = {
  name: React.ReactNode
  about: readonly (string | undefined)[]
  state?: React.ReactNode
}

function Row({ name, about, state }: RowProps) {
  return (
    <span className={css.hit}>
      <span className={css.name}>{name}</span>
      <span className={css.about}>
        {about
          .filter((text): text is string => text !== undefined && text !== '')
          .map((text) => (
            <bdi key={text}>{text}</bdi>
          ))}
      </span>
      {state}
    </span>
  )
}
