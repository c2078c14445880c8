import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconBuilding, IconKey } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { passkeysWork, signInByPasskey } from '../account/passkey.ts'
import { api, type Problem, type Session } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { Notice } from './Card.tsx'
import { isNextStep, type NextStep, useCountdown, useEntered } from './entering.ts'
import css from './sign-in.module.css'

const route = getRouteApi('/sign-in')

/** E-mail address and password, a passkey alone, or the way to the directory of one's organisation. */
export function PasswordStep({
  onNext,
  onOrganisation,
}: {
  onNext: (step: NextStep) => void
  onOrganisation: (email: string) => void
}) {
  const { t } = useTranslation()
  const { email } = route.useSearch()
  const entered = useEntered()
  const enter = api.useMutation('post', '/api/console/sessions', {
    onSuccess: (answer) => (isNextStep(answer) ? onNext(answer) : entered(answer)),
  })
  const wait = useCountdown(enter.error?.retryAfter, enter.submittedAt)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: email ?? '', password: '' },
    validate: {
      email: (value) => (value.trim() ? null : t('signIn.emailMissing')),
      password: (value) => (value ? null : t('signIn.passwordMissing')),
    },
  })
  return (
    <>
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
          autoFocus={!email}
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          autoFocus={Boolean(email)}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={enter.isPending} disabled={wait > 0}>
          {t('signIn.submit')}
        </Button>
      </form>
      <PasskeyButton second={false} onEntered={entered} />
      <div className={css.form}>
        <Button
          variant="default"
          leftSection={<IconBuilding size={18} stroke={1.75} aria-hidden />}
          onClick={() => onOrganisation(form.getValues().email)}
        >
          {t('signIn.organisation.title')}
        </Button>
      </div>
      <div className={css.links}>
        <Link to="/forgot" className="saldo-link">
          {t('signIn.forgot')}
        </Link>
      </div>
    </>
  )
}

/** Signs in with a passkey: alone, or as the second factor. Not shown where the browser knows none. */
export function PasskeyButton({
  second,
  onEntered,
}: {
  second: boolean
  onEntered: (session: Session) => void
}) {
  const { t } = useTranslation()
  const enter = useDeed({
    send: () => signInByPasskey(second),
    onDone: ({ answer }) => onEntered(answer as Session),
  })
  if (!passkeysWork()) return null
  return (
    <div className={css.form}>
      {enter.error && <Failure problem={enter.error} compact />}
      <Button
        variant={second ? 'filled' : 'default'}
        leftSection={<IconKey size={18} stroke={1.75} aria-hidden />}
        loading={enter.isPending}
        onClick={() => enter.mutate(undefined)}
      >
        {t(second ? 'signIn.passkeySecond' : 'signIn.passkey')}
      </Button>
    </div>
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
