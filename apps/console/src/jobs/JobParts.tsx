import { Panel, ScrollRegion } from '@saldo/ui'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'
import css from './jobs.module.css'
import type { JobDetail } from './queries.ts'
import { useJobWords } from './words.ts'

/** The files a job wrote. */
export function JobOutputs({ job, timeZone }: { job: JobDetail; timeZone: string }) {
  const { t, i18n } = useTranslation()
  if (job.outputs.length === 0) return null
  const ready = job.state === 'done' || job.state === 'done_with_errors'
  return (
    <Panel title={t('jobs.outputs')}>
      <ul className={css.list}>
        {job.outputs.map(({ id, name, bytes, expiresAt }) => (
          <li key={id}>
            {ready && job.canDownload ? (
              <a href={`/api/console/jobs/${job.id}/outputs/${id}`} download>
                <IconDownload size={16} aria-hidden />
                <bdi>{name}</bdi>
              </a>
            ) : (
              <bdi>{name}</bdi>
            )}
            <span className={css.hint}>
              {size(bytes, i18n.language)} ·{' '}
              {ready
                ? t('jobs.keptUntil', { time: instantText(expiresAt, timeZone, i18n.language) })
                : t('jobs.notReady')}
            </span>
          </li>
        ))}
      </ul>
      {!job.canDownload && <p className={css.note}>{t('jobs.mayNotDownload')}</p>}
    </Panel>
  )
}

/** The rows that failed, by reason, the most frequent first. */
export function JobFailures({ job }: { job: JobDetail }) {
  const { t } = useTranslation()
  const words = useJobWords()
  if (job.failures.length === 0) return null
  return (
    <Panel title={t('jobs.failures')}>
      <ul className={css.list}>
        {job.failures.map(({ code, rows, detail, items }) => (
          <li key={code}>
            <p>
              <strong>{words.count(rows)}</strong> ·{' '}
              {t(`jobs.code.${code.replaceAll('.', '_')}`, { defaultValue: detail ?? code })}
            </p>
            <p className={css.hint}>
              {t('jobs.items', { items: items.join(', ') })}
              {rows > items.length && ` ${t('jobs.itemsMore', { count: rows - items.length })}`}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** What happened to a job, newest first. */
export function JobLog({ job, timeZone }: { job: JobDetail; timeZone: string }) {
  const { t, i18n } = useTranslation()
  const words = useJobWords()
  return (
    <Panel title={t('jobs.log')}>
      <ScrollRegion label={t('jobs.log')} height={360}>
        <table className={css.log}>
          <thead>
            <tr>
              <th scope="col">{t('jobs.column.time')}</th>
              <th scope="col">{t('jobs.column.what')}</th>
              <th scope="col">{t('jobs.column.progress')}</th>
            </tr>
          </thead>
          <tbody>
            {job.events.map((event) => (
              <tr key={`${event.at} ${event.what}`}>
                <td>
                  <time dateTime={event.at}>{instantText(event.at, timeZone, i18n.language)}</time>
                </td>
                <td>
                  {t(`jobs.event.${event.what}`)}
                  {event.by && (
                    <>
                      {' '}
                      {t('jobs.by')} <bdi>{event.by}</bdi>
                    </>
                  )}
                </td>
                <td>{words.progress({ rows: { ...event, all: null } })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  )
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

function size(bytes: number, language: string): string {
  let value = bytes
  let step = 0
  while (value >= 1_000 && step < units.length - 1) {
    value /= 1_000
    step += 1
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
    numberingSystem: 'latn',
  }).format(value)
}
