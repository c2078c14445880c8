import { Button, TextInput } from '@mantine/core'
import { Skeleton, SkeletonBar } from '@saldo/ui'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { type Arrival, leaveFor } from './arrival.ts'
import { Card, Notice } from './Card.tsx'
import { isNextStep, type NextStep, useCountdown, useEntered } from './entering.ts'
import css from './sign-in.module.css'

const route = getRouteApi('/sign-in')

/** Asks by which organisation somebody signs in, and sends them to its directory. */
export function OrganisationStep({ email, onAgain }: { email: string; onAgain: () => void }) {
  const { t } = useTranslation()
  const { next } = route.useSearch()
  const [name, setName] = useState(email)
  const begin = useDeed({
    send: () =>
      api.client.POST('/api/console/sessions/provider/begin', {
        body: { organisation: name.trim() },
      }),
    onDone: ({ answer }) => answer && leaveFor(answer.address, next),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    begin.mutate(undefined)
  }
  return (
    <Card title={t('signIn.organisation.title')}>
      <form className={css.form} onSubmit={submit} noValidate>
        <p>{t('signIn.organisation.help')}</p>
        <Refused problem={begin.error} wait={0} />
        <TextInput
          label={t('signIn.organisation.name')}
          autoComplete="username"
          autoCapitalize="none"
          autoFocus
          maxLength={254}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        {/* Stays busy until the browser has left. */}
        <Button
          type="submit"
          loading={begin.isPending || begin.isSuccess}
          disabled={name.trim() === ''}
        >
          {t('signIn.organisation.go')}
        </Button>
      </form>
      <div className={css.links}>
        <button type="button" className="saldo-link" onClick={onAgain}>
          {t('signIn.organisation.others')}
        </button>
      </div>
    </Card>
  )
}

/** Back from the directory: signs in with what was brought, or says why not. */
export function ArrivalStep({
  arrival,
  onNext,
  onAgain,
}: {
  arrival: Arrival
  onNext: (step: NextStep) => void
  onAgain: () => void
}) {
  const { t } = useTranslation()
  const entered = useEntered()
  const enter = api.useMutation('post', '/api/console/sessions/provider', {
    onSuccess: (answer) => (isNextStep(answer) ? onNext(answer) : entered(answer)),
  })
  const { mutate } = enter
  const given = useRef(false)
  useEffect(() => {
    if (given.current || 'givenUp' in arrival) return
    given.current = true
    mutate({ body: arrival })
  }, [arrival, mutate])
  const wait = useCountdown(enter.error?.retryAfter, enter.submittedAt)
  const givenUp = 'givenUp' in arrival
  return (
    <Card title={t('signIn.organisation.title')}>
      {givenUp || enter.error ? (
        <div className={css.form}>
          {givenUp && (
            <Notice
              title={t('signIn.organisation.fault.given_up.title')}
              text={t('signIn.organisation.fault.given_up.next')}
            />
          )}
          <Refused problem={enter.error} wait={wait} />
          <Button onClick={onAgain}>{t('signIn.again')}</Button>
        </div>
      ) : (
        <Skeleton>
          <SkeletonBar height={160} />
        </Skeleton>
      )}
    </Card>
  )
}

function Refused({ problem, wait }: { problem: Problem | null; wait: number }) {
  const { t, i18n } = useTranslation()
  if (!problem) return null
  if (problem.code === 'session.locked')
    return (
      <Notice
        title={t('signIn.locked')}
        text={wait > 0 ? t('signIn.lockedNext', { count: wait }) : ''}
      />
    )
  const words = `signIn.organisation.fault.${problem.code.replace('identity_provider.', '')}`
  if (i18n.exists(`${words}.title`))
    return <Notice title={t(`${words}.title`)} text={t(`${words}.next`)} />
  return <Failure problem={problem} compact />
}
