import { IconBackspace } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Field } from './Field.tsx'
import { press, type SellForm, write } from './form.ts'
import { keepFocus } from './keep-focus.ts'
import type { Sale } from './use-sale.ts'

interface KeypadSectionProps {
  form: SellForm
  change: (change: (form: SellForm) => SellForm) => void
  sale: Sale
  onNext: () => void
}

const digits = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '00', '0'] as const

/** The amount and, where there is room, a keypad. Its keys go to the field of the current step. */
export function KeypadSection({ form, change, sale, onNext }: KeypadSectionProps) {
  const { t } = useTranslation()
  const { decimals, code } = sale.currency
  const { fault } = sale.amount
  return (
    <section className="pos-entry">
      <h2 className="pos-step pos-wide">{t('sell.keypad')}</h2>
      <Field
        step="amount"
        form={form}
        change={change}
        label={t('sell.amountLabel')}
        shown={form.amount}
        onText={(text) => change((form) => write(form, 'amount', text))}
        tail={missingCents(form.amount, decimals)}
        icon={<span className="pos-field-code">{code}</span>}
        invalid={fault !== null && fault !== 'empty'}
      />
      {fault !== null && fault !== 'empty' && (
        <p className="pos-fault" role="alert">
          {t(`sell.fault.${fault}`)}
        </p>
      )}
      <div className="pos-keypad">
        {digits.map((digit) => (
          <Key key={digit} onPress={() => change((form) => press(form, digit))}>
            {digit}
          </Key>
        ))}
        <Key
          label={t('sell.backspace')}
          quiet
          onPress={() => change((form) => press(form, 'back'))}
        >
          <IconBackspace size={24} stroke={1.75} aria-hidden />
        </Key>
        <Key
          quiet
          wide={decimals === 0}
          onPress={() => change((form) => write(form, form.step, ''))}
        >
          {t('sell.clear')}
        </Key>
        {decimals > 0 && (
          <Key label={t('sell.point')} onPress={() => change((form) => press(form, '.'))}>
            .
          </Key>
        )}
        <Key main onPress={onNext}>
          {t('sell.next')}
        </Key>
      </div>
    </section>
  )
}

interface KeyProps {
  children: React.ReactNode
  onPress: () => void
  label?: string
  quiet?: boolean
  wide?: boolean
  main?: boolean
}

function Key({ children, onPress, label, quiet, wide, main }: KeyProps) {
  const look = [quiet && 'pos-key-quiet', wide && 'pos-key-wide', main && 'pos-key-main']
  return (
    <button
      type="button"
      className={`pos-key ${look.filter(Boolean).join(' ')}`}
      aria-label={label}
      onMouseDown={keepFocus}
      onClick={onPress}
    >
      {children}
    </button>
  )
}

/** ".00" after "500": shows that whole units are typed first. */
function missingCents(typed: string, decimals: number): string {
  if (decimals === 0) return typed === '' ? '0' : ''
  if (typed === '') return `0.${'0'.repeat(decimals)}`
  const [, fraction] = typed.split('.')
  if (fraction === undefined) return `.${'0'.repeat(decimals)}`
  return '0'.repeat(Math.max(0, decimals - fraction.length))
}
