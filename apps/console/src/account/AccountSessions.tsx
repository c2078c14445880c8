import { Button } from '@mantine/core'
import { Status } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import css from './account.module.css'
import { type Account, accountChanged } from './queries.ts'
import { useMoment } from './use-moment.ts'

/** Where one is signed in, and how to end what one does not know. */
export function AccountSessions({ sessions }: { sessions: Account['sessions'] }) {
  const { t } = useTranslation()
  const others = sessions.filter(({ current }) => !current)
  const end = useDeed({
    send: () => api.client.DELETE('/api/console/account/sessions'),
    onDone: accountChanged,
  })
  return (
    <div className={css.body}>
      <ul className={css.list}>
        {sessions.map((session) => (
          <Row key={session.id} session={session} />
        ))}
      </ul>
      {others.length > 0 && (
        <div className={css.buttons}>
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate(undefined)}>
            {t('account.sessions.endOthers')}
          </Button>
        </div>
      )}
      {end.error && <Failure problem={end.error} compact />}
    </div>
  )
}

function Row({ session }: { session: Account['sessions'][number] }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const { id, source, createdAt, lastSeenAt, current } = session
  const end = useDeed({
    send: () =>
      api.client.DELETE('/api/console/account/sessions/{id}', { params: { path: { id } } }),
    onDone: accountChanged,
  })
  return (
    <li>
      <div className={css.row}>
        <div>
          <p className={css.name}>{source ?? t('account.sessions.unknown')}</p>
          <p className={css.hint}>
            {t('account.sessions.times', { since: moment(createdAt), seen: moment(lastSeenAt) })}
          </p>
        </div>
        {current ? (
          <Status tone="ok">{t('account.sessions.current')}</Status>
        ) : (
          <Button
            variant="default"
            aria-label={t('account.sessions.endNamed', { since: moment(createdAt) })}
            loading={end.isPending}
            onClick={() => end.mutate(undefined)}
          >
            {t('account.sessions.end')}
          </Button>
        )}
      </div>
      {end.error && <Failure problem={end.error} compact />}
    </li>
  )
}
