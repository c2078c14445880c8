import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DeedForm, ReasonField } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { Saved } from '../roles/EditRole.tsx'
import { useSession } from '../shell/session.ts'
import css from './people.module.css'
import type { Person } from './queries.ts'
import { givenOf, RolesField, type RoleValue } from './RolesField.tsx'
import { useReachText } from './reach-text.ts'

/** The roles of a person, to look at or to set. */
export function PersonRoles({ person }: { person: Person }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const reach = useReachText()
  if (permissions.includes('role.write')) return <SetRoles person={person} />
  if (person.roles.length === 0) return <p>{t('people.noRoles')}</p>
  return (
    <ul className={css.list}>
      {person.roles.map((role) => (
        <li key={`${role.roleId} ${role.reachId}`}>
          <bdi>{reach(role)}</bdi>
        </li>
      ))}
    </ul>
  )
}

function SetRoles({ person }: { person: Person }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [done, setDone] = useState<{ waiting: boolean; request: string | undefined }>()
  const form = useForm({
    initialValues: {
      roles: person.roles.map(({ name: _, ...role }, at): RoleValue => ({ key: `${at}`, ...role })),
      reason: '',
    },
    validate: { roles: { roleId: (id) => (id === '' ? t('people.chooseRole') : null) } },
  })
  const save = useDeed({
    send: ({ roles, reason }: typeof form.values, key) =>
      api.client.PUT('/api/console/people/{id}/roles', {
        params: { path: { id: person.id }, header: { 'idempotency-key': key } },
        body: {
          roles: roles.map(givenOf),
          ...(reason.trim() !== '' && { reason: reason.trim() }),
        },
      }),
    onDone: async ({ waiting, answer }) => {
      form.reset()
      setDone({ waiting, request: answer?.request })
      await queries.invalidateQueries()
    },
  })
  return (
    <>
      {done && <Saved {...done} />}
      <DeedForm
        form={form}
        labels={{ roles: t('people.column.roles'), reason: t('form.reason') }}
        problem={save.error}
        pending={save.isPending}
        submit={t('people.saveRoles')}
        onSubmit={(values) => save.mutate(values)}
      >
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
    </>
  )
}
