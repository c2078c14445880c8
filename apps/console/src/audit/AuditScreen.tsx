import { Button, TextInput } from '@mantine/core'
import { EmptyState, Panel, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { auditTrail, type Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useUtility } from '../shell/session.ts'
import { AuditTable } from './AuditTable.tsx'
import css from './audit.module.css'
import { type AuditFilter, auditFilterOf } from './filter.ts'
import { Proof } from './Proof.tsx'

const route = getRouteApi('/signed-in/audit')

/** Who did what, newest first. What is looked for stands in the address. */
export function AuditScreen() {
  const { t } = useTranslation()
  // The address of a screen also names the utility.
  const filter = auditFilterOf(route.useSearch())
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  return (
    <>
      <h1 className={css.title}>{t('menu.audit')}</h1>
      <Proof filter={filter} timeZone={timeZone} />
      <Filters filter={filter} />
      <Trail filter={filter} />
    </>
  )
}

/** Text fields are sent together, by Enter or the button: each letter would be a search of its own. */
function Filters({ filter }: { filter: AuditFilter }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const utility = useUtility()?.id
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const said = (name: string) => String(fields.get(name) ?? '').trim() || undefined
    const search = Object.fromEntries(fieldNames.map((name) => [name, said(name)]))
    void navigate({ to: '/audit', search: { utility, ...auditFilterOf(search) } })
  }
  return (
    // Another filter in the address, by the back button for example, is another form.
    <form key={JSON.stringify(filter)} className={css.filters} onSubmit={submit}>
      {fieldNames.map((name) => (
        <TextInput
          key={name}
          name={name}
          type={name === 'from' || name === 'until' ? 'date' : 'text'}
          label={t(`audit.filter.${name}`)}
          defaultValue={filter[name] ?? ''}
        />
      ))}
      <Button type="submit">{t('audit.search')}</Button>
      <Button
        variant="default"
        onClick={() => void navigate({ to: '/audit', search: { utility } })}
      >
        {t('audit.clear')}
      </Button>
    </form>
  )
}

const fieldNames = ['action', 'objectKind', 'objectId', 'reason', 'from', 'until'] as const

function Trail({ filter }: { filter: AuditFilter }) {
  const { t } = useTranslation()
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  const trail = useInfiniteQuery(auditTrail(filter, timeZone))
  if (trail.isPending) return <Waiting />
  if (trail.isError && !trail.data) return <Failed problem={trail.error} onRetry={trail.refetch} />
  const events = trail.data?.pages.flatMap(({ data }) => data) ?? []
  if (events.length === 0)
    return (
      <Panel title={t('menu.audit')}>
        <EmptyState icon={IconHistory} title={t('audit.none')}>
          {t('audit.noneNext')}
        </EmptyState>
      </Panel>
    )
  return (
    <>
      {trail.data?.pages[0]?.ownOnly && <p className={css.ownOnly}>{t('audit.ownOnly')}</p>}
      <AuditTable events={events} timeZone={timeZone} />
      {trail.isError && <Failure problem={trail.error} compact onRetry={trail.fetchNextPage} />}
      {trail.hasNextPage && (
        <Button
          variant="default"
          className={css.older ?? ''}
          loading={trail.isFetchingNextPage}
          onClick={() => void trail.fetchNextPage()}
        >
          {t('audit.older')}
        </Button>
      )}
    </>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => unknown }) {
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="audit" permission="audit.read" />
  return <Failure problem={problem} onRetry={() => void onRetry()} />
}

function Waiting() {
  return (
    <Skeleton>
      <SkeletonBar height={420} />
    </Skeleton>
  )
}
