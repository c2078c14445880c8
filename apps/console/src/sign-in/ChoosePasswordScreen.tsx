import { Button, PasswordInput } from '@mantine/core'
import { Skeleton, SkeletonBar } from '@saldo/ui'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useFaultWords } from '../parts/form/fault-words.ts'
import { fieldFaults } from '../parts/form/field-errors.ts'
import { useDeed } from '../parts/form/use-deed.ts'
import { Card } from './Card.tsx'
import css from './sign-in.module.css'

/** Where the letters of an invitation and of a forgotten password lead: a new password by a link that works once. */
export function ChoosePasswordScreen() {
  const { t } = useTranslation()
  const link = useLink()
  const open = useDeed({
    send: (text: string) => api.client.POST('/api/console/links/open', { body: { link: text } }),
  })
  const { mutate } = open
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    mutate(link)
  }, [link, mutate])
  const holder = open.data?.answer
  if (open.error) {
    return (
      <Card title={t('signIn.linkTitle')}>
        <div className={css.note}>
          <Failure problem={open.error} onRetry={() => mutate(link)} />
        </div>
        <div className={css.links}>
          <Link to="/forgot" className="saldo-link">
            {t('signIn.forgot')}
          </Link>
          <Link to="/sign-in" className="saldo-link">
            {t('signIn.back')}
          </Link>
        </div>
      </Card>
    )
  }
  if (!holder) {
    return (
      <Card title={t('signIn.linkTitle')}>
        <Skeleton>
          <SkeletonBar height={160} />
        </Skeleton>
      </Card>
    )
  }
  const invited = holder.purpose === 'invitation'
  return (
    <Card title={t(invited ? 'signIn.welcome' : 'signIn.linkTitle', { name: holder.name })}>
      <p className={css.note}>{t(invited ? 'signIn.welcomeHelp' : 'signIn.linkHelp')}</p>
      <Form link={link} email={holder.email} shortest={holder.shortest} />
    </Card>
  )
}

function Form({ link, email, shortest }: { link: string; email: string; shortest: number }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const words = useFaultWords()
  const [password, setPassword] = useState('')
  const choose = useDeed({
    send: () => api.client.POST('/api/console/links/password', { body: { link, password } }),
    onDone: () => navigate({ to: '/sign-in', search: { email, chosen: true } }),
  })
  const fault = faultOf(choose.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    choose.mutate(undefined)
  }
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      {choose.error && !fault && <Failure problem={choose.error} compact />}
      <p>
        {t('signIn.email')}: <strong>{email}</strong>
      </p>
      {/* Password managers read from it whose password this is. */}
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <PasswordInput
        label={t('account.password.password')}
        description={t('account.password.help', { count: shortest })}
        autoComplete="new-password"
        autoFocus
        error={fault && <span role="alert">{words(fault)}</span>}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        value={password}
        onChange={({ currentTarget }) => setPassword(currentTarget.value)}
      />
      <Button type="submit" loading={choose.isPending} disabled={password === ''}>
        {t('signIn.choose')}
      </Button>
    </form>
  )
}

function faultOf(problem: Problem | null): string | undefined {
  return problem ? fieldFaults(problem).find(({ field }) => field === 'password')?.code : undefined
}

/** The secret part of the address, which is taken out of it at once: it must not stay in the browser's history. */
function useLink(): string {
  const [link] = useState(() => window.location.hash.slice(1))
  useEffect(() => {
    if (window.location.hash !== '') {
      window.history.replaceState(window.history.state, '', window.location.pathname)
    }
  }, [])
  return link
}
