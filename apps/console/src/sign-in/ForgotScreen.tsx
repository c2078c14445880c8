import { Button, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { Card } from './Card.tsx'
import css from './sign-in.module.css'

/** Asks for a letter by which to choose a new password. It never says whether an address is known. */
export function ForgotScreen() {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const ask = useDeed({
    send: () => api.client.POST('/api/console/password/forgot', { body: { email: email.trim() } }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate(undefined)
  }
  return (
    <Card title={t('signIn.forgotTitle')}>
      {ask.isSuccess ? (
        <p role="status" className={css.ended}>
          {t('signIn.forgotSent', { email: email.trim() })}
        </p>
      ) : (
        <form className={css.form} onSubmit={submit} noValidate>
          <p>{t('signIn.forgotHelp')}</p>
          {ask.error && <Failure problem={ask.error} compact />}
          <TextInput
            label={t('signIn.email')}
            type="email"
            autoComplete="username"
            inputMode="email"
            autoFocus
            maxLength={254}
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <Button type="submit" loading={ask.isPending} disabled={email.trim().length < 3}>
            {t('signIn.forgotSubmit')}
          </Button>
        </form>
      )}
      <div className={css.links}>
        <Link to="/sign-in" className="saldo-link">
          {t('signIn.back')}
        </Link>
      </div>
    </Card>
  )
}
