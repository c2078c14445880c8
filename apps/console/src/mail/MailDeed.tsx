import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { useSession } from '../shell/session.ts'
import type { MailRow } from './queries.ts'

/** The next step with a letter: try now, send again, believe its address again, or where to make it anew. */
export function MailDeed({ mail }: { mail: MailRow }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const queries = useQueryClient()
  const onDone = () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[1]).startsWith('/api/console/mail'),
    })
  const again = useDeed({
    send: (path: { id: string }, key: string) =>
      api.client.POST('/api/console/mail/{id}/resend', {
        params: { path },
        headers: { 'idempotency-key': key },
      }),
    onDone,
  })
  const confirm = useDeed({
    send: (body: { address: string }, key: string) =>
      api.client.POST('/api/console/mail/addresses/confirm', {
        body,
        headers: { 'idempotency-key': key },
      }),
    onDone,
  })
  const { next } = mail
  if (next === 'nothing') return null
  if (next === 'make_anew') return <span>{t('mail.next.make_anew')}</span>
  if (!permissions.includes('mail.resend')) return <span>{t('mail.noRight')}</span>
  const deed = next === 'confirm_address' ? confirm : again
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={deed.isPending}
        onClick={() =>
          next === 'confirm_address'
            ? confirm.mutate({ address: mail.to })
            : again.mutate({ id: mail.id })
        }
      >
        {t(`mail.next.${next}`)}
      </Button>
      {deed.isError && <Failure problem={deed.error} compact />}
    </>
  )
}
