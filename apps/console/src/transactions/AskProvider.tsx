import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { instantText } from '../parts/days.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { useSession } from '../shell/session.ts'
import { type SaleDetail, saleOf } from './queries.ts'
import css from './transactions.module.css'

/**
 * While nobody knows what became of a sale: why it waits, when it is asked about next, and the way to ask now.
 * There is no way to sell it again here: that could sell it twice.
 */
export function AskProvider({ sale }: { sale: SaleDetail }) {
  const { t, i18n } = useTranslation()
  const { permissions } = useSession()
  const queries = useQueryClient()
  const { id, hold } = sale
  const ask = useDeed({
    send: (path: { id: string }, key: string) =>
      api.client.POST('/api/console/sales/{id}/ask', {
        params: { path, header: { 'idempotency-key': key } },
      }),
    onDone: async ({ answer }) => {
      if (answer) queries.setQueryData(saleOf(id).queryKey, answer)
      await queries.invalidateQueries({ queryKey: ['audit'] })
    },
  })
  if (!hold) return null
  const time = instantText(hold.nextAskAt, sale.utility.timeZone, i18n.language)
  const silent = ask.data !== undefined && ask.data.answer?.hold !== null
  return (
    <section className={css.unknown} aria-label={t('transactions.ask.title')}>
      <h2>{t('transactions.ask.title')}</h2>
      <p>{t('transactions.ask.why')}</p>
      <p>{t('transactions.ask.asked', { count: hold.asked, time })}</p>
      {ask.isError && <Failure problem={ask.error} compact />}
      <p role="status">{silent && t('transactions.ask.still')}</p>
      {permissions.includes('sale.resolve') ? (
        <Button loading={ask.isPending} onClick={() => ask.mutate({ id })}>
          {t('transactions.ask.now')}
        </Button>
      ) : (
        <p>{t('transactions.ask.noRight')}</p>
      )}
    </section>
  )
}
