import { EmptyState, Panel, ScrollRegion } from '@saldo/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'
import { useLanguage } from '../parts/figures.ts'
import { useSession } from '../shell/session.ts'
import { MeterStatus } from './MeterStatus.tsx'
import { MeterLink } from './meter-columns.tsx'
import css from './meters.module.css'
import type { Served } from './queries.ts'

type ServedTableProps = {
  links: readonly Served[]
  timeZone: string
  /** Whose page it stands on: the other side is what its rows name. */
  of: 'meter' | 'customer'
}

/** Who and which meter over time: the present one first. */
export function ServedTable({ links, timeZone, of }: ServedTableProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const title = t(`meters.served.${of}`)
  return (
    <Panel title={title}>
      {links.length === 0 ? (
        <EmptyState title={t(`meters.served.none.${of}`)}>
          {t(`meters.served.noneNext.${of}`)}
        </EmptyState>
      ) : (
        <ScrollRegion label={title}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">
                  {t(of === 'meter' ? 'meters.column.customer' : 'meters.column.number')}
                </th>
                <th scope="col">{t('meters.served.place')}</th>
                <th scope="col">{t('meters.served.from')}</th>
                <th scope="col">{t('meters.served.until')}</th>
              </tr>
            </thead>
            <tbody>
              {links.map((link) => (
                <tr key={`${link.serialNumber} ${link.from}`}>
                  <th scope="row">
                    {of === 'meter' ? (
                      <CustomerName customer={link.customer} />
                    ) : (
                      <span className={css.inline}>
                        <MeterLink serialNumber={link.serialNumber} />
                        <MeterStatus status={link.status} />
                      </span>
                    )}
                  </th>
                  <td>
                    <bdi dir="ltr">{link.place.number}</bdi> <bdi>{link.place.address}</bdi>
                    {link.place.area && !link.place.address.endsWith(link.place.area) && (
                      <>
                        {', '}
                        <bdi>{link.place.area}</bdi>
                      </>
                    )}
                  </td>
                  <td className="saldo-figure">{instantText(link.from, timeZone, language)}</td>
                  <td className="saldo-figure">
                    {link.until
                      ? instantText(link.until, timeZone, language)
                      : t('meters.served.now')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  )
}

function CustomerName({ customer }: Pick<Served, 'customer'>) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  if (!customer) return t('meters.served.nobody')
  const { id, name, accountNumber } = customer
  const text = (
    <>
      <bdi>{name}</bdi> <bdi dir="ltr">{accountNumber}</bdi>
    </>
  )
  if (!permissions.includes('customer.read')) return text
  return (
    <Link
      to="/customers/$customerId"
      params={{ customerId: id }}
      search={({ utility }) => ({ utility })}
    >
      {text}
    </Link>
  )
}
