import { Button } from '@mantine/core'
import { DataGrid, FilterChip, GridSearch } from '@saldo/ui/data-grid'
import { firstPage, type GridState } from '@saldo/ui/grid-state'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useTitle } from '../parts/use-title.ts'
import { roleList } from '../roles/queries.ts'
import { useSession, useUtility } from '../shell/session.ts'
import css from './people.module.css'
import { usePeopleColumns } from './people-columns.tsx'
import { peopleOf } from './queries.ts'
import { type PeopleSearch, peopleSearchOf, statuses } from './search.ts'

const route = getRouteApi('/signed-in/people')

/** The people of the console by name. */
export function PeopleScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { permissions } = useSession()
  const utility = useUtility()?.id
  const search = peopleSearchOf(route.useSearch())
  const columns = usePeopleColumns()
  const people = useQuery(peopleOf(search))
  const roles = useQuery(roleList)
  useTitle(t('menu.people'))
  const { size, after, before, columns: shown, sort, ...filter } = search
  const go = (next: PeopleSearch) => void navigate({ to: '/people', search: { utility, ...next } })
  const change = (changed: Partial<PeopleSearch>) => go({ ...firstPage(search), ...changed })
  return (
    <>
      <h1 className={css.title}>{t('menu.people')}</h1>
      <DataGrid
        label={t('menu.people')}
        columns={columns}
        rowKey={({ id }) => id}
        rowLabel={({ name }) => name}
        page={people.data}
        loading={people.isFetching}
        failure={
          people.error && <Failed problem={people.error} onRetry={() => void people.refetch()} />
        }
        asOf={people.dataUpdatedAt}
        empty={{ title: t('people.none'), next: t('people.noneNext') }}
        state={search}
        onState={(state: GridState) => go({ ...filter, ...state })}
        filterKey={JSON.stringify(filter)}
        filters={
          <>
            <GridSearch
              label={t('people.search')}
              value={search.search}
              onChange={(value) => change({ search: value })}
            />
            <FilterChip
              label={t('people.column.status')}
              options={statuses.map((value) => ({ value, label: t(`people.status.${value}`) }))}
              value={search.status}
              onChange={(value) => change({ status: statuses.find((one) => one === value) })}
            />
            <FilterChip
              label={t('people.column.roles')}
              options={(roles.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              value={search.role}
              onChange={(value) => change({ role: value })}
            />
          </>
        }
        actions={
          permissions.includes('person.invite') && (
            <Button component={Link} to="/people/new">
              {t('people.invite')}
            </Button>
          )
        }
      />
    </>
  )
}

export function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="people" permission="person.read" />
  return <Failure problem={problem} onRetry={onRetry} />
}
