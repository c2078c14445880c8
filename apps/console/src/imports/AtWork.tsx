import { Button, Progress } from '@mantine/core'
import '@mantine/core/styles/Progress.layer.css'
import { Panel } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import { useActs } from './acts.ts'
import { useFigures } from './figures.ts'
import css from './imports.module.css'
import type { ImportDetail } from './queries.ts'
import { UndoButton } from './UndoButton.tsx'

/** What a job does with the import at this moment, in figures. */
export function AtWork({ found: { job } }: { found: ImportDetail }) {
  const { t } = useTranslation()
  const { count, counted, duration } = useFigures()
  if (!job) return null
  const title = t(`imports.progress.${job.kind.replace('import.', '')}`)
  const { rows, all: total, rate } = job
  const known = total !== null && total > 0
  const left = known && rate ? (total - rows) / rate : undefined
  const done = t('imports.progress.rows', counted(rows))
  const parts = [
    job.state === 'queued' && t('imports.progress.waiting'),
    job.state === 'paused' && t('imports.states.paused'),
    known ? t('imports.progress.of', { rows: count(rows), total: count(total) }) : done,
    rate !== null && t('imports.progress.rate', { rate: count(Math.round(rate)) }),
    left !== undefined && t('imports.progress.left', { time: duration(left) }),
  ].filter((part) => part !== false && part !== undefined)
  return (
    <Panel title={title}>
      <div className={css.body}>
        <Progress
          value={known ? (rows / total) * 100 : 100}
          animated={!known}
          striped={!known}
          aria-label={title}
        />
        <p role="status">{parts.join(' · ')}</p>
        <p className={css.hint}>{t('imports.progress.leave')}</p>
      </div>
    </Panel>
  )
}

/** The job ended before its work did: somebody cancelled it, or it failed. */
export function Stopped({ found }: { found: ImportDetail }) {
  const { t } = useTranslation()
  const { start, check } = useActs(found)
  const failed = start.error ?? check.error
  return (
    <Panel title={t('imports.states.stopped')}>
      <div className={css.body}>
        <p>{t('imports.progress.stopped')}</p>
        {found.job?.problem && <p>{found.job.problem}</p>}
        {failed && <Failure problem={failed} compact />}
        <p className={css.buttons}>
          {found.state === 'checking' && (
            <Button loading={check.isPending} onClick={() => check.mutate(found.matching)}>
              {t('imports.progress.checkAgain')}
            </Button>
          )}
          {found.state === 'importing' && (
            <Button loading={start.isPending} onClick={() => start.mutate(null)}>
              {t('imports.progress.goOn')}
            </Button>
          )}
          {found.state !== 'checking' && found.written > found.undone && (
            <UndoButton
              found={found}
              label={t(
                found.state === 'undoing' ? 'imports.progress.undoAgain' : 'imports.result.undo',
              )}
            />
          )}
        </p>
      </div>
    </Panel>
  )
}
