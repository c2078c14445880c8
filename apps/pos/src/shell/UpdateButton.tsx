import { useTranslation } from 'react-i18next'
import { openItems, useOutbox } from '../outbox/keeper.ts'
import { useStore } from '../store.ts'
import { applyUpdate, updateReady } from './update.ts'

/** A new version waits until no sale is open: then one tap loads it. */
export function UpdateButton() {
  const { t } = useTranslation()
  const ready = useStore(updateReady)
  useOutbox()
  if (!ready || openItems().length > 0) return null
  return (
    <button type="button" className="pos-hint pos-hint-button" onClick={applyUpdate}>
      {t('shell.update')}
    </button>
  )
}
