import { useTranslation } from 'react-i18next'

/** Writes an instant in the reader's language, by the clock of this device. */
export function useMoment(): (instant: string) => string {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  return (instant) => format.format(new Date(instant))
}
