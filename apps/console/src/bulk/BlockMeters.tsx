import { Button, Modal, TextInput } from '@mantine/core'
import '@mantine/core/styles/Modal.layer.css'
import { useForm } from '@mantine/form'
import { Skeleton, SkeletonBar } from '@saldo/ui'
import { IconBan } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { awaitJob } from '../jobs/live.ts'
import { useJobWords } from '../jobs/words.ts'
import { Failure } from '../parts/Failure.tsx'
import { DeedForm, ReasonField } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import css from './bulk.module.css'
import { type BlockPreview, blockPreview, type MeterChoice } from './queries.ts'

/** From so many on the count is typed: a click alone is too easy. */
const TYPED_FROM = 101

/** Blocks the chosen meters for vending, after a dry run that says what will change. */
export function BlockMeters({ choice, onDone }: { choice: MeterChoice; onDone: () => void }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const close = () => setOpened(false)
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconBan size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('bulk.block')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('bulk.blockTitle')}
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
      >
        <DryRun choice={choice} onClose={close} onDone={onDone} />
      </Modal>
    </>
  )
}

type DryRunProps = { choice: MeterChoice; onClose: () => void; onDone: () => void }

function DryRun({ choice, onClose, onDone }: DryRunProps) {
  const preview = useQuery(blockPreview(choice))
  if (preview.error)
    return <Failure problem={preview.error} compact onRetry={() => void preview.refetch()} />
  if (!preview.data)
    return (
      <Skeleton>
        <SkeletonBar height={120} />
      </Skeleton>
    )
  return (
    <>
      <Counts preview={preview.data} />
      {preview.data.changing > 0 && (
        <BlockForm
          key={preview.data.changing}
          choice={choice}
          change={preview.data.changing}
          onClose={onClose}
          onDone={onDone}
          onCountAgain={() => void preview.refetch()}
        />
      )}
    </>
  )
}

function Counts({ preview: { changing, skip } }: { preview: BlockPreview }) {
  const { t } = useTranslation()
  const { count } = useJobWords()
  return (
    <div className={css.counts}>
      <p>
        <strong>{t('bulk.change', { count: changing, meters: count(changing) })}</strong>
      </p>
      {skip.length > 0 && (
        <>
          <p>{t('bulk.skipped')}</p>
          <ul>
            {skip.map(({ why, rows }) => (
              <li key={why}>
                {t(`meters.status.${why}`)}: {count(rows)}
              </li>
            ))}
          </ul>
        </>
      )}
      {changing === 0 && <p>{t('bulk.nothing')}</p>}
    </div>
  )
}

type BlockFormProps = DryRunProps & { change: number; onCountAgain: () => void }

function BlockForm({ choice, change, onClose, onDone, onCountAgain }: BlockFormProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { count } = useJobWords()
  const typed = change >= TYPED_FROM
  const form = useForm({
    initialValues: { reason: '', count: '' },
    validate: {
      reason: (text) => (text.trim().length < 3 ? t('form.fault.text.too_short') : null),
      count: (text) =>
        typed && text.replaceAll(/[\s,.]/g, '') !== String(change) ? t('bulk.countWrong') : null,
    },
  })
  const block = useDeed({
    send: ({ reason }: { reason: string }, key: string) =>
      api.client.POST('/api/console/bulk/meters/block', {
        params: { header: { 'idempotency-key': key } },
        body: { ...choice, reason, expected: change },
      }),
    onDone: async ({ answer }) => {
      onDone()
      if (!answer) return
      await awaitJob(queries, answer.jobId)
      await navigate({
        to: '/jobs/$jobId',
        params: { jobId: answer.jobId },
        search: ({ utility }) => ({ utility }),
      })
    },
  })
  return (
    <DeedForm
      form={form}
      labels={{ reason: t('form.reason'), count: t('bulk.typeCount') }}
      problem={block.error}
      pending={block.isPending}
      submit={t('bulk.submit', { count: change, meters: count(change) })}
      onSubmit={({ reason }) =>
        block.mutate(
          { reason },
          { onError: ({ code }) => code === 'bulk.count_changed' && onCountAgain() },
        )
      }
      onCancel={onClose}
      guarded={false}
    >
      <ReasonField data-autofocus key={form.key('reason')} {...form.getInputProps('reason')} />
      {typed && (
        <TextInput
          label={t('bulk.typeCount')}
          description={t('bulk.typeCountHelp', { meters: count(change) })}
          inputMode="numeric"
          autoComplete="off"
          key={form.key('count')}
          {...form.getInputProps('count')}
        />
      )}
    </DeedForm>
  )
}
