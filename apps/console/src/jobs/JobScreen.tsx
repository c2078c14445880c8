import { Tabs } from '@mantine/core'
import '@mantine/core/styles/Tabs.layer.css'
import { EmptyState, Panel, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconSearchOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { instantText } from '../parts/days.ts'
import { Failure } from '../parts/Failure.tsx'
import { History } from '../parts/History.tsx'
import { UrlTabs } from '../parts/UrlTabs.tsx'
import { useUtility } from '../shell/session.ts'
import { JobActions } from './JobActions.tsx'
import { JobFailures, JobLog, JobOutputs } from './JobParts.tsx'
import { JobState } from './JobState.tsx'
import css from './jobs.module.css'
import { useLive } from './live.ts'
import { Progress } from './Progress.tsx'
import { isOpen, type JobDetail, jobOf } from './queries.ts'
import { tabs } from './tabs.ts'
import { useJobWords } from './words.ts'

const route = getRouteApi('/signed-in/jobs/$jobId')

/** One job: how far it is, what failed, what it wrote, and what happened to it. */
export function JobScreen() {
  const { t } = useTranslation()
  const { jobId } = route.useParams()
  const job = useQuery(jobOf(jobId, useLive()))
  return (
    <>
      <p className={css.back}>
        <Link to="/jobs" search={({ utility }) => ({ utility })}>
          {t('menu.jobs')}
        </Link>
      </p>
      {job.data ? (
        <Job key={jobId} job={job.data}>
          {job.isRefetchError && (
            <Failure problem={job.error} compact onRetry={() => void job.refetch()} />
          )}
        </Job>
      ) : job.isError ? (
        <Failed problem={job.error} onRetry={() => void job.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={320} />
        </Skeleton>
      )}
    </>
  )
}

function Job({ job, children }: { job: JobDetail; children: ReactNode }) {
  const { t } = useTranslation()
  const words = useJobWords()
  const { tab = 'job' } = route.useSearch()
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  const name = words.kind(job.kind)
  useEffect(() => {
    document.title = t('app.titleOf', { screen: name })
  }, [t, name])
  return (
    <>
      <header className={css.heading}>
        <h1>{name}</h1>
        <JobState state={job.state} />
      </header>
      {children}
      <JobActions job={job} />
      <UrlTabs tabs={tabs} value={tab} label={(one) => t(`jobs.tab.${one}`)}>
        <Tabs.Panel value="job" className={css.panels ?? ''}>
          <Summary job={job} timeZone={timeZone} />
          <JobOutputs job={job} timeZone={timeZone} />
          <JobFailures job={job} />
          <JobLog job={job} timeZone={timeZone} />
        </Tabs.Panel>
        <Tabs.Panel value="history" className="saldo-panel">
          <History kind="job" id={job.id} />
        </Tabs.Panel>
      </UrlTabs>
    </>
  )
}

function Summary({ job, timeZone }: { job: JobDetail; timeZone: string }) {
  const { t, i18n } = useTranslation()
  const time = (instant: string | null) =>
    instant === null ? t('jobs.notYet') : instantText(instant, timeZone, i18n.language)
  return (
    <Panel title={t('jobs.column.progress')}>
      <div className={css.summary}>
        <Progress job={job} />
        {job.problem && (
          <p className={css.problem} role="alert">
            {t(`jobs.code.${job.problem.code.replaceAll('.', '_')}`, {
              defaultValue: job.problem.detail ?? job.problem.code,
            })}
          </p>
        )}
        <dl className={css.facts}>
          <div>
            <dt>{t('jobs.column.startedBy')}</dt>
            <dd>
              <bdi>{job.startedBy.name}</bdi>
            </dd>
          </div>
          <div>
            <dt>{t('jobs.column.startedAt')}</dt>
            <dd>{time(job.createdAt)}</dd>
          </div>
          <div>
            <dt>{t('jobs.column.endedAt')}</dt>
            <dd>{time(job.finishedAt)}</dd>
          </div>
        </dl>
        {isOpen(job) && <p className={css.hint}>{t('jobs.safeToLeave')}</p>}
      </div>
    </Panel>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const { t } = useTranslation()
  if (problem.status === 404 || problem.status === 400)
    return (
      <EmptyState icon={IconSearchOff} title={t('jobs.unknown')}>
        {t('jobs.unknownNext')}
      </EmptyState>
    )
  return <Failure problem={problem} onRetry={onRetry} />
}
