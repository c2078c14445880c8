import { Panel } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import css from '../meters/meters.module.css'
import type { CustomerDetail } from './queries.ts'

/** How the customer is reached, and what kind of customer it is. */
export function CustomerFacts({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation()
  const facts = [
    { name: 'account', text: customer.accountNumber, ltr: true },
    { name: 'phone', text: customer.phone, ltr: true },
    { name: 'email', text: customer.email, ltr: true },
    { name: 'class', text: customer.class, ltr: false },
    { name: 'utility', text: customer.utility.name, ltr: false },
  ]
  return (
    <Panel title={t('customers.facts')}>
      <dl className={css.facts}>
        {facts.map(({ name, text, ltr }) => (
          <div key={name}>
            <dt>{t(`customers.column.${name}`)}</dt>
            <dd>{text === '' ? '–' : <bdi {...(ltr && { dir: 'ltr' })}>{text}</bdi>}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
