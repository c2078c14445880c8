import { CommodityTag } from '@saldo/ui'
import { IconAlertTriangle, IconBan } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { MeterCard } from '../contract.ts'
import { useFormat } from '../format.ts'

/** Who buys: name, place, tariff, and what the cashier must know before taking money. */
export function CustomerCard({ card }: { card: MeterCard }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { utility, lastPurchase } = card
  return (
    <div className="saldo-panel pos-card">
      <div className="pos-card-head">
        <div>
          <p className="pos-card-name">{card.customer?.name ?? t('sell.noCustomer')}</p>
          <p className="pos-card-place-line">{card.customer?.place ?? utility.name}</p>
        </div>
        <CommodityTag commodity={card.commodity} />
      </div>
      <dl className="pos-facts">
        <Fact name={t('sell.card1.tariff')}>{card.tariff.name}</Fact>
        <Fact name={t('sell.card1.group')}>
          <bdi className="saldo-code">{card.supplyGroupCode}</bdi>
        </Fact>
        {lastPurchase && (
          <Fact name={t('sell.card1.last')}>
            <bdi>{format.day(lastPurchase.at, utility.id)}</bdi>,{' '}
            {format.money(lastPurchase.amount, utility.currency)}
          </Fact>
        )}
      </dl>
      {card.blocked && (
        <p className="pos-warning pos-warning-bad">
          <IconBan size={18} stroke={1.75} aria-hidden />
          <span>
            <b>{t('sell.card1.blocked')}</b> {card.blocked.reason}
          </span>
        </p>
      )}
      {card.debts.length > 0 && (
        <p className="pos-warning">
          <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
          <span>
            <b>{t('sell.card1.owes', { amount: format.money(card.owed, utility.currency) })}</b>{' '}
            {t('sell.card1.share', { share: card.debts[0]?.share })}
          </span>
        </p>
      )}
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt> <dd>{children}</dd>
    </div>
  )
}
