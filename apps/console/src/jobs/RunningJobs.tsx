import { IconLoader2, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { JobState } from './JobState.tsx'
import css from './jobs.module.css'
import { useJobEvents, useLive } from './live.ts'
import { type JobRow, ownOpenJobs } from './queries.ts'
import { useJobWords } from './words.ts'

const MOST_NOTICES = 3

/** In the header: how many jobs of one's own are going on; and a notice when one ends. */
export function RunningJobs() {
  const { t } = useTranslation()
  const words = useJobWords()
  const [ended, setEnded] = useState<readonly JobRow[]>([])
  const onEnded = useCallback(
    (job: JobRow) =>
      setEnded((before) =>
        [job, ...before.filter(({ id }) => id !== job.id)].slice(0, MOST_NOTICES),
      ),
    [],
  )
  useJobEvents(onEnded)
  const { data } = useQuery(ownOpenJobs(useLive()))
  const open = data?.data ?? []
  const dismiss = (id: string) => setEnded((before) => before.filter((job) => job.id !== id))
  return (
    <>
      {open.length > 0 && (
        <Link
          to="/jobs"
          search={({ utility }) => ({ utility, state: 'open' as const, mine: true as const })}
          className={css.indicator ?? ''}
        >
          <IconLoader2
            size={16}
            aria-hidden
            className={open.some(({ state }) => state === 'running') ? css.turning : undefined}
          />
          {t('jobs.running', { count: open.length })}
        </Link>
      )}
      <div role="status" className={css.notices}>
        {ended.map((job) => (
          <div key={job.id} className={css.notice}>
            <JobState state={job.state} />
            <Link
              to="/jobs/$jobId"
              params={{ jobId: job.id }}
              search={({ utility }) => ({ utility })}
              onClick={() => dismiss(job.id)}
            >
              {words.kind(job.kind)}
            </Link>
            <span>{words.progress(job)}</span>
            <button
              type="button"
              aria-label={t('jobs.dismiss', { job: words.kind(job.kind) })}
              onClick={() => dismiss(job.id)}
            >
              <IconX size={16} aria-hidden />
            </button>
          </div>
        ))}
      </div>
    </>
  )
}
