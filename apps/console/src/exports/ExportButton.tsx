import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { awaitJob } from '../jobs/live.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import css from './exports.module.css'

type ExportButtonProps = {
  list: 'meters' | 'customers' | 'sales' | 'audit'
  /** What the list is narrowed to, as the server takes it. */
  filter: Readonly<Record<string, string | undefined>>
}

/** Takes the list as it is filtered out as a file; the work is done by a job. */
export function ExportButton({ list, filter }: ExportButtonProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const started = useDeed({
    send: (format: 'csv' | 'xlsx', key: string) =>
      api.client.POST('/api/console/exports', {
        params: { header: { 'idempotency-key': key } },
        body: { list, format, filter: given(filter) },
      }),
    onDone: async ({ answer }) => {
      if (answer) await awaitJob(queries, answer.jobId)
    },
  })
  const jobId = started.data?.answer?.jobId
  return (
    <>
      <Menu position="bottom-end" shadow="none" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button
            variant="default"
            loading={started.isPending}
            leftSection={<IconDownload size={18} stroke={1.75} aria-hidden />}
            rightSection={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
          >
            {t('exports.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className="saldo-grid-dropdown">
          {(['xlsx', 'csv'] as const).map((format) => (
            <Menu.Item key={format} onClick={() => started.mutate(format)}>
              {t(`exports.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span role="status" className={css.started}>
        {jobId && (
          <Link to="/jobs/$jobId" params={{ jobId }} search={({ utility }) => ({ utility })}>
            {t('exports.started')}
          </Link>
        )}
      </span>
      {started.error && <Failure problem={started.error} compact />}
    </>
  )
}

function given(filter: ExportButtonProps['filter']): Record<string, string> {
  const known = Object.entries(filter).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known) as Record<string, string>
}
