import { type Currency, directionOf, formatMoney, formatUnits, unitLabel } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import { identity } from './device/identity.ts'

/** Figures for sentences, in the reader's language. On their own, use `<Money>` and `<Units>`. */
export function useFormat() {
  const { i18n } = useTranslation()
  const language = i18n.language
  const isolated = (text: string) =>
    directionOf(language) === 'rtl' ? `\u2066${text}\u2069` : text
  return {
    money: (amount: string, currency: Currency) =>
      isolated(formatMoney(amount, currency, { language, code: true })),
    units: (units: string, unit: string) =>
      isolated(`${formatUnits(units, language)}\u00a0${unitLabel(unit)}`),
    time: (instant: string, utilityId?: string) =>
      dateText(instant, language, utilityId, { hour: '2-digit', minute: '2-digit' }),
    day: (instant: string, utilityId?: string) =>
      dateText(instant, language, utilityId, { day: 'numeric', month: 'short' }),
  }
}

/** Times are the utility's: a terminal may stand in another zone, or have a wrong one set. */
function dateText(
  instant: string,
  language: string,
  utilityId: string | undefined,
  parts: Intl.DateTimeFormatOptions,
): string {
  const utilities = identity()?.terminal?.utilities ?? []
  const utility = utilities.find(({ id }) => id === utilityId) ?? utilities[0]
  const locale = language === 'en' ? 'en-GB' : language
  return new Intl.DateTimeFormat(locale, {
    ...parts,
    numberingSystem: 'latn',
    ...(utility ? { timeZone: utility.timeZone } : {}),
  }).format(new Date(instant))
}
