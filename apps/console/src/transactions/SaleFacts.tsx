import { CommodityTag, MeterNumber, Panel } from '@saldo/ui'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dayText, instantText } from '../parts/days.ts'
import type { SaleDetail } from './queries.ts'
import type { SalesSearch } from './search.ts'
import css from './transactions.module.css'

/** Who sold what to whom. A name leads to what else was sold there, or to that meter. */
export function SaleFacts({ sale }: { sale: SaleDetail }) {
  const { t, i18n } = useTranslation()
  const { vendor, terminal, operator } = sale
  const facts: Record<string, ReactNode> = {
    soldAt: instantText(sale.soldAt, sale.utility.timeZone, i18n.language),
    businessDay: dayText(sale.businessDay, i18n.language),
    utility: sale.utility.name,
    commodity: <CommodityTag commodity={sale.commodity} />,
    channel: t(`transactions.channel.${sale.channel}`, { defaultValue: sale.channel }),
    vendor: <Only search={{ vendor: vendor.id ?? undefined }}>{vendor.name}</Only>,
    terminal: terminal.id ? (
      <Only search={{ terminal: terminal.id }}>{terminal.name}</Only>
    ) : (
      terminal.name
    ),
    operator: operator.id ? (
      <Only search={{ operator: operator.id }}>{operator.name}</Only>
    ) : (
      operator.name
    ),
    customer: sale.customerName,
    account: sale.customerAccount,
    meter: (
      <Only search={{ find: sale.serialNumber, span: 'any' }}>
        <MeterNumber digits={sale.serialNumber} />
      </Only>
    ),
    tariff: sale.tariff,
    backEnd: t(`transactions.backEnd.${sale.backEnd}`, { defaultValue: sale.backEnd }),
  }
  return (
    <Panel title={t('transactions.facts')}>
      <dl className={css.facts}>
        {Object.entries(facts)
          .filter(([, fact]) => fact !== null && fact !== '')
          .map(([name, fact]) => (
            <div key={name}>
              <dt>{t(`transactions.fact.${name}`)}</dt>
              <dd>
                <bdi>{fact}</bdi>
              </dd>
            </div>
          ))}
      </dl>
    </Panel>
  )
}

function Only({ search, children }: { search: SalesSearch; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Link
      to="/transactions"
      search={({ utility }) => ({ utility, span: 'week' as const, ...search })}
      title={t('transactions.only')}
    >
      {children}
    </Link>
  )
}
