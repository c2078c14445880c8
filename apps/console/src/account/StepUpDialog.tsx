import { Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import css from './account.module.css'
import { confirmByPasskey, passkeysWork } from './passkey.ts'
import { ownAccount } from './queries.ts'
import { onStepUp } from './step-up.ts'

/** Stands once beside all screens and asks who is there when the server wants to know before a risky act. */
export function StepUpDialog() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const answer = useRef<(confirmed: boolean) => void>(undefined)
  useEffect(
    () =>
      onStepUp((resolve) => {
        answer.current = resolve
        setOpen(true)
      }),
    [],
  )
  const close = (confirmed: boolean) => {
    setOpen(false)
    answer.current?.(confirmed)
    answer.current = undefined
  }
  return (
    <Modal
      opened={open}
      onClose={() => close(false)}
      title={t('account.stepUp.title')}
      closeButtonProps={{ 'aria-label': t('account.stepUp.cancel') }}
      zIndex={1000}
    >
      <Confirm onDone={() => close(true)} onCancel={() => close(false)} />
    </Modal>
  )
}

type Way = 'passkey' | 'authenticator' | 'password'

function Confirm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const account = useQuery(ownAccount)
  const [chosen, choose] = useState<Way>()
  if (!account.data) {
    return account.error ? <Failure problem={account.error} compact /> : <p>{t('app.loading')}</p>
  }
  const ways: Way[] = [
    ...(account.data.passkeys.length > 0 && passkeysWork() ? (['passkey'] as const) : []),
    ...(account.data.authenticator ? (['authenticator'] as const) : []),
    'password',
  ]
  const way = chosen ?? ways[0] ?? 'password'
  return (
    <div className={css.stack}>
      <p>{t('account.stepUp.why')}</p>
      <Proof key={way} way={way} onDone={onDone} onCancel={onCancel} />
      <div className={css.links}>
        {ways
          .filter((one) => one !== way)
          .map((one) => (
            <button key={one} type="button" className="saldo-link" onClick={() => choose(one)}>
              {t(`account.stepUp.other.${one}`)}
            </button>
          ))}
      </div>
    </div>
  )
}

function Proof({ way, onDone, onCancel }: { way: Way; onDone: () => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const confirm = useDeed({
    send: () =>
      way === 'passkey'
        ? confirmByPasskey()
        : api.client.POST('/api/console/session/confirm', {
            body: way === 'password' ? { kind: way, password: text } : { kind: way, code: text },
          }),
    onDone,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirm.mutate(undefined)
  }
  const field = {
    value: text,
    'data-autofocus': true,
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
  }
  return (
    <form className={css.stack} onSubmit={submit} noValidate>
      {confirm.error && <Failure problem={confirm.error} compact />}
      {way === 'password' && (
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          {...field}
        />
      )}
      {way === 'authenticator' && (
        <TextInput
          label={t('signIn.code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          {...field}
        />
      )}
      <div className={css.buttons}>
        <Button
          type="submit"
          loading={confirm.isPending}
          disabled={way !== 'passkey' && text === ''}
        >
          {t(way === 'passkey' ? 'account.stepUp.passkey' : 'account.stepUp.confirm')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('account.stepUp.cancel')}
        </Button>
      </div>
    </form>
  )
}
