import { Button, Modal } from '@mantine/core'
import '@mantine/core/styles/Modal.layer.css'
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import css from './jobs.module.css'
import { isOpen, type JobDetail } from './queries.ts'
import { useSteering } from './use-steering.ts'

/** What can be done with a job as it stands. */
export function JobActions({ job }: { job: JobDetail }) {
  const { t } = useTranslation()
  const [asking, ask] = useState(false)
  const steering = useSteering(job.id)
  const mayResume = job.state === 'paused' || job.state === 'failed'
  return (
    <>
      <div className={css.actions}>
        {(job.state === 'queued' || job.state === 'running') && (
          <Button
            variant="default"
            leftSection={<IconPlayerPause size={16} aria-hidden />}
            disabled={steering.isPending}
            onClick={() => steering.mutate('pause')}
          >
            {t('jobs.pause')}
          </Button>
        )}
        {mayResume && (
          <Button
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            disabled={steering.isPending}
            onClick={() => steering.mutate('resume')}
          >
            {t(job.state === 'failed' ? 'jobs.tryAgain' : 'jobs.resume')}
          </Button>
        )}
        {job.canRedo && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            disabled={steering.isPending}
            onClick={() => steering.mutate('redo')}
          >
            {t('jobs.redo', { count: job.rows.failed })}
          </Button>
        )}
        {isOpen(job) && (
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={16} aria-hidden />}
            disabled={steering.isPending}
            onClick={() => ask(true)}
          >
            {t('jobs.cancel')}
          </Button>
        )}
      </div>
      {steering.error && <Failure problem={steering.error} compact />}
      <Modal opened={asking} onClose={() => ask(false)} title={t('jobs.cancelTitle')} centered>
        <p>{t('jobs.cancelNote')}</p>
        <div className={css.dialogActions}>
          <Button variant="default" onClick={() => ask(false)}>
            {t('jobs.keep')}
          </Button>
          <Button
            data-autofocus
            onClick={() => {
              ask(false)
              steering.mutate('cancel')
            }}
          >
            {t('jobs.cancelYes')}
          </Button>
        </div>
      </Modal>
    </>
  )
}
