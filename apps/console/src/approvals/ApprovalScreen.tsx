import { EmptyState, Money, Panel, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconChecks } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { useAuditWords } from '../audit/audit-words.ts'
import { Difference } from '../audit/Difference.tsx'
import { instantText } from '../parts/days.ts'
import { Failure } from '../parts/Failure.tsx'
import { useTitle } from '../parts/use-title.ts'
import { useUtility } from '../shell/session.ts'
import { kindKey, subjectName } from './ApprovalsScreen.tsx'
import css from './approvals.module.css'
import { Decision } from './Decision.tsx'
import { type RequestDetail, requestOf } from './queries.ts'
import { RequestState } from './RequestState.tsx'

const route = getRouteApi('/signed-in/approvals/$requestId')

/** One request: what would change, who asks and why, and the decision. */
export function ApprovalScreen() {
  const { t } = useTranslation()
  const { requestId } = route.useParams()
  const request = useQuery(requestOf(requestId))
  useTitle(t('menu.approvals'))
  return (
    <>
      <p className={css.back}>
        <Link to="/approvals" search={({ utility }) => ({ utility })}>
          {t('approvals.back')}
        </Link>
      </p>
      {request.data ? (
        <Request request={request.data} />
      ) : request.isError ? (
        <Failed problem={request.error} onRetry={() => void request.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar width="40%" height={28} />
          <SkeletonBar height={260} />
        </Skeleton>
      )}
    </>
  )
}

function Request({ request }: { request: RequestDetail }) {
  const { t } = useTranslation()
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  const words = useAuditWords(timeZone)
  return (
    <>
      <header className={css.heading}>
        <h1>
          {t(`approvals.kind.${kindKey(request.kind)}`, { defaultValue: request.kind })}:{' '}
          <bdi>{subjectName(request, t)}</bdi>
        </h1>
        <RequestState request={request} />
      </header>
      <div className={css.panels}>
        <Panel title={t('approvals.difference')}>
          <div className={css.body}>
            {request.amount && (
              <p className={css.amount}>
                {t('approvals.column.amount')}: <Money {...request.amount} />
              </p>
            )}
            <Difference event={request} words={words} />
          </div>
        </Panel>
        <div>
          <Panel title={t('approvals.asked')}>
            <Facts request={request} timeZone={timeZone} />
          </Panel>
          <Decision key={request.state} request={request} />
        </div>
      </div>
    </>
  )
}

function Facts({ request, timeZone }: { request: RequestDetail; timeZone: string }) {
  const { t, i18n } = useTranslation()
  const at = (instant: string) => (
    <time dateTime={instant}>{instantText(instant, timeZone, i18n.language)}</time>
  )
  const facts: [string, ReactNode][] = [
    ['requestedBy', <bdi key="by">{request.requestedBy.name}</bdi>],
    ['requestedAt', at(request.requestedAt)],
    ['reason', <bdi key="reason">{request.reason}</bdi>],
  ]
  if (request.state === 'waiting') facts.push(['expiresAt', at(request.expiresAt)])
  if (request.decidedBy && request.state !== 'withdrawn')
    facts.push(['decidedBy', <bdi key="decider">{request.decidedBy.name}</bdi>])
  if (request.decidedAt) facts.push(['decidedAt', at(request.decidedAt)])
  if (request.decisionReason)
    facts.push(['decisionReason', <bdi key="why">{request.decisionReason}</bdi>])
  return (
    <dl className={css.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`approvals.column.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const { t } = useTranslation()
  if (problem.status === 404)
    return (
      <EmptyState icon={IconChecks} title={t('approvals.notFound')}>
        {t('approvals.notFoundNext')}
      </EmptyState>
    )
  return <Failure problem={problem} onRetry={onRetry} />
}
