import { Button, Group, Tabs } from '@mantine/core'
import '@mantine/core/styles/Tabs.layer.css'
import { EmptyState, Skeleton, SkeletonBar, Status } from '@saldo/ui'
import { IconUserShield } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { History } from '../parts/History.tsx'
import { UrlTabs } from '../parts/UrlTabs.tsx'
import { useTitle } from '../parts/use-title.ts'
import { useSession } from '../shell/session.ts'
import { EditRole } from './EditRole.tsx'
import { type Rights, type Role, rightsList, roleOf } from './queries.ts'
import { RemoveRole } from './RemoveRole.tsx'
import { RightsMatrix } from './RightsMatrix.tsx'
import { RoleFailure } from './RolesScreen.tsx'
import { valuesOf } from './role-form.ts'
import css from './roles.module.css'
import { tabs } from './tabs.ts'

const route = getRouteApi('/signed-in/roles/$roleId')

/** One role: its rights, to look at or to change, and its history. */
export function RoleScreen() {
  const { t } = useTranslation()
  const { roleId } = route.useParams()
  const role = useQuery(roleOf(roleId))
  const rights = useQuery(rightsList)
  const error = role.error ?? rights.error
  useTitle(role.data?.name ?? t('menu.roles'))
  return (
    <>
      <p className={css.back}>
        <Link to="/roles" search={({ utility }) => ({ utility })}>
          {t('roles.back')}
        </Link>
      </p>
      {role.data && rights.data ? (
        <Detail key={roleId} role={role.data} rights={rights.data.data} />
      ) : error?.status === 404 ? (
        <EmptyState icon={IconUserShield} title={t('roles.notFound')}>
          <Link to="/roles" search={({ utility }) => ({ utility })}>
            {t('roles.back')}
          </Link>
        </EmptyState>
      ) : error ? (
        <RoleFailure
          problem={error}
          onRetry={() => void Promise.all([role.refetch(), rights.refetch()])}
        />
      ) : (
        <Skeleton>
          <SkeletonBar width="40%" height={28} />
          <SkeletonBar height={360} />
        </Skeleton>
      )}
    </>
  )
}

function Detail({ role, rights }: { role: Role; rights: Rights }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const { tab = 'rights' } = route.useSearch()
  const mayWrite = permissions.includes('role.write')
  return (
    <>
      <header className={css.heading}>
        <h1>
          <bdi>{role.name}</bdi>{' '}
          <Status tone={role.shipped ? 'info' : 'off'}>
            {t(role.shipped ? 'roles.shipped' : 'roles.own')}
          </Status>
        </h1>
        <Group gap="xs">
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/roles/compare" search={{ a: role.id }} {...props} />}
          >
            {t('roles.compare.with')}
          </Button>
          {mayWrite && (
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link to="/roles/new" search={{ copyOf: role.id }} {...props} />
              )}
            >
              {t('roles.copy')}
            </Button>
          )}
          {mayWrite && !role.shipped && <RemoveRole role={role} />}
        </Group>
      </header>
      <p className={css.lead}>
        {t('roles.heldBy', { count: role.people })}{' '}
        {t(role.shipped ? 'roles.shippedNext' : 'roles.ownNext')}
      </p>
      <UrlTabs tabs={tabs} value={tab} label={(one) => t(`roles.tab.${one}`)}>
        <Tabs.Panel value="rights" pt="md">
          {mayWrite && !role.shipped ? (
            <EditRole key={JSON.stringify(role)} role={role} rights={rights} />
          ) : (
            <RightsMatrix
              rights={rights}
              chosen={role.permissions}
              limits={valuesOf(role, role.name).limits}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="md">
          <History kind="role" id={role.id} />
        </Tabs.Panel>
      </UrlTabs>
    </>
  )
}
