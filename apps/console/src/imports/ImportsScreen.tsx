import { Button } from '@mantine/core'
import { EmptyState, ScrollRegion, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconFileImport } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { dayText, timeText } from '../parts/days.ts'
import { Failure } from '../parts/Failure.tsx'
import { useLanguage } from '../parts/figures.ts'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useUtility } from '../shell/session.ts'
import { useFigures } from './figures.ts'
import { ImportState } from './ImportState.tsx'
import css from './imports.module.css'
import { type ImportRow, importList } from './queries.ts'

/** What was brought in, the newest first. */
export function ImportsScreen() {
  const { t } = useTranslation()
  const list = useInfiniteQuery(importList)
  useEffect(() => {
    document.title = t('app.titleOf', { screen: t('menu.imports') })
  }, [t])
  return (
    <>
      <header className={css.heading}>
        <h1>{t('menu.imports')}</h1>
        <Button component={Link} to="/imports/new" search>
          {t('imports.new')}
        </Button>
      </header>
      {list.data ? (
        <>
          <List rows={list.data.pages.flatMap(({ data }) => data)} />
          {list.hasNextPage && (
            <Button
              variant="default"
              mt="md"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('imports.more')}
            </Button>
          )}
        </>
      ) : list.isError ? (
        <Failed problem={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={240} />
        </Skeleton>
      )}
    </>
  )
}

function List({ rows }: { rows: readonly ImportRow[] }) {
  const { t } = useTranslation()
  if (rows.length === 0)
    return (
      <section className="saldo-panel">
        <EmptyState icon={IconFileImport} title={t('imports.none')}>
          {t('imports.noneNext')}
        </EmptyState>
      </section>
    )
  const columns = ['file', 'kind', 'state', 'imported', 'rejected', 'by', 'at'] as const
  return (
    <section className="saldo-panel">
      <ScrollRegion label={t('menu.imports')}>
        <table className={css.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  scope="col"
                  key={column}
                  className={
                    column === 'imported' || column === 'rejected' ? css.figure : undefined
                  }
                >
                  {t(`imports.list.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}

function Row({ row }: { row: ImportRow }) {
  const { t } = useTranslation()
  const { count } = useFigures()
  const language = useLanguage()
  const zone = useUtility()?.timeZone ?? 'UTC'
  return (
    <tr>
      <th scope="row">
        <Link to="/imports/$importId" params={{ importId: row.id }}>
          {row.fileName}
        </Link>
      </th>
      <td>{t(`imports.kinds.${row.kind}`)}</td>
      <td>
        <ImportState row={row} />
      </td>
      <td className={css.figure}>{count(row.written - row.undone)}</td>
      <td className={css.figure}>{count(row.bad)}</td>
      <td>{row.startedByName}</td>
      <td>
        {dayText(dayOf(row.createdAt, zone), language)}, {timeText(row.createdAt, zone, language)}
      </td>
    </tr>
  )
}

function dayOf(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(
    new Date(instant),
  )
}

export function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="imports" permission="import.make" />
  return <Failure problem={problem} onRetry={onRetry} />
}
