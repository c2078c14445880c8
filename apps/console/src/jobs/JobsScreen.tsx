import { DataGrid, FilterChip } from '@saldo/ui/data-grid'
import { firstPage, type GridState } from '@saldo/ui/grid-state'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import { useSession, useUtility } from '../shell/session.ts'
import { useJobColumns } from './job-columns.tsx'
import css from './jobs.module.css'
import { useLive } from './live.ts'
import { jobsOf } from './queries.ts'
import { type JobsSearch, jobStates, jobsQueryOf, jobsSearchOf } from './search.ts'
import { useJobWords } from './words.ts'

const route = getRouteApi('/signed-in/jobs')

/** Long work, newest first: one's own, and with the right for it everybody's. */
export function JobsScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { permissions } = useSession()
  const utility = useUtility()
  const search = jobsSearchOf(route.useSearch())
  const columns = useJobColumns(utility?.timeZone ?? 'UTC')
  const words = useJobWords()
  const list = useQuery(jobsOf(jobsQueryOf(search), useLive()))
  const go = (next: JobsSearch) =>
    void navigate({ to: '/jobs', search: { utility: utility?.id, ...next } })
  const { state, mine } = search
  return (
    <>
      <h1 className={css.title}>{t('menu.jobs')}</h1>
      <DataGrid
        label={t('menu.jobs')}
        columns={columns}
        rowKey={({ id }) => id}
        rowLabel={({ kind }) => words.kind(kind)}
        page={list.data}
        loading={list.isFetching && list.isPlaceholderData}
        failure={list.error && <Failure problem={list.error} onRetry={() => void list.refetch()} />}
        asOf={list.dataUpdatedAt}
        empty={
          state
            ? { title: t('jobs.noneSo'), next: t('jobs.noneSoNext') }
            : { title: t('jobs.none'), next: t('jobs.noneNext') }
        }
        state={search}
        onState={(next: GridState) => go({ state, mine, ...next })}
        filterKey={JSON.stringify({ state, mine })}
        filters={
          <>
            <FilterChip
              label={t('jobs.column.state')}
              value={state}
              onChange={(next) =>
                go({ ...firstPage(search), mine, state: next as JobsSearch['state'] })
              }
              options={['open' as const, 'ended' as const, ...jobStates].map((one) => ({
                value: one,
                label: t(`jobs.state.${one}`),
              }))}
            />
            {permissions.includes('job.manage') && (
              <FilterChip
                label={t('jobs.whose')}
                value={mine && 'mine'}
                onChange={(next) =>
                  go({ ...firstPage(search), state, mine: next === 'mine' ? true : undefined })
                }
                options={[{ value: 'mine', label: t('jobs.mine') }]}
              />
            )}
          </>
        }
      />
    </>
  )
}
