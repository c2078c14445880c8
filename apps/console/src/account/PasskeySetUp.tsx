import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import type { FactorAdded } from './AuthenticatorSetUp.tsx'
import css from './account.module.css'
import { makePasskey } from './passkey.ts'

/** Lets the device make a passkey, under a name by which its owner knows the device again. */
export function PasskeySetUp({
  onAdded,
  onCancel,
}: {
  onAdded: (added: FactorAdded) => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const [name, setName] = useState(t('account.passkeys.usualName'))
  const make = useDeed({
    send: () => makePasskey(name.trim()),
    onDone: ({ answer }) => answer && onAdded(answer as FactorAdded),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate(undefined)
  }
  return (
    <form className={css.stack} onSubmit={submit} noValidate>
      <p>{t('account.passkeys.what')}</p>
      {make.error && <Failure problem={make.error} compact />}
      <TextInput
        label={t('account.passkeys.name')}
        description={t('account.passkeys.nameHelp')}
        maxLength={80}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <div className={css.buttons}>
        <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
          {t('account.passkeys.make')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  )
}
