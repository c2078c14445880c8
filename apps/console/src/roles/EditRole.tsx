import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { useDeed } from '../parts/form/use-deed.ts'
import type { Rights, Role } from './queries.ts'
import { RoleForm } from './RoleForm.tsx'
import { type bodyOf, valuesOf } from './role-form.ts'
import css from './roles.module.css'

/** Changes a role for everybody who has it, or asks a second person to. */
export function EditRole({ role, rights }: { role: Role; rights: Rights }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const save = useDeed({
    send: ({ reason, ...body }: ReturnType<typeof bodyOf> & { reason: string }, key) =>
      api.client.PUT('/api/console/roles/{id}', {
        params: { path: { id: role.id }, header: { 'idempotency-key': key } },
        body: { ...body, ...(reason !== '' && { reason }) },
      }),
    onDone: () => queries.invalidateQueries(),
  })
  return (
    <>
      {save.isSuccess && <Saved waiting={save.data.waiting} request={save.data.answer?.request} />}
      <RoleForm
        rights={rights}
        initial={valuesOf(role, role.name)}
        problem={save.error}
        pending={save.isPending}
        submit={t('roles.save')}
        reason
        onSubmit={(body, form) =>
          save.mutate(body, {
            // Nothing is left unsaved: what waits for a second person waits on the server.
            onSuccess: () => {
              form.setFieldValue('reason', '')
              form.resetDirty()
            },
          })
        }
      />
    </>
  )
}

export function Saved({ waiting, request }: { waiting: boolean; request: string | undefined }) {
  const { t } = useTranslation()
  return (
    <p role="status" className={css.saved}>
      {t(waiting ? 'form.waiting' : 'roles.saved')}{' '}
      {request && (
        <Link
          to="/approvals/$requestId"
          params={{ requestId: request }}
          search={({ utility }) => ({ utility })}
        >
          {t('roles.seeRequest')}
        </Link>
      )}
    </p>
  )
}
