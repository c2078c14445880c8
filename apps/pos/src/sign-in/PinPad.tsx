import { IconBackspace } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

interface PinPadProps {
  pin: string
  onPin: (pin: string) => void
  onEnter: () => void
}

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const
const longest = 8
const fieldId = 'pin'

/** Where the next digits are meant to go, once it is known who signs in. */
export function focusPin(): void {
  document.getElementById(fieldId)?.focus()
}

/** Digits by touch or keyboard, shown as dots. The field takes a paste and a password manager. */
export function PinPad({ pin, onPin, onEnter }: PinPadProps) {
  const { t } = useTranslation()
  useEffect(focusPin, [])
  const write = (text: string) => onPin(text.replace(/\D/g, '').slice(0, longest))
  return (
    <div className="pos-pin">
      <label className="pos-step" htmlFor={fieldId}>
        {t('signIn.pin')}
      </label>
      <input
        id={fieldId}
        type="password"
        inputMode="numeric"
        autoComplete="current-password"
        className="pos-pin-field"
        value={pin}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEnter()
        }}
      />
      <span className="saldo-hidden" role="status">
        {t('signIn.pinState', { count: pin.length })}
      </span>
      <div className="pos-pin-keys">
        {keys.map((key) => (
          <button type="button" key={key} className="pos-key" onClick={() => write(pin + key)}>
            {key}
          </button>
        ))}
        <button type="button" className="pos-key pos-key-quiet" onClick={() => onPin('')}>
          {t('sell.clear')}
        </button>
        <button type="button" className="pos-key" onClick={() => write(`${pin}0`)}>
          0
        </button>
        <button
          type="button"
          className="pos-key pos-key-quiet"
          aria-label={t('sell.backspace')}
          onClick={() => onPin(pin.slice(0, -1))}
        >
          <IconBackspace size={24} stroke={1.75} aria-hidden />
        </button>
      </div>
    </div>
  )
}
