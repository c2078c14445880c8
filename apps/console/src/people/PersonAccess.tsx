import { Button } from '@mantine/core'
import { Panel, ScrollRegion } from '@saldo/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { instantText } from '../parts/days.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { useSession, useUtility } from '../shell/session.ts'
import { WithReason } from './PersonActs.tsx'
import css from './people.module.css'
import { factorsOf, type Person } from './queries.ts'

/** How a person signs in, and where they are signed in now. */
export function PersonAccess({ person }: { person: Person }) {
  return (
    <div className={css.panels}>
      <Sessions person={person} />
      <Factors person={person} />
    </div>
  )
}

function Sessions({ person }: { person: Person }) {
  const { t, i18n } = useTranslation()
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  const { permissions } = useSession()
  const queries = useQueryClient()
  const end = useDeed({
    send: (session: string) =>
      api.client.DELETE('/api/console/people/{id}/sessions/{session}', {
        params: { path: { id: person.id, session } },
      }),
    onDone: () => queries.invalidateQueries(),
  })
  const at = (instant: string) => (
    <time dateTime={instant}>{instantText(instant, timeZone, i18n.language)}</time>
  )
  return (
    <Panel title={t('people.sessions.title')}>
      {person.sessions.length === 0 ? (
        <p className={css.body}>{t('people.sessions.none')}</p>
      ) : (
        <ScrollRegion label={t('people.sessions.title')}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('people.sessions.since')}</th>
                <th scope="col">{t('people.sessions.seen')}</th>
                <th scope="col">{t('people.sessions.source')}</th>
                <th scope="col">
                  <span className="saldo-hidden">{t('people.sessions.end')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {person.sessions.map((session) => (
                <tr key={session.id}>
                  <th scope="row">{at(session.createdAt)}</th>
                  <td>{at(session.lastSeenAt)}</td>
                  <td>
                    <bdi dir="ltr">{session.source ?? ''}</bdi>
                  </td>
                  <td>
                    {session.current
                      ? t('people.sessions.yours')
                      : permissions.includes('person.invite') && (
                          <Button
                            variant="default"
                            disabled={end.isPending}
                            onClick={() => end.mutate(session.id)}
                          >
                            {t('people.sessions.end')}
                          </Button>
                        )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {end.error && <Failure problem={end.error} compact />}
    </Panel>
  )
}

function Factors({ person }: { person: Person }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const factors = useQuery(factorsOf(person.id))
  if (factors.isPending) return null
  if (factors.error)
    return <Failure problem={factors.error} compact onRetry={() => void factors.refetch()} />
  const { authenticator, passkeys, required } = factors.data
  const any = authenticator || passkeys > 0
  return (
    <Panel title={t('people.factors.title')}>
      <div className={css.body}>
        <ul className={css.list}>
          {authenticator && <li>{t('people.factors.authenticator')}</li>}
          {passkeys > 0 && <li>{t('people.factors.passkeys', { count: passkeys })}</li>}
          {!any && <li>{t(required ? 'people.factors.missing' : 'people.factors.none')}</li>}
        </ul>
        {any && permissions.includes('person.invite') && (
          <WithReason person={person} deed="resetFactors" />
        )}
      </div>
    </Panel>
  )
}
