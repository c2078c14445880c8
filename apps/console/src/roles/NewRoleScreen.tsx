import { Skeleton, SkeletonBar } from '@saldo/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { useDeed } from '../parts/form/use-deed.ts'
import { useTitle } from '../parts/use-title.ts'
import { type Rights, type Role, rightsList, roleList } from './queries.ts'
import { RoleForm } from './RoleForm.tsx'
import { RoleFailure } from './RolesScreen.tsx'
import { type bodyOf, valuesOf } from './role-form.ts'
import css from './roles.module.css'

const route = getRouteApi('/signed-in/roles/new')

/** A new role, empty or as a copy of another. */
export function NewRoleScreen() {
  const { t } = useTranslation()
  const { copyOf } = route.useSearch()
  const rights = useQuery(rightsList)
  const roles = useQuery(roleList)
  useTitle(t('roles.new'))
  const error = rights.error ?? roles.error
  return (
    <>
      <p className={css.back}>
        <Link to="/roles" search={({ utility }) => ({ utility })}>
          {t('roles.back')}
        </Link>
      </p>
      <h1 className={css.title}>{t('roles.new')}</h1>
      {rights.data && roles.data ? (
        <Form
          key={copyOf ?? ''}
          rights={rights.data.data}
          original={roles.data.data.find(({ id }) => id === copyOf)}
        />
      ) : error ? (
        <RoleFailure
          problem={error}
          onRetry={() => void Promise.all([rights.refetch(), roles.refetch()])}
        />
      ) : (
        <Skeleton>
          <SkeletonBar height={360} />
        </Skeleton>
      )}
    </>
  )
}

function Form({ rights, original }: { rights: Rights; original: Role | undefined }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const make = useDeed({
    send: (body: ReturnType<typeof bodyOf>, key) =>
      api.client.POST('/api/console/roles', {
        params: { header: { 'idempotency-key': key } },
        body,
      }),
    onDone: async ({ answer }) => {
      await queries.invalidateQueries({ queryKey: roleList.queryKey })
      if (answer) void navigate({ to: '/roles/$roleId', params: { roleId: answer.id } })
    },
  })
  const name = original ? t('roles.copyName', { name: original.name }) : ''
  return (
    <RoleForm
      rights={rights}
      initial={valuesOf(original, name)}
      problem={make.error}
      pending={make.isPending || make.isSuccess}
      submit={t('roles.make')}
      onSubmit={({ reason: _, ...body }) => make.mutate(body)}
    />
  )
}
