import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type Language, languages } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import { api, currentSession } from '../api.ts'
import { DeedForm } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { queries } from '../queries.ts'
import css from './account.module.css'
import { type Account, accountChanged } from './queries.ts'

type Values = { name: string; language: string }

/** The name that others see, and the language of letters to this person. */
export function ProfileForm({ account }: { account: Account }) {
  const { t } = useTranslation()
  const form = useForm<Values>({
    initialValues: { name: account.name, language: account.language },
  })
  const change = useDeed({
    send: ({ name, language }: Values) =>
      api.client.PATCH('/api/console/account', { body: { name, language: language as Language } }),
    onDone: async (_, values) => {
      form.resetDirty(values)
      await accountChanged()
      await queries.invalidateQueries({ queryKey: currentSession.queryKey })
    },
  })
  return (
    <DeedForm
      form={form}
      labels={{ name: t('account.profile.name'), language: t('account.profile.language') }}
      problem={change.error}
      pending={change.isPending}
      onSubmit={(values) => change.mutate(values)}
      submit={t('account.profile.save')}
    >
      <p>
        {t('account.profile.email')}: <strong>{account.email}</strong>
      </p>
      <TextInput
        label={t('account.profile.name')}
        maxLength={120}
        autoComplete="name"
        {...form.getInputProps('name')}
        data-path="name"
      />
      <NativeSelect
        label={t('account.profile.language')}
        description={t('account.profile.languageHelp')}
        data={Object.entries(languages).map(([value, { name }]) => ({ value, label: name }))}
        {...form.getInputProps('language')}
        data-path="language"
      />
      <p role="status" className={css.hint}>
        {change.isSuccess && !form.isDirty() ? t('account.profile.saved') : ''}
      </p>
    </DeedForm>
  )
}
