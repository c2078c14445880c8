import { EmptyState } from '@saldo/ui'
import { DataGrid, GridSearch } from '@saldo/ui/data-grid'
import { firstPage, type GridState } from '@saldo/ui/grid-state'
import { IconBuildingOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Problem, Utility } from '../api.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import css from '../meters/meters.module.css'
import { Failure } from '../parts/Failure.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { SavedViews } from '../saved-views/SavedViews.tsx'
import { useUtility } from '../shell/session.ts'
import { useCustomerColumns } from './customer-columns.tsx'
import { customersOf } from './queries.ts'
import { type CustomersSearch, customersSearchOf } from './search.ts'

const route = getRouteApi('/signed-in/customers')

/** Every customer of a utility, by name. */
export function CustomersScreen() {
  const { t } = useTranslation()
  const utility = useUtility()
  return (
    <>
      <h1 className={css.title}>{t('menu.customers')}</h1>
      {utility ? (
        <Customers utility={utility} />
      ) : (
        <EmptyState icon={IconBuildingOff} title={t('customers.noUtility')} />
      )}
    </>
  )
}

function Customers({ utility }: { utility: Utility }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = customersSearchOf(route.useSearch())
  const columns = useCustomerColumns()
  const customers = useQuery(customersOf(utility.id, search))
  const { find } = search
  const go = (next: CustomersSearch) =>
    void navigate({ to: '/customers', search: { utility: utility.id, ...next } })
  return (
    <DataGrid
      label={t('menu.customers')}
      // What is searched for comes in the order of the words that were found.
      columns={find ? columns.map((column) => ({ ...column, sortable: false })) : columns}
      rowKey={({ id }) => id}
      rowLabel={({ name }) => t('customers.row', { name })}
      page={customers.data}
      loading={customers.isFetching}
      failure={
        customers.error && (
          <Failed problem={customers.error} onRetry={() => void customers.refetch()} />
        )
      }
      asOf={customers.dataUpdatedAt}
      empty={{
        title: t(find ? 'customers.none' : 'customers.noneYet'),
        next: t(find ? 'customers.noneNext' : 'customers.noneYetNext'),
      }}
      state={search}
      onState={(state: GridState) => go({ ...(find && { find }), ...state })}
      filterKey={`${utility.id} ${find ?? ''}`}
      actions={
        <>
          <SavedViews
            screen="customers"
            search={search}
            onOpen={(saved) => go(customersSearchOf(saved))}
          />
          <ExportButton list="customers" filter={{ utility: utility.id, search: search.find }} />
        </>
      }
      filters={
        <GridSearch
          label={t('customers.find')}
          value={find}
          onChange={(wanted) => go({ ...firstPage(search), find: wanted })}
        />
      }
    />
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="customers" permission="customer.read" />
  return <Failure problem={problem} onRetry={onRetry} />
}
