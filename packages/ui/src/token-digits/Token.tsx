import type { ClipboardEvent } from 'react'
import { useTranslation } from 'react-i18next'

interface TokenProps {
  /** 20 digits without spaces. */
  digits: string
  size?: 'medium' | 'large'
  className?: string
}

/**
 * A token: five groups of four, left to right and isolated in every language. It is read aloud digit
 * by digit, and selecting or copying it gives 20 digits without spaces, as meters and messages take them.
 */
export function Token({ digits, size = 'medium', className }: TokenProps) {
  const { t } = useTranslation('ui')
  const groups = digits.match(/\d{1,4}/g) ?? []
  const spoken = groups.map((group) => [...group].join(' ')).join(', ')
  return (
    <span
      role="img"
      aria-label={`${t('token.label')}: ${spoken}`}
      dir="ltr"
      className={`saldo-token saldo-token-${size} ${className ?? ''}`}
      onCopy={copyDigits(digits)}
    >
      {groups.map((group, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place; two may be equal
        <span key={place}>{group}</span>
      ))}
    </span>
  )
}

function copyDigits(digits: string) {
  return (event: ClipboardEvent) => {
    event.clipboardData.setData('text/plain', digits)
    event.preventDefault()
  }
}
