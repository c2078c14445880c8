import { type Currency, formatMoney, formatUnits } from '@saldo/ui'
import { useTranslation } from 'react-i18next'

/** Above this many digits before the point, cents are noise in a headline. */
const MANY_DIGITS = 5

/** An amount for a headline: cents are left out (half up) once it is large. */
export function headlineMoney(amount: string, currency: Currency, language: string): string {
  if (isSmall(amount)) return formatMoney(amount, currency, { language, code: true })
  return `${currency.code}\u00a0${rounded(amount, language)}`
}

/** A quantity for a headline: decimals are left out (half up) once it is large. */
export function headlineUnits(units: string, language: string): string {
  return isSmall(units) ? formatUnits(units, language) : rounded(units, language)
}

function isSmall(text: string): boolean {
  return (text.replace('-', '').split('.')[0] ?? '').length < MANY_DIGITS
}

function rounded(text: string, language: string): string {
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
