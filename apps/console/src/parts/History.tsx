import { Button } from '@mantine/core'
import { EmptyState, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconHistory, IconLock } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type AuditEvent, auditTrail, type Problem } from '../api.ts'
import { useAuditWords } from '../audit/audit-words.ts'
import { Difference } from '../audit/Difference.tsx'
import { useSession, useUtility } from '../shell/session.ts'
import { instantText } from './days.ts'
import { Failure } from './Failure.tsx'
import { useLanguage } from './figures.ts'
import css from './History.module.css'

type HistoryProps = {
  /** The kind of the thing as the trail names it, such as "meter" or "role". */
  kind: string
  id: string
}

/**
 * What was done to one thing, newest first: who, when, from where, why, and what changed. For the History
 * tab of a detail screen. A deed done on that screen shows once `['audit']` is invalidated.
 */
export function History({ kind, id }: HistoryProps) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  if (!permissions.includes('audit.read')) return <NoRight />
  return (
    <section className={css.history} aria-label={t('audit.history.title')}>
      <Deeds kind={kind} id={id} />
    </section>
  )
}

function Deeds({ kind, id }: HistoryProps) {
  const { t } = useTranslation()
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  const trail = useInfiniteQuery(auditTrail({ objectKind: kind, objectId: id }, timeZone))
  if (trail.isPending) return <Waiting />
  if (trail.isError && !trail.data) return <Failed problem={trail.error} onRetry={trail.refetch} />
  const events = trail.data?.pages.flatMap(({ data }) => data) ?? []
  if (events.length === 0)
    return (
      <EmptyState icon={IconHistory} title={t('audit.history.none')}>
        {t('audit.history.noneNext')}
      </EmptyState>
    )
  return (
    <>
      <ol className={css.deeds} aria-busy={trail.isFetching}>
        {events.map((event) => (
          <Deed key={event.id} event={event} timeZone={timeZone} />
        ))}
      </ol>
      {trail.isError && <Failure problem={trail.error} compact onRetry={trail.refetch} />}
      {trail.hasNextPage && (
        <Button
          variant="default"
          loading={trail.isFetchingNextPage}
          onClick={() => void trail.fetchNextPage()}
        >
          {t('audit.older')}
        </Button>
      )}
    </>
  )
}

function Deed({ event, timeZone }: { event: AuditEvent; timeZone: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const words = useAuditWords(timeZone)
  return (
    <li>
      <p className={css.deed}>
        <strong>{words.deed(event.action)}</strong> {t('audit.history.by')}{' '}
        <bdi>{event.actor.name}</bdi>
      </p>
      <p className={css.when}>
        <time dateTime={event.occurredAt}>{instantText(event.occurredAt, timeZone, language)}</time>
        {' · '}
        {event.source ? (
          <>
            {t('audit.history.from')} <bdi dir="ltr">{event.source}</bdi>
          </>
        ) : (
          t('audit.sourceNone')
        )}
      </p>
      {event.reason && (
        <blockquote className={css.reason} dir="auto">
          {event.reason}
        </blockquote>
      )}
      <Difference event={event} words={words} />
    </li>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => unknown }) {
  if (problem.code === 'access.not_allowed') return <NoRight />
  return <Failure problem={problem} onRetry={() => void onRetry()} />
}

function NoRight() {
  const { t } = useTranslation()
  const { tenant } = useSession()
  return (
    <EmptyState icon={IconLock} title={t('audit.history.noRight')}>
      {t('permission.next', {
        right: t('permission.rights.audit_read'),
        permission: 'audit.read',
        tenant: tenant.name,
      })}
    </EmptyState>
  )
}

function Waiting() {
  return (
    <Skeleton>
      <div className={css.waiting}>
        <SkeletonBar width="40%" />
        <SkeletonBar width="60%" height={12} />
        <SkeletonBar width="40%" />
        <SkeletonBar width="60%" height={12} />
      </div>
    </Skeleton>
  )
}
