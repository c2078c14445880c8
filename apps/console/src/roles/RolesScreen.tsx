import { Button, Group } from '@mantine/core'
import { ScrollRegion, Skeleton, SkeletonBar } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useTitle } from '../parts/use-title.ts'
import { useSession } from '../shell/session.ts'
import { type Role, roleList } from './queries.ts'
import css from './roles.module.css'

/** The roles of the company: those that come with Saldo and its own. */
export function RolesScreen() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const list = useQuery(roleList)
  useTitle(t('menu.roles'))
  return (
    <>
      <header className={css.heading}>
        <h1>{t('menu.roles')}</h1>
        <Group gap="xs">
          <Button variant="default" component={Link} to="/roles/compare">
            {t('roles.compare.title')}
          </Button>
          {permissions.includes('role.write') && (
            <Button component={Link} to="/roles/new">
              {t('roles.new')}
            </Button>
          )}
        </Group>
      </header>
      {list.data ? (
        <Rows roles={list.data.data} />
      ) : list.isError ? (
        <RoleFailure problem={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={280} />
        </Skeleton>
      )}
    </>
  )
}

function Rows({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation()
  return (
    <section className="saldo-panel">
      <ScrollRegion label={t('menu.roles')}>
        <table className={css.table}>
          <thead>
            <tr>
              {(['name', 'origin', 'rights', 'people'] as const).map((column) => (
                <th scope="col" key={column}>
                  {t(`roles.column.${column}`)}
                </th>
              ))}
              <th scope="col">
                <span className="saldo-hidden">{t('roles.column.acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {roles.map((role) => (
              <Row key={role.id} role={role} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}

function Row({ role }: { role: Role }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  return (
    <tr>
      <th scope="row">
        <Link
          to="/roles/$roleId"
          params={{ roleId: role.id }}
          search={({ utility }) => ({ utility })}
        >
          <bdi>{role.name}</bdi>
        </Link>
      </th>
      <td>{t(role.shipped ? 'roles.shipped' : 'roles.own')}</td>
      <td className={css.figure}>{role.permissions.length}</td>
      <td className={css.figure}>
        <Link
          to="/people"
          search={{ role: role.id }}
          aria-label={t('roles.peopleOf', { name: role.name, count: role.people })}
        >
          {role.people}
        </Link>
      </td>
      <td>
        {permissions.includes('role.write') && (
          <Link
            to="/roles/new"
            search={{ copyOf: role.id }}
            aria-label={t('roles.copyOf', { name: role.name })}
          >
            {t('roles.copy')}
          </Link>
        )}
      </td>
    </tr>
  )
}

export function RoleFailure({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.code === 'access.not_allowed')
    return <NoPermission screen="roles" permission="person.read" />
  return <Failure problem={problem} onRetry={onRetry} />
}
