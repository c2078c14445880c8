import { Button, Group, Modal } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DeedForm, ReasonField } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { useSession } from '../shell/session.ts'
import type { Person } from './queries.ts'

/** Disable or enable, with the reason; send the invitation again. */
export function PersonActs({ person }: { person: Person }) {
  const { permissions } = useSession()
  if (!permissions.includes('person.invite')) return null
  return (
    <Group gap="xs">
      {person.status === 'invited' && <SendAgain person={person} />}
      {person.status === 'disabled' ? (
        <WithReason key="enable" person={person} deed="enable" />
      ) : (
        <WithReason key="disable" person={person} deed="disable" />
      )}
    </Group>
  )
}

export const personDeeds = {
  disable: '/api/console/people/{id}/disable',
  enable: '/api/console/people/{id}/enable',
  resetFactors: '/api/console/people/{id}/factors/reset',
} as const

/** A deed that asks for its reason in a dialog. */
export function WithReason({ person, deed }: { person: Person; deed: keyof typeof personDeeds }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (text) => (text.trim() === '' ? t('form.fault.text.too_short') : null) },
  })
  const act = useDeed({
    send: ({ reason }: { reason: string }) =>
      api.client.POST(personDeeds[deed], {
        params: { path: { id: person.id } },
        body: { reason: reason.trim() },
      }),
    onDone: async () => {
      setAsking(false)
      form.reset()
      await queries.invalidateQueries()
    },
  })
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t(`people.${deed}.act`)}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t(`people.${deed}.ask`, { name: person.name })}
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
      >
        <p>{t(`people.${deed}.next`)}</p>
        <DeedForm
          form={form}
          labels={{ reason: t('form.reason') }}
          problem={act.error}
          pending={act.isPending}
          submit={t(`people.${deed}.act`)}
          onCancel={() => setAsking(false)}
          guarded={false}
          onSubmit={(values) => act.mutate(values)}
        >
          <ReasonField data-autofocus {...form.getInputProps('reason')} />
        </DeedForm>
      </Modal>
    </>
  )
}

function SendAgain({ person }: { person: Person }) {
  const { t } = useTranslation()
  const send = useDeed({
    send: () =>
      api.client.POST('/api/console/people/{id}/invitation', {
        params: { path: { id: person.id } },
      }),
  })
  return (
    <>
      <span role="status">
        {send.isSuccess && t('people.sentAgain')}
        {send.error && t('people.notSent')}
      </span>
      <Button variant="default" loading={send.isPending} onClick={() => send.mutate(undefined)}>
        {t('people.sendAgain')}
      </Button>
    </>
  )
}
