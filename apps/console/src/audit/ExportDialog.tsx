import { Modal } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { dayText, shiftDay, startOfDay } from '../parts/days.ts'
import { DeedForm, ReasonField } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { useUtility } from '../shell/session.ts'
import type { AuditFilter } from './filter.ts'

type ExportDialogProps = {
  opened: boolean
  /** Its days are those of the export; its other fields are not: an export leaves nothing out. */
  filter: AuditFilter
  timeZone: string
  onClose: () => void
}

/** Takes the trail of the chosen days out as a signed file, which a job writes. */
export function ExportDialog({ opened, onClose, ...rest }: ExportDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('audit.export.title')}
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
    >
      <ExportForm onClose={onClose} {...rest} />
    </Modal>
  )
}

function ExportForm({ filter, timeZone, onClose }: Omit<ExportDialogProps, 'opened'>) {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const utility = useUtility()?.id
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (text) => (text.trim() === '' ? t('form.fault.text.too_short') : null) },
  })
  const { from, until } = filter
  const body = {
    ...(from && { from: startOfDay(from, timeZone) }),
    ...(until && { until: startOfDay(shiftDay(until, 1), timeZone) }),
  }
  const taken = useDeed({
    send: (given: typeof body & { reason: string }, key: string) =>
      api.client.POST('/api/console/audit/exports', {
        params: { header: { 'idempotency-key': key } },
        body: given,
      }),
    onDone: ({ answer }) =>
      answer &&
      navigate({ to: '/jobs/$jobId', params: { jobId: answer.jobId }, search: { utility } }),
  })
  const day = (text: string | undefined, otherwise: string) =>
    text ? dayText(text, i18n.language) : t(`audit.export.${otherwise}`)
  return (
    <DeedForm
      form={form}
      labels={{ reason: t('form.reason') }}
      problem={taken.error}
      pending={taken.isPending}
      submit={t('audit.export.submit')}
      onSubmit={({ reason }) => taken.mutate({ ...body, reason })}
      onCancel={onClose}
      guarded={false}
    >
      <p>{t('audit.export.what', { from: day(from, 'first'), until: day(until, 'now') })}</p>
      <p>{t('audit.export.how')}</p>
      <ReasonField data-autofocus key={form.key('reason')} {...form.getInputProps('reason')} />
    </DeedForm>
  )
}
