import { Modal, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DeedForm } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { useUtility } from '../shell/session.ts'

type CheckDialogProps = { opened: boolean; onClose: () => void }

/** Recomputes the trail from its rows, and compares it with a head that somebody kept. A job does it. */
export function CheckDialog({ opened, onClose }: CheckDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('audit.check.title')}
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
    >
      <CheckForm onClose={onClose} />
    </Modal>
  )
}

function CheckForm({ onClose }: Pick<CheckDialogProps, 'onClose'>) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const utility = useUtility()?.id
  const form = useForm({
    initialValues: { knownHead: '' },
    validate: {
      knownHead: (text) =>
        /^([0-9a-f]{64})?$/i.test(text.trim()) ? null : t('audit.check.headFault'),
    },
  })
  const started = useDeed({
    send: (body: { knownHead?: string }, key: string) =>
      api.client.POST('/api/console/audit/checks', {
        params: { header: { 'idempotency-key': key } },
        body,
      }),
    onDone: ({ answer }) =>
      answer &&
      navigate({ to: '/jobs/$jobId', params: { jobId: answer.jobId }, search: { utility } }),
  })
  return (
    <DeedForm
      form={form}
      labels={{ knownHead: t('audit.check.head') }}
      problem={started.error}
      pending={started.isPending}
      submit={t('audit.check.submit')}
      onSubmit={({ knownHead }) => {
        const head = knownHead.trim().toLowerCase()
        started.mutate(head === '' ? {} : { knownHead: head })
      }}
      onCancel={onClose}
      guarded={false}
    >
      <p>{t('audit.check.what')}</p>
      <TextInput
        data-autofocus
        label={t('audit.check.head')}
        description={t('audit.check.headHelp')}
        key={form.key('knownHead')}
        {...form.getInputProps('knownHead')}
      />
    </DeedForm>
  )
}
