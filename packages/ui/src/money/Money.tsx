import { useTranslation } from 'react-i18next'
import { type Currency, formatMoney, formatUnits, unitLabel } from './format.ts'

interface MoneyProps {
  /** Decimal string of the major unit: "-125.00". */
  amount: string
  currency: Currency
  /** Show the currency code before the figure. */
  code?: boolean
  className?: string
}

/** An amount: tabular figures, true minus, left to right in every language. */
export function Money({ amount, currency, code = false, className }: MoneyProps) {
  const { i18n } = useTranslation('ui')
  return (
    <bdi dir="ltr" className={`saldo-figure ${className ?? ''}`}>
      {formatMoney(amount, currency, { language: i18n.language, code })}
    </bdi>
  )
}

interface UnitsProps {
  /** Decimal string: "14.6". */
  units: string
  /** "kWh" or "m3". */
  unit: string
  className?: string
}

/** A quantity, always with its unit. */
export function Units({ units, unit, className }: UnitsProps) {
  const { i18n } = useTranslation('ui')
  return (
    <bdi dir="ltr" className={`saldo-figure ${className ?? ''}`}>
      {formatUnits(units, i18n.language)}&nbsp;{unitLabel(unit)}
    </bdi>
  )
}
