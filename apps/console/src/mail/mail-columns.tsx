import { Status, type Tone } from '@saldo/ui'
import type { GridColumn } from '@saldo/ui/data-grid'
import { type Icon, IconCheck, IconClock, IconMailOff, IconSend, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'
import { MailDeed } from './MailDeed.tsx'
import type { MailRow } from './queries.ts'

const looks: Record<MailRow['state'], { tone: Tone; icon: Icon }> = {
  queued: { tone: 'info', icon: IconClock },
  sending: { tone: 'info', icon: IconSend },
  sent: { tone: 'ok', icon: IconCheck },
  bounced: { tone: 'bad', icon: IconMailOff },
  failed: { tone: 'bad', icon: IconX },
  expired: { tone: 'warn', icon: IconX },
}

/** The columns of the list of e-mails; times by the clock of a zone. */
export function useMailColumns(timeZone: string): GridColumn<MailRow>[] {
  const { t, i18n } = useTranslation()
  const time = (instant: string | null) =>
    instant && (
      <time dateTime={instant} className="saldo-figure">
        {instantText(instant, timeZone, i18n.language)}
      </time>
    )
  const header = (id: string) => t(`mail.column.${id}`)
  return [
    {
      id: 'to',
      header: header('to'),
      cell: ({ id, to }) => (
        <Link
          to="/audit"
          search={({ utility }) => ({ utility, objectKind: 'message', objectId: id })}
          title={t('mail.history')}
        >
          <bdi dir="ltr">{to}</bdi>
        </Link>
      ),
    },
    {
      id: 'template',
      header: header('template'),
      cell: ({ template }) =>
        t(`mail.template.${template.replaceAll('-', '_')}`, { defaultValue: template }),
    },
    {
      id: 'state',
      header: header('state'),
      cell: ({ state }) => (
        <Status tone={looks[state].tone} icon={looks[state].icon}>
          {t(`mail.state.${state}`)}
        </Status>
      ),
    },
    { id: 'queuedAt', header: header('queuedAt'), cell: ({ queuedAt }) => time(queuedAt) },
    {
      id: 'answer',
      header: header('answer'),
      cell: ({ answer }) => <bdi dir="ltr">{answer}</bdi>,
    },
    { id: 'next', header: header('next'), cell: (row) => <MailDeed mail={row} /> },
    {
      id: 'attempts',
      header: header('attempts'),
      align: 'end',
      optional: true,
      cell: ({ attempts }) => attempts,
    },
    {
      id: 'dueAt',
      header: header('dueAt'),
      optional: true,
      cell: ({ dueAt }) => time(dueAt),
    },
    {
      id: 'finishedAt',
      header: header('finishedAt'),
      optional: true,
      cell: ({ finishedAt }) => time(finishedAt),
    },
  ]
}
