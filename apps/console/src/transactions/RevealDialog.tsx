import { Modal } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DeedForm, ReasonField } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import type { ShownToken } from './queries.ts'

type RevealDialogProps = {
  saleId: string
  opened: boolean
  onClose: () => void
  onShown: (tokens: readonly ShownToken[]) => void
}

/** Asks why somebody wants to see a token; the reason is kept with who saw it. */
export function RevealDialog({ saleId, opened, onClose, onShown }: RevealDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('transactions.reveal.title')}
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
    >
      <RevealForm saleId={saleId} onClose={onClose} onShown={onShown} />
    </Modal>
  )
}

function RevealForm({ saleId, onClose, onShown }: Omit<RevealDialogProps, 'opened'>) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (text) => (text.trim() === '' ? t('form.fault.text.too_short') : null) },
  })
  const reveal = useDeed({
    send: (body: { reason: string }, key: string) =>
      api.client.POST('/api/console/sales/{id}/reveal', {
        params: { path: { id: saleId }, header: { 'idempotency-key': key } },
        body,
      }),
    onDone: async ({ answer }) => {
      if (answer) onShown(answer.tokens)
      await queries.invalidateQueries({ queryKey: ['audit'] })
    },
  })
  return (
    <DeedForm
      form={form}
      labels={{ reason: t('form.reason') }}
      problem={reveal.error}
      pending={reveal.isPending}
      submit={t('transactions.reveal.submit')}
      onSubmit={(values) => reveal.mutate(values)}
      onCancel={onClose}
      guarded={false}
    >
      <p>{t('transactions.reveal.why')}</p>
      <ReasonField data-autofocus key={form.key('reason')} {...form.getInputProps('reason')} />
    </DeedForm>
  )
}
