import { Button } from '@mantine/core'
import { EmptyState } from '@saldo/ui'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** A fault of this app. Sales on their way are in the outbox and are asked about after loading again. */
export function CrashScreen() {
  const { t } = useTranslation()
  return (
    <main>
      <EmptyState icon={IconAlertTriangle} title={t('shell.crash')}>
        <p>{t('shell.crashNext')}</p>
        <Button mt="md" onClick={() => location.assign('/pos/')}>
          {t('shell.reload')}
        </Button>
      </EmptyState>
    </main>
  )
}
