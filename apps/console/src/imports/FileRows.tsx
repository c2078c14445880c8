import { Button, SegmentedControl, Select } from '@mantine/core'
import { EmptyState, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconListCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import { FixAll } from './FixAll.tsx'
import { useFigures } from './figures.ts'
import css from './imports.module.css'
import { type ImportDetail, problemsOf, rowsOf } from './queries.ts'
import { RowTable } from './RowTable.tsx'
import type { RowSearch } from './row-search.ts'

const route = getRouteApi('/signed-in/imports/$importId')

/** The rows of the file with what is wrong with them; wrong ones are put right in their place. */
export function FileRows({ found }: { found: ImportDetail }) {
  const search = route.useSearch()
  const navigate = useNavigate()
  // The pages before the present one; the address holds the present one alone.
  const [before, setBefore] = useState<(string | undefined)[]>([])
  const show = search.show ?? 'bad'
  const [column, code] = show === 'bad' ? (search.reason?.split('.') ?? []) : []
  const stand = `${found.good}.${found.bad}.${found.written}.${found.job?.id}`
  const rows = useQuery(rowsOf(found.id, { show, column, code, after: search.after }, stand))
  const problems = useQuery(problemsOf(found.id, stand))
  const group = problems.data?.find((one) => one.column === column && one.code === code)
  const go = (next: RowSearch) =>
    void navigate({ to: '/imports/$importId', params: { importId: found.id }, search: next })
  const filter = (next: RowSearch) => {
    setBefore([])
    go(next)
  }
  return (
    <section className="saldo-panel">
      <Filters
        found={found}
        show={show}
        reason={search.reason}
        groups={problems.data ?? []}
        onChange={filter}
      />
      {group && <FixAll key={`${column}.${code}`} found={found} group={group} />}
      {rows.data ? (
        rows.data.data.length === 0 ? (
          <Nothing show={show} />
        ) : (
          <RowTable
            found={found}
            rows={rows.data.data}
            group={group}
            fading={rows.isPlaceholderData}
          />
        )
      ) : rows.isError ? (
        <Failure problem={rows.error} onRetry={() => void rows.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={260} />
        </Skeleton>
      )}
      <Pages
        pages={before.length}
        shown={rows.data?.data.length ?? 0}
        total={
          group?.rows ?? { bad: found.bad, good: found.good, all: found.good + found.bad }[show]
        }
        next={rows.data?.next ?? null}
        onNext={(after) => {
          setBefore([...before, search.after])
          go({ ...search, after })
        }}
        onPrevious={() => {
          go({ ...search, after: before.at(-1) })
          setBefore(before.slice(0, -1))
        }}
      />
    </section>
  )
}

interface FiltersProps {
  found: ImportDetail
  show: 'bad' | 'good' | 'all'
  reason: string | undefined
  groups: readonly { column: string; code: string; rows: number }[]
  onChange: (next: RowSearch) => void
}

function Filters({ found, show, reason, groups, onChange }: FiltersProps) {
  const { t } = useTranslation()
  const { count, counted } = useFigures()
  return (
    <div className={css.filters}>
      <SegmentedControl
        aria-label={t('imports.rows.show')}
        value={show}
        onChange={(next) => onChange({ show: next as RowSearch['show'] })}
        data={[
          { value: 'bad', label: t('imports.rows.tabs.bad', counted(found.bad)) },
          { value: 'good', label: t('imports.rows.tabs.good', counted(found.good)) },
          { value: 'all', label: t('imports.rows.tabs.all') },
        ]}
      />
      {show === 'bad' && groups.length > 0 && (
        <Select
          aria-label={t('imports.rows.reasons')}
          w={280}
          value={reason ?? ''}
          onChange={(chosen) => onChange({ show, reason: chosen || undefined })}
          allowDeselect={false}
          data={[
            { value: '', label: t('imports.rows.allReasons') },
            ...groups.map(({ column, code, rows }) => ({
              value: `${column}.${code}`,
              label: `${t(`imports.columns.${column}`)}: ${t(`imports.reasons.${code}`)} (${count(rows)})`,
            })),
          ]}
        />
      )}
    </div>
  )
}

function Nothing({ show }: { show: 'bad' | 'good' | 'all' }) {
  const { t } = useTranslation()
  if (show === 'all') return <EmptyState title={t('imports.rows.none')} />
  const word = show === 'bad' ? 'noneBad' : 'noneGood'
  return (
    <EmptyState icon={IconListCheck} title={t(`imports.rows.${word}`)}>
      {t(`imports.rows.${word}Next`)}
    </EmptyState>
  )
}

interface PagesProps {
  /** How many pages are before this one. */
  pages: number
  shown: number
  total: number
  next: string | null
  onNext: (after: string) => void
  onPrevious: () => void
}

const PAGE = 25

function Pages({ pages, shown, total, next, onNext, onPrevious }: PagesProps) {
  const { t } = useTranslation()
  const { count } = useFigures()
  if (shown === 0) return null
  const from = pages * PAGE + 1
  return (
    <div className={css.pages}>
      <span className={css.hint}>
        {t('imports.rows.range', {
          from: count(from),
          to: count(from + shown - 1),
          total: count(total),
        })}
      </span>
      <span className={css.buttons}>
        <Button variant="default" size="xs" disabled={pages === 0} onClick={onPrevious}>
          {t('imports.rows.previous')}
        </Button>
        <Button
          variant="default"
          size="xs"
          disabled={next === null}
          onClick={() => next !== null && onNext(next)}
        >
          {t('imports.rows.next')}
        </Button>
      </span>
    </div>
  )
}
