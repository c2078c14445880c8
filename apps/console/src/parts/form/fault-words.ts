import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** Words for the code of a fault of one field; a code that has none is said to be unacceptable, no more. */
export function useFaultWords(): (code: string) => string {
  const { t, i18n } = useTranslation()
  return useCallback(
    (code) => t(i18n.exists(`form.fault.${code}`) ? `form.fault.${code}` : 'form.fault.other'),
    [t, i18n],
  )
}
