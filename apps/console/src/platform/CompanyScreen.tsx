import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { EmptyState, Panel, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconBuildingCommunity } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { DeedForm, ReasonField } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useSession } from '../shell/session.ts'
import { useFigure } from './CompaniesScreen.tsx'
import { CompanyState } from './CompanyState.tsx'
import { GrantTable } from './GrantTable.tsx'
import css from './platform.module.css'
import { type Company, companyChanged, companyOf, grantsIn, startAnew } from './queries.ts'

const route = getRouteApi('/signed-in/platform/$companyId')

/** One company: how much it has, leave to look into it, and whether it works. */
export function CompanyScreen() {
  const { t } = useTranslation()
  const { companyId } = route.useParams()
  const company = useQuery(companyOf(companyId))
  return (
    <>
      <p>
        <Link to="/platform">{t('menu.platform')}</Link>
      </p>
      {company.data ? (
        <Shown key={companyId} company={company.data} />
      ) : company.isError ? (
        <Failed problem={company.error} onRetry={() => void company.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={320} />
        </Skeleton>
      )}
    </>
  )
}

function Shown({ company }: { company: Company }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const figure = useFigure()
  useEffect(() => {
    document.title = t('app.titleOf', { screen: company.name })
  }, [t, company.name])
  const counts = Object.entries(company.counts) as [keyof Company['counts'], number][]
  return (
    <>
      <header className={css.heading}>
        <h1>{company.name}</h1>
        <CompanyState company={company} />
      </header>
      <div className={css.screen}>
        <Panel title={t('platform.counts')}>
          <dl className={`${css.body} ${css.counts}`}>
            {counts.map(([name, count]) => (
              <div key={name}>
                <dt>{t(`platform.count.${name}`)}</dt>
                <dd>{figure(count)}</dd>
              </div>
            ))}
          </dl>
        </Panel>
        <Panel title={t('platform.looking')}>
          <div className={css.body}>
            <p className={css.hint}>{t('platform.lookingHint')}</p>
            <Grants company={company} />
            {permissions.includes('platform.visit') && <AskForm company={company} />}
          </div>
        </Panel>
        {permissions.includes('platform.manage') && (
          <Panel title={t(company.suspendedAt === null ? 'platform.suspend' : 'platform.resume')}>
            <div className={css.body}>
              <StateForm key={company.suspendedAt} company={company} />
            </div>
          </Panel>
        )}
      </div>
    </>
  )
}

function Grants({ company }: { company: Company }) {
  const { t } = useTranslation()
  const grants = useQuery(grantsIn(company.id))
  const enter = useDeed({
    send: (grantId: string) =>
      api.client.PUT('/api/console/platform/visit', { body: { companyId: company.id, grantId } }),
    onDone: startAnew,
  })
  if (grants.isError) return <Failure problem={grants.error} compact />
  return (
    <>
      {enter.error && <Failure problem={enter.error} compact />}
      <GrantTable grants={grants.data?.data ?? []}>
        {(grant) =>
          grant.open && (
            <Button loading={enter.isPending} onClick={() => enter.mutate(grant.id)}>
              {t('platform.look')}
            </Button>
          )
        }
      </GrantTable>
    </>
  )
}

function AskForm({ company }: { company: Company }) {
  const { t } = useTranslation()
  const form = useForm({ initialValues: { reason: '', hours: '2' } })
  const ask = useDeed({
    send: ({ reason, hours }: { reason: string; hours: string }, key) =>
      api.client.POST('/api/console/platform/companies/{id}/grants', {
        params: { path: { id: company.id }, header: { 'idempotency-key': key } },
        body: { reason, hours: hoursOf(hours) },
      }),
    onDone: async () => {
      form.reset()
      await companyChanged(company.id)
    },
  })
  return (
    <DeedForm
      form={form}
      labels={{ reason: t('form.reason'), hours: t('platform.hours') }}
      problem={ask.error}
      pending={ask.isPending}
      onSubmit={(values) => ask.mutate(values)}
      submit={t('platform.ask')}
      guarded={false}
    >
      <ReasonField {...form.getInputProps('reason')} data-path="reason" />
      <TextInput
        label={t('platform.hours')}
        inputMode="numeric"
        maxLength={2}
        {...form.getInputProps('hours')}
        data-path="hours"
      />
    </DeedForm>
  )
}

function StateForm({ company }: { company: Company }) {
  const { t } = useTranslation()
  const suspending = company.suspendedAt === null
  const form = useForm({ initialValues: { reason: '' } })
  const change = useDeed({
    send: (body: { reason: string }) => {
      const params = { path: { id: company.id } }
      return suspending
        ? api.client.POST('/api/console/platform/companies/{id}/suspend', { params, body })
        : api.client.POST('/api/console/platform/companies/{id}/resume', { params, body })
    },
    onDone: async () => {
      form.reset()
      await companyChanged(company.id)
    },
  })
  return (
    <DeedForm
      form={form}
      labels={{ reason: t('form.reason') }}
      problem={change.error}
      pending={change.isPending}
      onSubmit={(values) => change.mutate(values)}
      submit={t(suspending ? 'platform.suspend' : 'platform.resume')}
      guarded={false}
    >
      <p className={css.hint}>{t(suspending ? 'platform.suspendHint' : 'platform.resumeHint')}</p>
      <ReasonField {...form.getInputProps('reason')} data-path="reason" />
    </DeedForm>
  )
}

/** The whole hours a text says; 0, which the server refuses and names, when it says none. */
export function hoursOf(text: string): number {
  return /^\d{1,2}$/.test(text.trim()) ? Number.parseInt(text, 10) : 0
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const { t } = useTranslation()
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="platform" permission="platform.read" />
  if (problem.code === 'platform.company_unknown')
    return (
      <EmptyState icon={IconBuildingCommunity} title={t('platform.unknown')}>
        {t('platform.unknownNext')}
      </EmptyState>
    )
  return <Failure problem={problem} onRetry={onRetry} />
}
