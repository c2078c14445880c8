import { formatUnits } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import { readAmount, shortAmount } from './amount.ts'
import { quickAmount, type SellForm } from './form.ts'
import { keepFocus } from './keep-focus.ts'
import type { Sale } from './use-sale.ts'

interface AmountSectionProps {
  amounts: string[]
  form: SellForm
  change: (change: (form: SellForm) => SellForm) => void
  sale: Sale
}

/** The utility's usual amounts. Any other is typed, or tapped on the keypad. */
export function AmountSection({ amounts, change, sale }: AmountSectionProps) {
  const { t, i18n } = useTranslation()
  const chosen = (amount: string) =>
    sale.amount.text !== null &&
    sale.amount.text === readAmount(amount, sale.currency.decimals).text
  return (
    <section className="pos-amount">
      <h2 className="pos-step">{t('sell.amount')}</h2>
      {amounts.length === 0 && <p className="pos-note">{t('sell.amountHint')}</p>}
      <div className="pos-quick">
        {amounts.slice(0, 6).map((amount) => (
          <button
            type="button"
            key={amount}
            className="pos-button"
            aria-pressed={chosen(amount)}
            onMouseDown={keepFocus}
            onClick={() => change((form) => quickAmount(form, shortAmount(amount)))}
          >
            <bdi dir="ltr">{formatUnits(shortAmount(amount), i18n.language)}</bdi>
          </button>
        ))}
      </div>
    </section>
  )
}
