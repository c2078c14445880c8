import { Tabs } from '@mantine/core'
import '@mantine/core/styles/Tabs.layer.css'
import { EmptyState, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconUserOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { History } from '../parts/History.tsx'
import { UrlTabs } from '../parts/UrlTabs.tsx'
import { useTitle } from '../parts/use-title.ts'
import { Failed } from './PeopleScreen.tsx'
import { PersonAccess } from './PersonAccess.tsx'
import { PersonActs } from './PersonActs.tsx'
import { PersonRoles } from './PersonRoles.tsx'
import { PersonStatus } from './PersonStatus.tsx'
import css from './people.module.css'
import { type Person, personOf } from './queries.ts'
import { tabs } from './tabs.ts'

const route = getRouteApi('/signed-in/people/$personId')

/** One person: roles and reach, how they sign in and where, and what was done to them. */
export function PersonScreen() {
  const { t } = useTranslation()
  const { personId } = route.useParams()
  const person = useQuery(personOf(personId))
  useTitle(person.data?.name ?? t('menu.people'))
  return (
    <>
      <p className={css.back}>
        <Link to="/people" search={({ utility }) => ({ utility })}>
          {t('people.back')}
        </Link>
      </p>
      {person.data ? (
        <Detail key={personId} person={person.data} />
      ) : person.error?.status === 404 ? (
        <EmptyState icon={IconUserOff} title={t('people.notFound')}>
          {t('people.notFoundNext')}
        </EmptyState>
      ) : person.error ? (
        <Failed problem={person.error} onRetry={() => void person.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar width="40%" height={28} />
          <SkeletonBar height={260} />
        </Skeleton>
      )}
    </>
  )
}

function Detail({ person }: { person: Person }) {
  const { t } = useTranslation()
  const { tab = 'roles' } = route.useSearch()
  return (
    <>
      <header className={css.heading}>
        <div>
          <h1>
            <bdi>{person.name}</bdi> <PersonStatus status={person.status} />
          </h1>
          <p>
            <bdi dir="ltr">{person.email}</bdi>
          </p>
        </div>
        <PersonActs person={person} />
      </header>
      <UrlTabs tabs={tabs} value={tab} label={(one) => t(`people.tab.${one}`)}>
        <Tabs.Panel value="roles" pt="md">
          <PersonRoles key={JSON.stringify(person.roles)} person={person} />
        </Tabs.Panel>
        <Tabs.Panel value="access" pt="md">
          <PersonAccess person={person} />
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="md">
          <History kind="person" id={person.id} />
        </Tabs.Panel>
      </UrlTabs>
    </>
  )
}
