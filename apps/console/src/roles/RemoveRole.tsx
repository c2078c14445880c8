import { Button, Group, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { type Role, roleList } from './queries.ts'

/** Removes a role that nobody has; one that somebody has is refused with the next step. */
export function RemoveRole({ role }: { role: Role }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const remove = useDeed({
    send: () => api.client.DELETE('/api/console/roles/{id}', { params: { path: { id: role.id } } }),
    onDone: async () => {
      await navigate({ to: '/roles' })
      await queries.invalidateQueries({ queryKey: roleList.queryKey })
    },
  })
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('roles.remove')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('roles.removeAsk', { name: role.name })}
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
      >
        <p>{t('roles.removeNext')}</p>
        {remove.error && <Failure problem={remove.error} compact />}
        <Group mt="md">
          <Button loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            {t('roles.remove')}
          </Button>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('form.cancel')}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
