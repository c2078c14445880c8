import { JobProgress } from '@saldo/ui/job-progress'
import css from './jobs.module.css'
import { isOpen, type JobRow } from './queries.ts'
import { useJobWords } from './words.ts'

/** How far a job is, how fast, and how long still. */
export function Progress({ job }: { job: JobRow }) {
  const words = useJobWords()
  const { all, done, skipped, failed } = job.rows
  const pace = words.pace(job)
  const motion = job.state === 'running' ? 'moving' : isOpen(job) ? 'still' : 'over'
  return (
    <JobProgress
      label={words.kind(job.kind)}
      done={done + skipped}
      failed={failed}
      all={all}
      text={words.progress(job)}
      motion={motion}
    >
      {pace && <p className={css.pace}>{pace}</p>}
    </JobProgress>
  )
}
