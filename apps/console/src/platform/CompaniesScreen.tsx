import { Button } from '@mantine/core'
import { EmptyState, Panel, ScrollRegion, Skeleton, SkeletonBar, Status } from '@saldo/ui'
import { IconBuildingCommunity } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useLanguage } from '../parts/figures.ts'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useSession } from '../shell/session.ts'
import { CompanyState } from './CompanyState.tsx'
import css from './platform.module.css'
import { type Company, companyList, platformHealth } from './queries.ts'

/** The companies of the installation by number and state, and whether this server is well. Nobody is named. */
export function CompaniesScreen() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const list = useQuery(companyList)
  useEffect(() => {
    document.title = t('app.titleOf', { screen: t('menu.platform') })
  }, [t])
  return (
    <>
      <header className={css.heading}>
        <h1>{t('menu.platform')}</h1>
        {permissions.includes('platform.manage') && (
          <Button component={Link} to="/platform/new" className={css.linkButton ?? ''}>
            {t('platform.new')}
          </Button>
        )}
      </header>
      {list.data ? (
        <div className={css.screen}>
          <Companies companies={list.data.data} />
          <Health />
        </div>
      ) : list.isError ? (
        <Failed problem={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={240} />
        </Skeleton>
      )}
    </>
  )
}

const counted = ['utilities', 'meters', 'customers', 'vendors', 'people', 'recentSales'] as const

function Companies({ companies }: { companies: readonly Company[] }) {
  const { t } = useTranslation()
  const figure = useFigure()
  if (companies.length === 0)
    return (
      <section className="saldo-panel">
        <EmptyState icon={IconBuildingCommunity} title={t('platform.none')}>
          {t('platform.noneNext')}
        </EmptyState>
      </section>
    )
  return (
    <section className="saldo-panel">
      <ScrollRegion label={t('menu.platform')}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('platform.company')}</th>
              <th scope="col">{t('platform.state')}</th>
              {counted.map((name) => (
                <th scope="col" key={name} className={css.figure}>
                  {t(`platform.count.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {companies.map((company) => (
              <tr key={company.id}>
                <th scope="row">
                  <Link to="/platform/$companyId" params={{ companyId: company.id }}>
                    {company.name}
                  </Link>
                </th>
                <td>
                  <CompanyState company={company} />
                </td>
                {counted.map((name) => (
                  <td key={name} className={css.figure}>
                    {figure(company.counts[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}

function Health() {
  const { t } = useTranslation()
  const health = useQuery(platformHealth)
  return (
    <Panel title={t('platform.health')}>
      <div className={css.body}>
        {health.data ? (
          <ul className={css.health}>
            {health.data.data.map(({ name, fault }) => (
              <li key={name}>
                {t(`platform.check.${name}`, { defaultValue: name })}{' '}
                <Status tone={fault === null ? 'ok' : 'bad'}>
                  {fault === null ? t('platform.well') : fault}
                </Status>
              </li>
            ))}
          </ul>
        ) : (
          health.isError && <Failure problem={health.error} compact />
        )}
      </div>
    </Panel>
  )
}

/** A count in the reader's language. */
export function useFigure(): (count: number) => string {
  const language = useLanguage()
  return (count) => new Intl.NumberFormat(language, { numberingSystem: 'latn' }).format(count)
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="platform" permission="platform.read" />
  return <Failure problem={problem} onRetry={onRetry} />
}
