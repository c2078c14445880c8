import { EmptyState } from '@saldo/ui'
import { DataGrid, FilterChip, GridSearch, type GridSelection } from '@saldo/ui/data-grid'
import { firstPage, type GridState } from '@saldo/ui/grid-state'
import { IconBuildingOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Problem, Utility } from '../api.ts'
import { BlockMeters } from '../bulk/BlockMeters.tsx'
import { ExportButton } from '../exports/ExportButton.tsx'
import { Failure } from '../parts/Failure.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { SavedViews } from '../saved-views/SavedViews.tsx'
import { useSession, useUtility } from '../shell/session.ts'
import { useMeterColumns } from './meter-columns.tsx'
import css from './meters.module.css'
import { metersOf, supplyGroupsOf } from './queries.ts'
import { commodities, type MetersSearch, meterStatuses, metersSearchOf } from './search.ts'

const route = getRouteApi('/signed-in/meters')

/** Every meter of a utility, by number. */
export function MetersScreen() {
  const { t } = useTranslation()
  const utility = useUtility()
  return (
    <>
      <h1 className={css.title}>{t('menu.meters')}</h1>
      {utility ? (
        <Meters utility={utility} />
      ) : (
        <EmptyState icon={IconBuildingOff} title={t('meters.noUtility')} />
      )}
    </>
  )
}

function Meters({ utility }: { utility: Utility }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = metersSearchOf(route.useSearch())
  const columns = useMeterColumns()
  const meters = useQuery(metersOf(utility.id, search))
  const { sort, size, after, before, columns: shown, ...filter } = search
  const go = (next: MetersSearch) =>
    void navigate({ to: '/meters', search: { utility: utility.id, ...next } })
  const filtered = Object.keys(filter).length > 0
  const { permissions } = useSession()
  const { find, group, status, commodity } = filter
  const choice = {
    utility: utility.id,
    ...(status && { status }),
    ...(commodity && { commodity }),
    ...(group && { supplyGroup: group }),
    ...(find && { search: find }),
  }
  return (
    <DataGrid
      label={t('menu.meters')}
      columns={columns}
      rowKey={({ id }) => id}
      rowLabel={({ serialNumber }) => t('meters.row', { number: serialNumber })}
      page={meters.data}
      loading={meters.isFetching}
      failure={
        meters.error && <Failed problem={meters.error} onRetry={() => void meters.refetch()} />
      }
      asOf={meters.dataUpdatedAt}
      empty={{
        title: t(filtered ? 'meters.none' : 'meters.noneYet'),
        next: t(filtered ? 'meters.noneNext' : 'meters.noneYetNext'),
      }}
      state={search}
      onState={(state: GridState) => go({ ...filter, ...state })}
      filterKey={JSON.stringify({ utility: utility.id, ...filter })}
      actions={
        <>
          <SavedViews
            screen="meters"
            search={search}
            onOpen={(saved) => go(metersSearchOf(saved))}
          />
          <ExportButton list="meters" filter={choice} />
        </>
      }
      {...(permissions.includes('meter.block') && {
        bulk: (selection: GridSelection, clear: () => void) => (
          <BlockMeters choice={{ ...choice, ...chosenIds(selection) }} onDone={clear} />
        ),
      })}
      filters={
        <Filters
          search={search}
          utility={utility}
          onChange={(changed) => go({ ...firstPage(search), ...changed })}
        />
      }
    />
  )
}

/** Of everything that matches no rows are named: the filter says which they are. */
function chosenIds(selection: GridSelection) {
  return selection.kind === 'all' ? {} : { ids: [...selection.keys] }
}

type FiltersProps = {
  search: MetersSearch
  utility: Utility
  onChange: (changed: Partial<MetersSearch>) => void
}

function Filters({ search, utility, onChange }: FiltersProps) {
  const { t } = useTranslation()
  const groups = useQuery(supplyGroupsOf(utility.id)).data?.data ?? []
  return (
    <>
      <GridSearch
        label={t('meters.find')}
        value={search.find}
        onChange={(find) => onChange({ find })}
      />
      <FilterChip
        label={t('meters.column.status')}
        options={meterStatuses.map((value) => ({ value, label: t(`meters.status.${value}`) }))}
        value={search.status}
        onChange={(value) => onChange({ status: meterStatuses.find((one) => one === value) })}
      />
      {utility.commodities.length > 1 && (
        <FilterChip
          label={t('meters.column.commodity')}
          options={utility.commodities.map((value) => ({
            value,
            label: t(`commodity.${value}`, { ns: 'ui' }),
          }))}
          value={search.commodity}
          onChange={(value) => onChange({ commodity: commodities.find((one) => one === value) })}
        />
      )}
      {groups.length > 1 && (
        <FilterChip
          label={t('meters.column.group')}
          options={groups.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
          value={search.group}
          onChange={(group) => onChange({ group })}
        />
      )}
    </>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="meters" permission="meter.read" />
  return <Failure problem={problem} onRetry={onRetry} />
}
