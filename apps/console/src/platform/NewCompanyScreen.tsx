import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DeedForm } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useSession } from '../shell/session.ts'
import css from './platform.module.css'
import { companyChanged } from './queries.ts'

type Values = { name: string; administrator: { name: string; email: string } }

/** Makes a company; its first administrator is invited by e-mail and does the rest. */
export function NewCompanyScreen() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  useEffect(() => {
    document.title = t('app.titleOf', { screen: t('platform.new') })
  }, [t])
  return (
    <>
      <h1 className={css.heading}>{t('platform.new')}</h1>
      {permissions.includes('platform.manage') ? (
        <section className={`saldo-panel ${css.body}`}>
          <NewCompany />
        </section>
      ) : (
        <NoPermission screen="platform" permission="platform.manage" />
      )}
    </>
  )
}

function NewCompany() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const form = useForm<Values>({
    initialValues: { name: '', administrator: { name: '', email: '' } },
  })
  const make = useDeed({
    send: (body: Values, key) =>
      api.client.POST('/api/console/platform/companies', {
        params: { header: { 'idempotency-key': key } },
        body,
      }),
    onDone: async ({ answer }) => {
      if (!answer) return
      form.resetDirty()
      await companyChanged(answer.id)
      await navigate({ to: '/platform/$companyId', params: { companyId: answer.id } })
    },
  })
  const field = (name: string, label: string) => ({
    label: t(`platform.field.${label}`),
    ...form.getInputProps(name),
    'data-path': name,
    required: true,
  })
  return (
    <DeedForm
      form={form}
      labels={{
        name: t('platform.field.name'),
        'administrator.name': t('platform.field.administrator'),
        'administrator.email': t('platform.field.email'),
        email: t('platform.field.email'),
      }}
      problem={make.error}
      pending={make.isPending}
      onSubmit={(values) => make.mutate(values)}
      submit={t('platform.make')}
      onCancel={() => void navigate({ to: '/platform' })}
    >
      <TextInput {...field('name', 'name')} maxLength={120} />
      <TextInput {...field('administrator.name', 'administrator')} maxLength={120} />
      <TextInput
        {...field('administrator.email', 'email')}
        type="email"
        maxLength={254}
        description={t('platform.emailHelp')}
      />
    </DeedForm>
  )
}
