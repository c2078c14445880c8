import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { waitingCount } from './queries.ts'
import css from './WaitingCount.module.css'

/** How many requests wait for whoever looks, beside the name of the screen. Nothing when none does. */
export function WaitingCount() {
  const { t } = useTranslation()
  const { data } = useQuery(waitingCount)
  if (!data || data.waiting === 0) return null
  const { waiting } = data
  return (
    <span className={css.count}>
      <span aria-hidden>{waiting}</span>
      <span className="saldo-hidden">{t('shell.waiting', { count: waiting })}</span>
    </span>
  )
}
