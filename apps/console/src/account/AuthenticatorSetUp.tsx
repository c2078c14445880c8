import { Button, TextInput } from '@mantine/core'
import { Skeleton, SkeletonBar } from '@saldo/ui'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import css from './account.module.css'
import { SquareCode } from './SquareCode.tsx'

export type FactorAdded = { recoveryCodes: string[] | null; csrfToken: string }

/** Sets up an authenticator app: the square code, or the key to type, and then its first code. */
export function AuthenticatorSetUp({
  onAdded,
  onCancel,
}: {
  onAdded: (added: FactorAdded) => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const begin = useDeed({ send: () => api.client.POST('/api/console/account/authenticator') })
  const begun = useRef(false)
  const { mutate } = begin
  useEffect(() => {
    // Beginning anew makes another key: once for each time this is opened.
    if (begun.current) return
    begun.current = true
    mutate(undefined)
  }, [mutate])
  const key = begin.data?.answer
  if (begin.error) return <Failure problem={begin.error} onRetry={() => mutate(undefined)} />
  if (!key) {
    return (
      <Skeleton>
        <SkeletonBar height={240} />
      </Skeleton>
    )
  }
  return (
    <div className={css.stack}>
      <p>{t('account.app.scan')}</p>
      <SquareCode text={key.address} label={t('account.app.square')} />
      <p className={css.hint}>{t('account.app.type')}</p>
      <code className={css.key}>{key.key.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
      <FirstCode onAdded={onAdded} onCancel={onCancel} />
    </div>
  )
}

function FirstCode({
  onAdded,
  onCancel,
}: {
  onAdded: (added: FactorAdded) => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const confirm = useDeed({
    send: () => api.client.POST('/api/console/account/authenticator/confirm', { body: { code } }),
    onDone: ({ answer }) => answer && onAdded(answer),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirm.mutate(undefined)
  }
  return (
    <form className={css.stack} onSubmit={submit} noValidate>
      {confirm.error && <Failure problem={confirm.error} compact />}
      <TextInput
        label={t('signIn.code')}
        description={t('account.app.codeHelp')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        value={code}
        onChange={({ currentTarget }) => setCode(currentTarget.value.replaceAll(/\D/g, ''))}
      />
      <div className={css.buttons}>
        <Button type="submit" loading={confirm.isPending} disabled={code.length !== 6}>
          {t('account.app.confirm')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  )
}
