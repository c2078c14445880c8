import { type Currency, formatMoney, formatUnits, Money, unitLabel } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import type { Line } from '../contract.ts'
import { useFormat } from '../format.ts'

interface BreakdownProps {
  lines: Line[]
  currency: Currency
  unit: string
}

/** Where every cent of the amount goes: debt, charges and tax, then the steps of the tariff. */
export function Breakdown({ lines, currency, unit }: BreakdownProps) {
  return (
    <ul className="pos-lines">
      {lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <li key={place}>
          <LineLabel line={line} currency={currency} unit={unit} />
          <Money amount={line.amount} currency={currency} />
        </li>
      ))}
    </ul>
  )
}

function LineLabel({ line, currency, unit }: { line: Line; currency: Currency; unit: string }) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  if (line.units !== undefined && line.price !== undefined) {
    return (
      <span>
        {t('sell.energyLine', {
          label: line.label,
          units: formatUnits(line.units, i18n.language),
          unit: unitLabel(unit),
          price: formatMoney(line.price, currency, { language: i18n.language }),
        })}
      </span>
    )
  }
  if (line.remaining === undefined) return <span>{line.label}</span>
  return (
    <span>
      {line.label}
      <small>{t('sell.stillOwed', { amount: format.money(line.remaining, currency) })}</small>
    </span>
  )
}
