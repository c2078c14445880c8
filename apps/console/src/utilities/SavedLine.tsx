import { useTranslation } from 'react-i18next'
import css from './utilities.module.css'

/** Says that it was saved, also to those who hear the page. */
export function SavedLine({ shown, text }: { shown: boolean; text?: string }) {
  const { t } = useTranslation()
  return (
    <p role="status" className={css.hint}>
      {shown ? (text ?? t('utilities.savedPlain')) : ''}
    </p>
  )
}
