import { Tabs } from '@mantine/core'
import '@mantine/core/styles/Tabs.layer.css'
import { EmptyState, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconUserOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import css from '../meters/meters.module.css'
import { PurchaseTable } from '../meters/PurchaseTable.tsx'
import { ServedTable } from '../meters/ServedTable.tsx'
import { Failure } from '../parts/Failure.tsx'
import { History } from '../parts/History.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { UrlTabs } from '../parts/UrlTabs.tsx'
import { CustomerFacts } from './CustomerFacts.tsx'
import { DebtTable } from './DebtTable.tsx'
import { type CustomerDetail, customerOf } from './queries.ts'
import { customerTabs } from './tabs.ts'

const route = getRouteApi('/signed-in/customers/$customerId')

/** One customer: how to reach them, where they live and by which meters, what they owe and what they bought. */
export function CustomerScreen() {
  const { t } = useTranslation()
  const { customerId } = route.useParams()
  const customer = useQuery(customerOf(customerId))
  return (
    <>
      <p className={css.back}>
        <Link to="/customers" search={({ utility }) => ({ utility })}>
          {t('menu.customers')}
        </Link>
      </p>
      {customer.data ? (
        <Customer key={customerId} customer={customer.data}>
          {customer.isRefetchError && (
            <Failure problem={customer.error} compact onRetry={() => void customer.refetch()} />
          )}
        </Customer>
      ) : customer.isError ? (
        <Failed problem={customer.error} onRetry={() => void customer.refetch()} />
      ) : (
        <Waiting />
      )}
    </>
  )
}

function Customer({ customer, children }: { customer: CustomerDetail; children: React.ReactNode }) {
  const { t } = useTranslation()
  const { tab = 'summary' } = route.useSearch()
  const { timeZone } = customer.utility
  useEffect(() => {
    document.title = t('app.titleOf', { screen: customer.name })
  }, [t, customer.name])
  return (
    <>
      <header className={css.heading}>
        <h1>
          <bdi>{customer.name}</bdi>
        </h1>
        <bdi className="saldo-code">{customer.accountNumber}</bdi>
      </header>
      {children}
      <UrlTabs tabs={customerTabs} value={tab} label={(one) => t(`customers.tab.${one}`)}>
        <Tabs.Panel value="summary" className={css.panels ?? ''}>
          <CustomerFacts customer={customer} />
          <ServedTable links={customer.links} timeZone={timeZone} of="customer" />
          <DebtTable debts={customer.debts} currency={customer.currency} />
          <PurchaseTable purchases={customer.purchases} timeZone={timeZone} />
        </Tabs.Panel>
        <Tabs.Panel value="history" className="saldo-panel">
          <History kind="customer" id={customer.id} />
        </Tabs.Panel>
      </UrlTabs>
    </>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const { t } = useTranslation()
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="customers" permission="customer.read" />
  if (problem.status === 404 || problem.status === 400)
    return (
      <EmptyState icon={IconUserOff} title={t('customers.unknown')}>
        {t('customers.unknownNext')}
      </EmptyState>
    )
  return <Failure problem={problem} onRetry={onRetry} />
}

function Waiting() {
  return (
    <Skeleton>
      <div className={css.panels}>
        <SkeletonBar height={140} />
        <SkeletonBar height={140} />
        <SkeletonBar height={320} />
      </div>
    </Skeleton>
  )
}
