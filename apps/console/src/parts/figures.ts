import { type Currency, formatMoney } from '@saldo/ui'
import { useTranslation } from 'react-i18next'

/** Above this many digits before the point, cents are noise in a headline. */
const MANY_DIGITS = 5

/** An amount for a headline: cents are left out (half up) once it is large. */
export function headlineMoney(amount: string, currency: Currency, language: string): string {
  const whole = amount.replace('-', '').split('.')[0] ?? ''
  if (whole.length < MANY_DIGITS) return formatMoney(amount, currency, { language, code: true })
  return `${currency.code}\u00a0${rounded(amount, language)}`
}

/** A quantity without its decimals, for a headline. */
export function rounded(text: string, language: string): string {
  if (!isDecimal(text)) return text
  return new Intl.NumberFormat(language, { numberingSystem: 'latn', maximumFractionDigits: 0 })
    .format(text)
    .replace('-', '\u2212')
}

/** Tenths of a percent without sign: 62n is "6.2%". */
export function percentText(tenths: bigint, language: string): string {
  const size = tenths < 0n ? -tenths : tenths
  const text = `${size / 10n}.${size % 10n}` as `${number}`
  const figure = new Intl.NumberFormat(language, {
    numberingSystem: 'latn',
    minimumFractionDigits: 1,
  }).format(text)
  return `${figure}%`
}

export function useLanguage(): string {
  return useTranslation().i18n.language
}

function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text)
}
