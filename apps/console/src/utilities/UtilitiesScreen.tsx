import { Button } from '@mantine/core'
import { EmptyState, ScrollRegion, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconBuildingOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useSession } from '../shell/session.ts'
import { type UtilityRow, utilityList } from './queries.ts'
import css from './utilities.module.css'

/** The utilities of the company; a company has a handful, so there is nothing to page. */
export function UtilitiesScreen() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const list = useQuery(utilityList)
  useEffect(() => {
    document.title = t('app.titleOf', { screen: t('menu.utilities') })
  }, [t])
  return (
    <>
      <header className={css.heading}>
        <h1>{t('menu.utilities')}</h1>
        {permissions.includes('utility.register') && (
          <Button component={Link} to="/utilities/new" className={css.linkButton ?? ''}>
            {t('utilities.new')}
          </Button>
        )}
      </header>
      {list.data ? (
        <Rows utilities={list.data.data} />
      ) : list.isError ? (
        <Failed problem={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={180} />
        </Skeleton>
      )}
    </>
  )
}

function Rows({ utilities }: { utilities: readonly UtilityRow[] }) {
  const { t } = useTranslation()
  if (utilities.length === 0)
    return (
      <section className="saldo-panel">
        <EmptyState icon={IconBuildingOff} title={t('utilities.none')}>
          {t('utilities.noneNext')}
        </EmptyState>
      </section>
    )
  return (
    <section className="saldo-panel">
      <ScrollRegion label={t('menu.utilities')}>
        <table className={css.table}>
          <thead>
            <tr>
              {(['name', 'commodities', 'currency', 'timeZone', 'brand'] as const).map((column) => (
                <th scope="col" key={column}>
                  {t(`utilities.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {utilities.map((utility) => (
              <tr key={utility.id}>
                <th scope="row">
                  <Link to="/utilities/$utilityId" params={{ utilityId: utility.id }}>
                    {utility.name}
                  </Link>
                </th>
                <td>
                  {utility.commodities.map((name) => t(`utilities.commodity.${name}`)).join(', ')}
                </td>
                <td>{utility.currency.code}</td>
                <td>
                  <bdi dir="ltr">{utility.timeZone}</bdi>
                </td>
                <td>
                  <Colour colour={utility.brandColour} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}

function Colour({ colour }: { colour: string }) {
  const { t } = useTranslation()
  if (colour === '') return t('utilities.brandPlatform')
  return (
    <>
      <span className={css.swatch} style={{ background: colour }} aria-hidden />
      <bdi dir="ltr">{colour}</bdi>
    </>
  )
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="utilities" permission="utility.read" />
  return <Failure problem={problem} onRetry={onRetry} />
}
