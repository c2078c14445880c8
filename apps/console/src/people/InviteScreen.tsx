import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { languages } from '@saldo/ui'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DeedForm, ReasonField } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useTitle } from '../parts/use-title.ts'
import { useSession } from '../shell/session.ts'
import css from './people.module.css'
import { givenOf, RolesField, type RoleValue } from './RolesField.tsx'

/** Invites a person: a letter with a link goes out, and they choose a password of their own. */
export function InviteScreen() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  useTitle(t('people.invite'))
  return (
    <>
      <p className={css.back}>
        <Link to="/people" search={({ utility }) => ({ utility })}>
          {t('people.back')}
        </Link>
      </p>
      <h1 className={css.title}>{t('people.invite')}</h1>
      {permissions.includes('person.invite') ? (
        <InviteForm />
      ) : (
        <NoPermission screen="people" permission="person.invite" />
      )}
    </>
  )
}

function InviteForm() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const missing = (text: string) => (text.trim() === '' ? t('form.fault.text.too_short') : null)
  const form = useForm({
    initialValues: {
      name: '',
      email: '',
      language: 'en',
      roles: [] as RoleValue[],
      reason: '',
    },
    validate: {
      name: missing,
      email: missing,
      roles: { roleId: (id) => (id === '' ? t('people.chooseRole') : null) },
    },
  })
  const invite = useDeed({
    send: ({ name, email, language, roles, reason }: typeof form.values, key) =>
      api.client.POST('/api/console/people', {
        params: { header: { 'idempotency-key': key } },
        body: {
          name: name.trim(),
          email: email.trim(),
          language: language as 'en',
          roles: roles.map(givenOf),
          ...(reason.trim() !== '' && { reason: reason.trim() }),
        },
      }),
    onDone: async ({ answer }) => {
      await queries.invalidateQueries()
      if (answer) void navigate({ to: '/people/$personId', params: { personId: answer.id } })
    },
  })
  return (
    <DeedForm
      form={form}
      labels={{
        name: t('people.column.name'),
        email: t('people.column.email'),
        roles: t('people.column.roles'),
        reason: t('form.reason'),
      }}
      problem={invite.error}
      pending={invite.isPending || invite.isSuccess}
      submit={t('people.sendInvitation')}
      onSubmit={(values) => invite.mutate(values)}
    >
      <TextInput
        label={t('people.column.name')}
        maxLength={120}
        required
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('people.column.email')}
        description={t('people.emailHelp')}
        type="email"
        autoComplete="off"
        maxLength={254}
        required
        {...form.getInputProps('email')}
      />
      <NativeSelect
        label={t('people.column.language')}
        description={t('people.languageHelp')}
        data={Object.entries(languages).map(([value, { name }]) => ({ value, label: name }))}
        {...form.getInputProps('language')}
      />
      <RolesField
        value={form.values.roles}
        onChange={(roles) => form.setFieldValue('roles', roles)}
        errors={(field) => form.errors[field]?.toString()}
      />
      <ReasonField
        required={false}
        description={t('people.reasonHelp')}
        {...form.getInputProps('reason')}
      />
    </DeedForm>
  )
}
