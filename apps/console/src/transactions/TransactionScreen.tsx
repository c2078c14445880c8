import { Tabs } from '@mantine/core'
import '@mantine/core/styles/Tabs.layer.css'
import { EmptyState, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconReceiptOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { History } from '../parts/History.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { UrlTabs } from '../parts/UrlTabs.tsx'
import { AskProvider } from './AskProvider.tsx'
import { type SaleDetail, saleOf } from './queries.ts'
import { SaleCalculation } from './SaleCalculation.tsx'
import { SaleFacts } from './SaleFacts.tsx'
import { SaleMoney } from './SaleMoney.tsx'
import { SaleState } from './SaleState.tsx'
import { SaleTimeline } from './SaleTimeline.tsx'
import { TokensAndReceipt } from './TokensAndReceipt.tsx'
import { tabs } from './tabs.ts'
import css from './transactions.module.css'

const route = getRouteApi('/signed-in/transactions/$saleId')

/** One sale: how it went, what the money became, its tokens (masked) and its receipt. */
export function TransactionScreen() {
  const { saleId } = route.useParams()
  const sale = useQuery(saleOf(saleId))
  return (
    <>
      <BackToList />
      {sale.data ? (
        <Sale key={saleId} sale={sale.data}>
          {sale.isRefetchError && (
            <Failure problem={sale.error} compact onRetry={() => void sale.refetch()} />
          )}
        </Sale>
      ) : sale.isError ? (
        <Failed problem={sale.error} onRetry={() => void sale.refetch()} />
      ) : (
        <Waiting />
      )}
    </>
  )
}

function BackToList() {
  const { t } = useTranslation()
  return (
    <p className={css.back}>
      <Link to="/transactions" search={({ utility }) => ({ utility })}>
        {t('menu.transactions')}
      </Link>
    </p>
  )
}

function Sale({ sale, children }: { sale: SaleDetail; children: React.ReactNode }) {
  const { t } = useTranslation()
  const { tab = 'sale' } = route.useSearch()
  useEffect(() => {
    document.title = t('app.titleOf', { screen: sale.receiptNumber })
  }, [t, sale.receiptNumber])
  return (
    <>
      <header className={css.heading}>
        <h1>
          <bdi dir="ltr">{sale.receiptNumber}</bdi>
        </h1>
        <SaleState state={sale.state} />
      </header>
      {children}
      <AskProvider sale={sale} />
      <UrlTabs tabs={tabs} value={tab} label={(one) => t(`transactions.tab.${one}`)}>
        <Tabs.Panel value="sale" className={css.panels ?? ''}>
          <div>
            <SaleFacts sale={sale} />
            <SaleTimeline sale={sale} />
            <SaleMoney sale={sale} />
            <SaleCalculation sale={sale} />
          </div>
          <div>
            <TokensAndReceipt sale={sale} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="history" className={`saldo-panel ${css.history}`}>
          <History kind="sale" id={sale.id} />
        </Tabs.Panel>
      </UrlTabs>
    </>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const { t } = useTranslation()
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="transactions" permission="sale.read" />
  if (problem.status === 404 || problem.status === 400)
    return (
      <EmptyState icon={IconReceiptOff} title={t('transactions.unknown')}>
        {t('transactions.unknownNext')}
      </EmptyState>
    )
  return <Failure problem={problem} onRetry={onRetry} />
}

function Waiting() {
  return (
    <Skeleton>
      <div className={css.panels}>
        <SkeletonBar height={420} />
        <SkeletonBar height={420} />
      </div>
    </Skeleton>
  )
}
