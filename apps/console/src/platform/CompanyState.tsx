import { Status } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import type { Company } from './queries.ts'

/** Whether a company works, and whether it has anybody who could look after it. */
export function CompanyState({ company }: { company: Company }) {
  const { t } = useTranslation()
  if (company.suspendedAt !== null) return <Status tone="bad">{t('platform.suspended')}</Status>
  if (company.administrators === 0)
    return <Status tone="warn">{t('platform.noAdministrator')}</Status>
  return <Status tone="ok">{t('platform.works')}</Status>
}
