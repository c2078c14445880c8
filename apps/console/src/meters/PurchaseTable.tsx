import { EmptyState, Money, Panel, ScrollRegion, Units, unitLabel } from '@saldo/ui'
import { IconLock, IconReceipt } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'
import { useLanguage } from '../parts/figures.ts'
import { useSession } from '../shell/session.ts'
import { SaleState } from '../transactions/SaleState.tsx'
import css from './meters.module.css'
import type { Purchase } from './queries.ts'

type PurchaseTableProps = { purchases: readonly Purchase[] | null; timeZone: string }

/** The latest purchases, newest first. */
export function PurchaseTable({ purchases, timeZone }: PurchaseTableProps) {
  const { t } = useTranslation()
  return (
    <Panel title={t('meters.purchases.title')}>
      {purchases === null ? (
        <NoRight />
      ) : purchases.length === 0 ? (
        <EmptyState icon={IconReceipt} title={t('meters.purchases.none')}>
          {t('meters.purchases.noneNext')}
        </EmptyState>
      ) : (
        <Purchases purchases={purchases} timeZone={timeZone} />
      )}
    </Panel>
  )
}

function Purchases({ purchases, timeZone }: { purchases: readonly Purchase[]; timeZone: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const currency = purchases[0]?.currency.code ?? ''
  return (
    <ScrollRegion label={t('meters.purchases.title')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('meters.purchases.receipt')}</th>
            <th scope="col">{t('meters.purchases.soldAt')}</th>
            <th scope="col" className={css.figure}>
              {t('meters.purchases.amount', { currency })}
            </th>
            <th scope="col" className={css.figure}>
              {t('meters.purchases.units')}
            </th>
            <th scope="col">{t('meters.purchases.state')}</th>
            <th scope="col">{t('meters.purchases.vendor')}</th>
          </tr>
        </thead>
        <tbody>
          {purchases.map((purchase) => (
            <tr key={purchase.id}>
              <th scope="row">
                <Link
                  to="/transactions/$saleId"
                  params={{ saleId: purchase.id }}
                  search={({ utility }) => ({ utility })}
                  className="saldo-code"
                >
                  {purchase.receiptNumber}
                </Link>
              </th>
              <td className="saldo-figure">{instantText(purchase.soldAt, timeZone, language)}</td>
              <td className={css.figure}>
                <Money amount={purchase.amount} currency={purchase.currency} />
              </td>
              <td className={css.figure}>
                <Units
                  units={purchase.units}
                  unit={unitLabel(purchase.commodity === 'electricity' ? 'kWh' : 'm3')}
                />
              </td>
              <td>
                <SaleState state={purchase.state} />
              </td>
              <td>
                <bdi>{purchase.vendor}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function NoRight() {
  const { t } = useTranslation()
  const { tenant } = useSession()
  return (
    <EmptyState icon={IconLock} title={t('meters.purchases.noRight')}>
      {t('permission.next', {
        right: t('permission.rights.sale_read'),
        permission: 'sale.read',
        tenant: tenant.name,
      })}
    </EmptyState>
  )
}
