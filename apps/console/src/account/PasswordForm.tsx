import { PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DeedForm } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import css from './account.module.css'
import { type Account, accountChanged } from './queries.ts'

/** Changes the own password. No rule of signs and no second field: the eye shows what was typed. */
export function PasswordForm({ account }: { account: Account }) {
  const { t } = useTranslation()
  const form = useForm({ initialValues: { current: '', password: '' } })
  const change = useDeed({
    send: (body: { current: string; password: string }) =>
      api.client.PUT('/api/console/account/password', { body }),
    onDone: async () => {
      form.reset()
      await accountChanged()
    },
  })
  const shortest = account.factorRequired || hasFactor(account) ? 12 : 15
  const field = (name: 'current' | 'password') => ({
    label: t(`account.password.${name}`),
    visibilityToggleButtonProps: { 'aria-label': t('signIn.showPassword') },
    ...form.getInputProps(name),
    'data-path': name,
  })
  return (
    <DeedForm
      form={form}
      labels={{ current: t('account.password.current'), password: t('account.password.password') }}
      problem={change.error}
      pending={change.isPending}
      onSubmit={(values) => change.mutate(values)}
      submit={t('account.password.submit')}
    >
      <input type="hidden" autoComplete="username" value={account.email} readOnly />
      <PasswordInput {...field('current')} autoComplete="current-password" />
      <PasswordInput
        {...field('password')}
        description={t('account.password.help', { count: shortest })}
        autoComplete="new-password"
      />
      <p role="status" className={css.hint}>
        {change.isSuccess && !form.isDirty() ? t('account.password.saved') : ''}
      </p>
    </DeedForm>
  )
}

const hasFactor = ({ authenticator, passkeys }: Account) => authenticator || passkeys.length > 0
