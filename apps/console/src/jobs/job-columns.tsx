import type { GridColumn } from '@saldo/ui/data-grid'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'
import { JobState } from './JobState.tsx'
import { Progress } from './Progress.tsx'
import type { JobRow } from './queries.ts'
import { useJobWords } from './words.ts'

/** The columns of the list of jobs; times by the clock of one utility. */
export function useJobColumns(timeZone: string): GridColumn<JobRow>[] {
  const { t, i18n } = useTranslation()
  const words = useJobWords()
  const instant = (time: string | null) =>
    time && (
      <time dateTime={time} className="saldo-figure">
        {instantText(time, timeZone, i18n.language)}
      </time>
    )
  return [
    {
      id: 'kind',
      header: t('jobs.column.kind'),
      cell: ({ id, kind }) => (
        <Link to="/jobs/$jobId" params={{ jobId: id }} search={({ utility }) => ({ utility })}>
          {words.kind(kind)}
        </Link>
      ),
    },
    {
      id: 'state',
      header: t('jobs.column.state'),
      cell: ({ state }) => <JobState state={state} />,
    },
    {
      id: 'progress',
      header: t('jobs.column.progress'),
      cell: (job) => <Progress job={job} />,
    },
    {
      id: 'startedBy',
      header: t('jobs.column.startedBy'),
      cell: ({ startedBy }) => <bdi>{startedBy.name}</bdi>,
    },
    {
      id: 'startedAt',
      header: t('jobs.column.startedAt'),
      cell: ({ createdAt }) => instant(createdAt),
    },
    {
      id: 'endedAt',
      header: t('jobs.column.endedAt'),
      optional: true,
      cell: ({ finishedAt }) => instant(finishedAt),
    },
  ]
}
