import { EmptyState } from '@saldo/ui'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../shell/session.ts'

type NoPermissionProps = {
  /** Key of the screen's name under "menu". */
  screen: string
  /** The right it needs, as "overview.read". */
  permission: string
}

/** Says which right is missing and who can grant it. Asking again would not help. */
export function NoPermission({ screen, permission }: NoPermissionProps) {
  const { t } = useTranslation()
  const { tenant } = useSession()
  return (
    <EmptyState icon={IconLock} title={t('permission.missing', { screen: t(`menu.${screen}`) })}>
      {t('permission.next', {
        right: t(`permission.rights.${permission.replace('.', '_')}`),
        permission,
        tenant: tenant.name,
      })}
    </EmptyState>
  )
}
