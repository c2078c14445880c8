import { ActionIcon } from '@mantine/core'
import { ScrollRegion } from '@saldo/ui'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Fragment, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEvent } from '../api.ts'
import { instantText } from '../parts/days.ts'
import { useLanguage } from '../parts/figures.ts'
import css from './audit.module.css'
import { type AuditWords, useAuditWords } from './audit-words.ts'
import { Difference } from './Difference.tsx'

type AuditTableProps = { events: readonly AuditEvent[]; timeZone: string }

export function AuditTable({ events, timeZone }: AuditTableProps) {
  const { t } = useTranslation()
  return (
    <section className="saldo-panel">
      <ScrollRegion label={t('menu.audit')}>
        <table className={css.table}>
          <thead>
            <tr>
              {(['at', 'actor', 'action', 'object', 'reason'] as const).map((column) => (
                <th scope="col" key={column}>
                  {t(`audit.column.${column}`)}
                </th>
              ))}
              <th scope="col">
                <span className="saldo-hidden">{t('audit.column.details')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <EventRow key={event.id} event={event} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}

function EventRow({ event, timeZone }: { event: AuditEvent; timeZone: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const words = useAuditWords(timeZone)
  const [open, setOpen] = useState(false)
  const details = useId()
  const { occurredAt, actor, action, object, reason } = event
  return (
    <Fragment>
      <tr>
        <th scope="row">{instantText(occurredAt, timeZone, language)}</th>
        <td>
          <Link
            to="/audit"
            search={({ utility }) => ({ utility, actor: actor.id ?? 'system' })}
            title={t('audit.only', { name: actor.name })}
          >
            {actor.name}
          </Link>
        </td>
        <td>
          {words.deed(action)}{' '}
          <bdi dir="ltr" className={css.id}>
            {action}
          </bdi>
        </td>
        <td>
          <Link
            to="/audit"
            search={({ utility }) => ({ utility, objectKind: object.kind, objectId: object.id })}
            title={t('audit.onlyThis', { kind: words.thing(object.kind) })}
          >
            {words.thing(object.kind)}{' '}
            <bdi dir="ltr" className={css.id}>
              {object.id}
            </bdi>
          </Link>
        </td>
        <td className={css.reason}>{reason}</td>
        <td>
          <ActionIcon
            variant="subtle"
            aria-expanded={open}
            aria-controls={open ? details : undefined}
            aria-label={t('audit.details', { action: words.deed(action), actor: actor.name })}
            onClick={() => setOpen(!open)}
          >
            {open ? (
              <IconChevronUp size={18} stroke={1.75} aria-hidden />
            ) : (
              <IconChevronDown size={18} stroke={1.75} aria-hidden />
            )}
          </ActionIcon>
        </td>
      </tr>
      {open && (
        <tr id={details}>
          <td colSpan={6}>
            <Details event={event} words={words} />
          </td>
        </tr>
      )}
    </Fragment>
  )
}

/** What changed, and where the deed came from. */
function Details({ event, words }: { event: AuditEvent; words: AuditWords }) {
  const { t } = useTranslation()
  return (
    <div className={css.details}>
      <Difference event={event} words={words} />
      <dl>
        <dt>{t('audit.source')}</dt>
        <dd>
          <bdi dir="ltr">{event.source ?? t('audit.sourceNone')}</bdi>
        </dd>
        {event.requestId && (
          <>
            <dt>{t('audit.request')}</dt>
            <dd>
              <bdi dir="ltr">{event.requestId}</bdi>
            </dd>
          </>
        )}
      </dl>
    </div>
  )
}
