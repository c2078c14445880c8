import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** The rows that are not good, to be put right in a spreadsheet program. */
export function FailedRowsLink({ id }: { id: string }) {
  const { t } = useTranslation()
  return (
    <Button
      component="a"
      variant="default"
      href={`/api/console/imports/${id}/failed-rows`}
      download
      leftSection={<IconDownload size={18} stroke={1.75} aria-hidden />}
    >
      {t('imports.rows.failed')}
    </Button>
  )
}
