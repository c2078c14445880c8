import type { GridColumn } from '@saldo/ui/data-grid'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'
import { useUtility } from '../shell/session.ts'
import { PersonStatus } from './PersonStatus.tsx'
import type { PersonRow } from './queries.ts'
import { useReachText } from './reach-text.ts'

export function usePeopleColumns(): GridColumn<PersonRow>[] {
  const { t, i18n } = useTranslation()
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  const reach = useReachText()
  const header = (id: string) => t(`people.column.${id}`)
  return [
    {
      id: 'name',
      header: header('name'),
      cell: ({ id, name }) => (
        <Link
          to="/people/$personId"
          params={{ personId: id }}
          search={({ utility }) => ({ utility })}
        >
          <bdi>{name}</bdi>
        </Link>
      ),
    },
    { id: 'email', header: header('email'), cell: ({ email }) => <bdi dir="ltr">{email}</bdi> },
    {
      id: 'status',
      header: header('status'),
      cell: ({ status }) => <PersonStatus status={status} />,
    },
    {
      id: 'roles',
      header: header('roles'),
      cell: ({ roles }) => roles.map((role) => reach(role)).join(', '),
    },
    {
      id: 'lastSignIn',
      header: header('lastSignIn'),
      cell: ({ lastSignInAt }) =>
        lastSignInAt ? (
          <time dateTime={lastSignInAt}>{instantText(lastSignInAt, timeZone, i18n.language)}</time>
        ) : (
          t('people.never')
        ),
    },
    {
      id: 'language',
      header: header('language'),
      optional: true,
      cell: ({ language }) => language,
    },
  ]
}
