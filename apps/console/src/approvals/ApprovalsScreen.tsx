import { Button, Tabs } from '@mantine/core'
import '@mantine/core/styles/Tabs.layer.css'
import { EmptyState, Money, ScrollRegion, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconChecks } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'
import { Failure } from '../parts/Failure.tsx'
import { useTitle } from '../parts/use-title.ts'
import { useSession, useUtility } from '../shell/session.ts'
import css from './approvals.module.css'
import { type Box, boxes, type RequestRow, requestsIn } from './queries.ts'
import { RequestState } from './RequestState.tsx'

const route = getRouteApi('/signed-in/approvals')

/** What waits for a second person: mine to decide, mine to wait for, and what is past. */
export function ApprovalsScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { permissions } = useSession()
  const utility = useUtility()?.id
  const { box = 'queue' } = route.useSearch()
  useTitle(t('menu.approvals'))
  return (
    <>
      <header className={css.heading}>
        <h1>{t('menu.approvals')}</h1>
        {permissions.includes('tenant.configure') && (
          <Button variant="default" component={Link} to="/approvals/rules">
            {t('approvals.rules.title')}
          </Button>
        )}
      </header>
      <Tabs
        value={box}
        keepMounted={false}
        onChange={(value) => {
          const next = boxes.find((one) => one === value)
          void navigate({ to: '/approvals', search: { utility, box: next } })
        }}
      >
        <Tabs.List>
          {boxes.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`approvals.box.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={box} pt="md">
          <Requests box={box} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

function Requests({ box }: { box: Box }) {
  const { t } = useTranslation()
  const list = useInfiniteQuery(requestsIn(box))
  if (list.isPending)
    return (
      <Skeleton>
        <SkeletonBar height={240} />
      </Skeleton>
    )
  if (!list.data) return <Failure problem={list.error} onRetry={() => void list.refetch()} />
  const requests = list.data.pages.flatMap(({ data }) => data)
  if (requests.length === 0)
    return (
      <section className="saldo-panel">
        <EmptyState icon={IconChecks} title={t(`approvals.none.${box}`)}>
          {t(`approvals.noneNext.${box}`)}
        </EmptyState>
      </section>
    )
  return (
    <>
      <Rows requests={requests} />
      {list.isError && <Failure problem={list.error} compact onRetry={list.fetchNextPage} />}
      {list.hasNextPage && (
        <Button
          mt="sm"
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('approvals.older')}
        </Button>
      )}
    </>
  )
}

const columns = ['about', 'kind', 'amount', 'requestedBy', 'requestedAt', 'state'] as const

function Rows({ requests }: { requests: readonly RequestRow[] }) {
  const { t, i18n } = useTranslation()
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  return (
    <section className="saldo-panel">
      <ScrollRegion label={t('menu.approvals')}>
        <table className={css.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" key={column}>
                  {t(`approvals.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {requests.map((request) => (
              <tr key={request.id}>
                <th scope="row">
                  <Link
                    to="/approvals/$requestId"
                    params={{ requestId: request.id }}
                    search={({ utility }) => ({ utility })}
                  >
                    <bdi>{subjectName(request, t)}</bdi>
                  </Link>
                </th>
                <td>
                  {t(`approvals.kind.${kindKey(request.kind)}`, { defaultValue: request.kind })}
                </td>
                <td className={css.figure}>{request.amount && <Money {...request.amount} />}</td>
                <td>
                  <bdi>{request.requestedBy.name}</bdi>
                </td>
                <td>
                  <time dateTime={request.requestedAt}>
                    {instantText(request.requestedAt, timeZone, i18n.language)}
                  </time>
                </td>
                <td>
                  <RequestState request={request} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}

export const kindKey = (kind: string) => kind.replaceAll('.', '_')

/** A rule has no name of its own: it is called by what it is about. */
export function subjectName(
  { subject }: Pick<RequestRow, 'subject'>,
  t: (key: string, options: { defaultValue: string }) => string,
): string {
  if (subject.kind !== 'approval_rule') return subject.name
  return t(`approvals.kind.${kindKey(subject.name)}`, { defaultValue: subject.name })
}
