import { NativeSelect } from '@mantine/core'
import { EmptyState, Panel, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconArrowsDiff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useTitle } from '../parts/use-title.ts'
import { useUtility } from '../shell/session.ts'
import { comparisonOf, type Role, rightsList, roleList } from './queries.ts'
import { RoleFailure } from './RolesScreen.tsx'
import css from './roles.module.css'

const route = getRouteApi('/signed-in/roles/compare')

/** Two roles side by side: what both give, and what only one does. */
export function CompareScreen() {
  const { t } = useTranslation()
  const { a, b } = route.useSearch()
  const list = useQuery(roleList)
  useTitle(t('roles.compare.title'))
  return (
    <>
      <p className={css.back}>
        <Link to="/roles" search={({ utility }) => ({ utility })}>
          {t('roles.back')}
        </Link>
      </p>
      <h1 className={css.title}>{t('roles.compare.title')}</h1>
      {list.data ? (
        <>
          <Choice roles={list.data.data} />
          {a && b ? (
            <Comparison a={a} b={b} roles={list.data.data} />
          ) : (
            <EmptyState icon={IconArrowsDiff} title={t('roles.compare.none')}>
              {t('roles.compare.noneNext')}
            </EmptyState>
          )}
        </>
      ) : list.isError ? (
        <RoleFailure problem={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={240} />
        </Skeleton>
      )}
    </>
  )
}

function Choice({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const chosen = route.useSearch()
  const utility = useUtility()?.id
  const options = [
    { value: '', label: t('roles.compare.choose') },
    ...roles.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <div className={css.choice}>
      {(['a', 'b'] as const).map((side) => (
        <NativeSelect
          key={side}
          label={t(`roles.compare.${side}`)}
          data={options}
          value={chosen[side] ?? ''}
          onChange={(event) => {
            const value = event.currentTarget.value || undefined
            void navigate({
              to: '/roles/compare',
              search: { utility, a: chosen.a, b: chosen.b, [side]: value },
            })
          }}
        />
      ))}
    </div>
  )
}

function Comparison({ a, b, roles }: { a: string; b: string; roles: readonly Role[] }) {
  const { t } = useTranslation()
  const comparison = useQuery(comparisonOf(a, b))
  const rights = useQuery(rightsList)
  if (comparison.error)
    return <RoleFailure problem={comparison.error} onRetry={() => void comparison.refetch()} />
  if (!comparison.data)
    return (
      <Skeleton>
        <SkeletonBar height={240} />
      </Skeleton>
    )
  const { onlyA, onlyB, both } = comparison.data
  const sentences = new Map(
    rights.data?.data.flatMap(({ permissions }) =>
      permissions.map(({ name, sentence }) => [name as string, sentence] as const),
    ),
  )
  const sides = [
    { title: t('roles.compare.only', { name: comparison.data.a.name }), list: onlyA },
    { title: t('roles.compare.both'), list: both },
    { title: t('roles.compare.only', { name: comparison.data.b.name }), list: onlyB },
  ]
  const limits = roles
    .filter(({ id }) => id === a || id === b)
    .flatMap(({ name, limits: of }) => of.map((limit) => ({ name, ...limit })))
  return (
    <div className={css.compared}>
      {sides.map(({ title, list }) => (
        <Panel key={title} title={`${title} (${list.length})`}>
          {list.length === 0 ? (
            <p className={css.nothing}>{t('roles.compare.nothing')}</p>
          ) : (
            <ul className={css.rights}>
              {list.map((name) => (
                <li key={name}>
                  {t(`permission.rights.${name.replace('.', '_')}`, {
                    defaultValue: sentences.get(name) ?? name,
                  })}
                  {limits
                    .filter(({ permission }) => permission === name)
                    .map((limit) => (
                      <small key={`${limit.name} ${limit.currency.code}`}>
                        {t('roles.compare.upTo', {
                          name: limit.name,
                          amount: limit.amount,
                          currency: limit.currency.code,
                        })}
                      </small>
                    ))}
                </li>
              ))}
            </ul>
          )}
        </Panel>
      ))}
    </div>
  )
}
