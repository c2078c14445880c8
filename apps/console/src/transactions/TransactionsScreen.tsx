import { EmptyState } from '@saldo/ui'
import { DataGrid } from '@saldo/ui/data-grid'
import { firstPage, type GridState } from '@saldo/ui/grid-state'
import { IconBuildingOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Problem, Utility } from '../api.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { dayIn } from '../parts/days.ts'
import { Failure } from '../parts/Failure.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useUtility } from '../shell/session.ts'
import { salesOf } from './queries.ts'
import { SaleFilters } from './SaleFilters.tsx'
import { useSaleColumns } from './sale-columns.tsx'
import { type SalesSearch, saleQueryOf, salesSearchOf, spanOf } from './search.ts'
import css from './transactions.module.css'

const route = getRouteApi('/signed-in/transactions')

/** Every sale of a utility: today's first, and any by what is known of it. */
export function TransactionsScreen() {
  const { t } = useTranslation()
  const utility = useUtility()
  return (
    <>
      <h1 className={css.title}>{t('menu.transactions')}</h1>
      {utility ? (
        <Sales utility={utility} />
      ) : (
        <EmptyState icon={IconBuildingOff} title={t('transactions.noUtility')} />
      )}
    </>
  )
}

function Sales({ utility }: { utility: Utility }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = salesSearchOf(route.useSearch())
  const columns = useSaleColumns(utility)
  const query = saleQueryOf(search, utility, dayIn(utility.timeZone))
  const sales = useQuery({ ...salesOf(query ?? nothing), enabled: query !== undefined })
  const go = (next: SalesSearch) =>
    void navigate({ to: '/transactions', search: { utility: utility.id, ...next } })
  const { after, before, columns: shown, size, ...filter } = search
  return (
    <DataGrid
      label={t('menu.transactions')}
      columns={columns}
      rowKey={({ id }) => id}
      rowLabel={({ receiptNumber }) => t('transactions.row', { receipt: receiptNumber })}
      page={query ? sales.data : noPage}
      loading={sales.isFetching}
      failure={sales.error && <Failed problem={sales.error} onRetry={() => void sales.refetch()} />}
      asOf={sales.dataUpdatedAt}
      empty={emptyOf(search, t)}
      state={search}
      onState={(state: GridState) => go({ ...filter, ...clean(state) })}
      filterKey={JSON.stringify(filter)}
      {...(query && { actions: <ExportButton list="sales" filter={exported(query)} /> })}
      filters={
        <SaleFilters
          search={search}
          utility={utility}
          onChange={(changed) => go({ ...firstPage(search), ...filter, ...changed })}
        />
      }
    />
  )
}

/** What of the query says which sales, and not which page of them. */
function exported({
  sort,
  limit,
  after,
  before,
  ...filter
}: NonNullable<ReturnType<typeof saleQueryOf>>) {
  return filter
}

/** Never asked: what was typed can be no number of a sale. */
const nothing = { utility: '' }
const noPage = { data: [], next: null, previous: null, count: { value: 0, exact: true } }

/** Fields of the list that were given up must go from the address too. */
function clean({ sort, size, after, before, columns }: GridState): GridState {
  return { sort, size, after, before, columns }
}

function emptyOf(search: SalesSearch, t: (key: string) => string) {
  if (search.find !== undefined)
    return { title: t('transactions.notFound'), next: t('transactions.notFoundNext') }
  if (spanOf(search) === 'today')
    return { title: t('transactions.noneToday'), next: t('transactions.noneTodayNext') }
  return { title: t('transactions.none'), next: t('transactions.noneNext') }
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="transactions" permission="sale.read" />
  return <Failure problem={problem} onRetry={onRetry} />
}
