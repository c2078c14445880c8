import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { instantText } from '../parts/days.ts'
import { useLanguage } from '../parts/figures.ts'
import { useDeed } from '../parts/form/use-deed.ts'
import { useSession, useUtility } from '../shell/session.ts'
import css from './platform.module.css'
import { startAnew } from './queries.ts'

/** Says, on every screen, that an operator of the platform looks into somebody else's company, and how to end it. */
export function VisitBanner() {
  const { t } = useTranslation()
  const language = useLanguage()
  const { visit, tenant } = useSession()
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  const leave = useDeed({
    send: (_: null) => api.client.DELETE('/api/console/platform/visit'),
    onDone: startAnew,
  })
  if (!visit) return null
  return (
    <section className={css.visit} aria-label={t('platform.visit.label')}>
      <p>
        {t('platform.visit.text', {
          company: tenant.name,
          until: instantText(visit.endsAt, timeZone, language),
          reason: visit.reason,
        })}
      </p>
      <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate(null)}>
        {t('platform.visit.leave')}
      </Button>
    </section>
  )
}
