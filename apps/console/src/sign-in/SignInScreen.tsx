import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Logo } from '@saldo/ui'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, currentSession, type Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { queries } from '../queries.ts'
import css from './SignInScreen.module.css'

const route = getRouteApi('/sign-in')

export function SignInScreen() {
  const { t } = useTranslation()
  const { ended } = route.useSearch()
  useEffect(() => {
    document.title = t('app.titleOf', { screen: t('signIn.title') })
  }, [t])
  return (
    <main className={css.page}>
      <div className={css.card}>
        <div className={css.brand}>
          <span aria-hidden className={css.mark}>
            <Logo size={34} />
          </span>
          <div>
            <p className={css.name}>{t('brand.name', { ns: 'ui' })}</p>
            <p className={css.lead}>{t('signIn.lead')}</p>
          </div>
        </div>
        <h1>{t('signIn.title')}</h1>
        {ended && <p className={css.ended}>{t('signIn.ended')}</p>}
        <SignInForm />
      </div>
    </main>
  )
}

function SignInForm() {
  const { t } = useTranslation()
  const enter = useEntering()
  const wait = useCountdown(enter.error?.retryAfter, enter.submittedAt)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() ? null : t('signIn.emailMissing')),
      password: (value) => (value ? null : t('signIn.passwordMissing')),
    },
  })
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={form.onSubmit(({ email, password }) =>
        enter.mutate(
          { body: { email: email.trim(), password } },
          { onError: (problem) => form.setErrors(fieldErrors(problem, t)) },
        ),
      )}
    >
      <Refused problem={enter.error} wait={wait} />
      <TextInput
        label={t('signIn.email')}
        type="email"
        autoComplete="username"
        inputMode="email"
        autoFocus
        key={form.key('email')}
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label={t('signIn.password')}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        key={form.key('password')}
        {...form.getInputProps('password')}
      />
      <Button type="submit" loading={enter.isPending} disabled={wait > 0}>
        {t('signIn.submit')}
      </Button>
    </form>
  )
}

function Refused({ problem, wait }: { problem: Problem | null; wait: number }) {
  const { t } = useTranslation()
  if (!problem) return null
  if (problem.code === 'session.locked')
    return (
      <Notice
        title={t('signIn.locked')}
        text={wait > 0 ? t('signIn.lockedNext', { count: wait }) : ''}
      />
    )
  if (problem.code === 'session.credentials')
    return <Notice title={t('signIn.wrong')} text={t('signIn.wrongNext')} />
  return <Failure problem={problem} compact />
}

function Notice({ title, text }: { title: string; text: string }) {
  return (
    <div className={css.refused}>
      <p role="alert" className={css.refusedTitle}>
        {title}
      </p>
      {text && <p>{text}</p>}
    </div>
  )
}

function useEntering() {
  const router = useRouter()
  const { next } = route.useSearch()
  return api.useMutation('post', '/api/console/sessions', {
    onSuccess: (session) => {
      queries.clear()
      queries.setQueryData(currentSession.queryKey, session)
      router.history.push(`/console${next ?? '/'}`)
    },
  })
}

/** The server's schema is the only one: a field it refused is marked as such. */
function fieldErrors({ errors = [] }: Problem, t: TFunction): Record<string, string> {
  return Object.fromEntries(
    errors
      .map(({ pointer }) => pointer.replace(/^\//, ''))
      .flatMap((field) => (field in marked ? [[field, t(marked[field as Field])]] : [])),
  )
}

type Field = 'email' | 'password'
const marked: Record<Field, string> = {
  email: 'signIn.emailMissing',
  password: 'signIn.passwordMissing',
}

/** Whole seconds left of a pause that began when the form was sent. */
function useCountdown(seconds: number | undefined, since: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (seconds === undefined) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [seconds])
  if (seconds === undefined) return 0
  return Math.max(0, Math.ceil(seconds - (now - since) / 1000))
}
