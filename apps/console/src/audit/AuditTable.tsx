import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Fragment, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEvent } from '../api.ts'
import { instantText } from '../parts/days.ts'
import { useLanguage } from '../parts/figures.ts'
import { ScrollRegion } from '../parts/ScrollRegion.tsx'
import css from './audit.module.css'

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
          <bdi dir="ltr">{action}</bdi>
        </td>
        <td>
          <Link
            to="/audit"
            search={({ utility }) => ({ utility, objectKind: object.kind, objectId: object.id })}
            title={t('audit.onlyThis', { kind: object.kind })}
          >
            <bdi dir="ltr">
              {object.kind} <span className={css.id}>{object.id}</span>
            </bdi>
          </Link>
        </td>
        <td className={css.reason}>{reason}</td>
        <td>
          <ActionIcon
            variant="subtle"
            aria-expanded={open}
            aria-controls={open ? details : undefined}
            aria-label={t('audit.details', { action, actor: actor.name })}
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
            <Details event={event} />
          </td>
        </tr>
      )}
    </Fragment>
  )
}

/** What changed, field by field, and where the deed came from. */
function Details({ event }: { event: AuditEvent }) {
  const { t } = useTranslation()
  const before = fieldsOf(event.before)
  const after = fieldsOf(event.after)
  const names = [...new Set([...before.keys(), ...after.keys()])]
  return (
    <div className={css.details}>
      {names.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('audit.field')}</th>
              <th scope="col">{t('audit.before')}</th>
              <th scope="col">{t('audit.after')}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{before.get(name) ?? '–'}</td>
                <td>{after.get(name) ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
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

function fieldsOf(values: unknown): ReadonlyMap<string, string> {
  if (typeof values !== 'object' || values === null) return new Map()
  return new Map(Object.entries(values).map(([name, value]) => [name, textOf(value)]))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
