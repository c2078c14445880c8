import { Button, CloseButton } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSellingLock } from '../outbox/selling-lock.ts'
import { tell, useNotice } from './notice.ts'

/** What the cashier must know whatever screen is open. */
export function NoticeLine() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const notice = useNotice()
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
