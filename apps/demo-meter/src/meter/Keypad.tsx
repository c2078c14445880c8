import { IconBackspace, IconCornerDownLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import css from './Keypad.module.css'

type KeypadProps = {
  disabled: boolean
  onDigit: (digit: string) => void
  onDelete: () => void
  onEnter: () => void
}

export function Keypad({ disabled, onDigit, onDelete, onEnter }: KeypadProps) {
  const { t } = useTranslation()
  return (
    <fieldset className={css.keys} disabled={disabled} aria-label={t('meter.keypad')} dir="ltr">
      {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
        <button key={digit} type="button" className={css.key} onClick={() => onDigit(digit)}>
          {digit}
        </button>
      ))}
      <button type="button" className={css.key} onClick={onDelete} aria-label={t('meter.delete')}>
        <IconBackspace size={24} stroke={1.75} aria-hidden="true" />
      </button>
      <button type="button" className={css.key} onClick={() => onDigit('0')}>
        0
      </button>
      <button
        type="button"
        className={`${css.key} ${css.enter}`}
        onClick={onEnter}
        aria-label={t('meter.enter')}
      >
        <IconCornerDownLeft size={24} stroke={2} aria-hidden="true" />
      </button>
    </fieldset>
  )
}
