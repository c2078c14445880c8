import { type Currency, EmptyState, Money, Panel, ScrollRegion, Status } from '@saldo/ui'
import { IconCheck, IconPlayerPause } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import css from '../meters/meters.module.css'
import { percentText, useLanguage } from '../parts/figures.ts'
import type { CustomerDetail } from './queries.ts'

type DebtTableProps = { debts: CustomerDetail['debts']; currency: Currency }

/** What is owed and how purchases pay it back. */
export function DebtTable({ debts, currency }: DebtTableProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const title = t('customers.debts.title')
  if (debts.length === 0)
    return (
      <Panel title={title}>
        <EmptyState icon={IconCheck} title={t('customers.debts.none')} />
      </Panel>
    )
  return (
    <Panel title={title}>
      <ScrollRegion label={title}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('customers.debts.name')}</th>
              <th scope="col" className={css.figure}>
                {t('customers.debts.owed', { currency: currency.code })}
              </th>
              <th scope="col" className={css.figure}>
                {t('customers.debts.share')}
              </th>
              <th scope="col" className={css.figure}>
                {t('customers.debts.cap', { currency: currency.code })}
              </th>
              <th scope="col">{t('customers.debts.state')}</th>
            </tr>
          </thead>
          <tbody>
            {debts.map((debt) => (
              <tr key={debt.id}>
                <th scope="row">
                  <bdi>{debt.name}</bdi>
                </th>
                <td className={css.figure}>
                  <Money amount={debt.owed} currency={currency} />
                </td>
                <td className={css.figure}>
                  {percentText(BigInt(debt.recoveryBasisPoints) / 10n, language)}
                </td>
                <td className={css.figure}>
                  {debt.recoveryCap ? (
                    <Money amount={debt.recoveryCap} currency={currency} />
                  ) : (
                    t('customers.debts.noCap')
                  )}
                </td>
                <td>
                  {debt.paused ? (
                    <Status tone="warn" icon={IconPlayerPause}>
                      {t('customers.debts.paused')}
                    </Status>
                  ) : (
                    <Status tone="info">{t('customers.debts.running')}</Status>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  )
}
