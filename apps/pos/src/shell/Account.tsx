import { Money } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '../queries.ts'

/** What the vendor can still sell. Without network the last figure stays, with no claim to be new. */
export function Account() {
  const { t } = useTranslation()
  const account = useQuery(accountQuery)
  if (!account.data) return null
  const { available, currency } = account.data
  return (
    <span className="pos-account">
      {t('shell.account')} <Money amount={available} currency={currency} code />
    </span>
  )
}
