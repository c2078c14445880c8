import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** The name of the screen in the browser's tab. */
export function useTitle(screen: string): void {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = t('app.titleOf', { screen })
  }, [t, screen])
}
