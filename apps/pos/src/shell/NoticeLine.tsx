import { Button, CloseButton } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSellingLock } from '../outbox/selling-lock.ts'
import { tell, useNotice } from './notice.ts'

/** What the cashier must know whatever screen is open. */
export function NoticeLine() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { key: shown } = useParams({ strict: false })
  const told = useNotice()
  // On the screen of the sale itself the screen says it.
  const notice = told?.saleKey !== undefined && told.saleKey === shown && !told.stays ? null : told
  const lock = useSellingLock()
  const show = (key: string) => {
    tell(null)
    void navigate({ to: '/sales/$key', params: { key } })
  }
  return (
    <div role="status" className="pos-notices">
      {lock === 'elsewhere' && <p className="pos-notice pos-notice-warn">{t('shell.elsewhere')}</p>}
      {notice && (
        <p className={`pos-notice pos-notice-${notice.tone}`}>
          <span>{notice.text}</span>
          {notice.saleKey !== undefined && (
            <Button variant="default" onClick={() => show(notice.saleKey ?? '')}>
              {t('checking.show')}
            </Button>
          )}
          <CloseButton
            size="lg"
            className="pos-notice-close"
            aria-label={t('keys.close')}
            onClick={() => tell(null)}
          />
        </p>
      )}
    </div>
  )
}
