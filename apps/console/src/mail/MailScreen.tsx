import { DataGrid, FilterChip, GridSearch } from '@saldo/ui/data-grid'
import { firstPage, type GridState } from '@saldo/ui/grid-state'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useUtility } from '../shell/session.ts'
import { MailCounts } from './MailCounts.tsx'
import css from './mail.module.css'
import { useMailColumns } from './mail-columns.tsx'
import { mailOf } from './queries.ts'
import { type MailSearch, mailSearchOf, mailStates } from './search.ts'

const route = getRouteApi('/signed-in/mail')

/** What became of the company's e-mails, and what can be done about those that did not arrive. */
export function MailScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const utility = useUtility()
  const search = mailSearchOf(route.useSearch())
  const columns = useMailColumns(utility?.timeZone ?? 'UTC')
  const mails = useQuery(mailOf(search))
  const go = (next: MailSearch) =>
    void navigate({ to: '/mail', search: { utility: utility?.id, ...next } })
  const { state, to } = search
  return (
    <>
      <h1 className={css.title}>{t('menu.mail')}</h1>
      <MailCounts />
      <DataGrid
        label={t('menu.mail')}
        columns={columns}
        rowKey={({ id }) => id}
        rowLabel={(row) => t('mail.row', { to: row.to })}
        page={mails.data}
        loading={mails.isFetching}
        failure={
          mails.error && <Failed problem={mails.error} onRetry={() => void mails.refetch()} />
        }
        asOf={mails.dataUpdatedAt}
        empty={{ title: t('mail.none'), next: t('mail.noneNext') }}
        state={search}
        onState={({ sort: _, ...next }: GridState) => go({ state, to, ...next })}
        filterKey={JSON.stringify({ state, to })}
        filters={
          <>
            <GridSearch
              label={t('mail.find')}
              value={to}
              onChange={(found) => go({ ...firstPage(search), to: found })}
            />
            <FilterChip
              label={t('mail.column.state')}
              options={mailStates.map((value) => ({ value, label: t(`mail.state.${value}`) }))}
              value={state}
              onChange={(value) =>
                go({ ...firstPage(search), state: mailStates.find((one) => one === value) })
              }
            />
          </>
        }
      />
    </>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.code === 'access.not_allowed' || problem.code === 'mail.whole_company')
    return <NoPermission screen="mail" permission="mail.read" />
  return <Failure problem={problem} onRetry={onRetry} />
}
