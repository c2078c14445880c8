import { Button, NativeSelect, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { roleList } from '../roles/queries.ts'
import { useSession } from '../shell/session.ts'
import css from './people.module.css'
import { portfoliosLike, type ReachKind, vendorsLike } from './queries.ts'

/** A role as the form holds it; the name of what it reaches is for those already given. */
export type RoleValue = {
  /** Tells it from the others of the form, of which another may be the same role. */
  key: string
  roleId: string
  reach: ReachKind
  reachId: string | null
  reachName: string | null
}

export const reaches = ['tenant', 'utility', 'vendor_group', 'vendor', 'agent', 'own'] as const

/** What the server is told of it. */
export function givenOf({ roleId, reach, reachId }: RoleValue) {
  return { roleId, reach, ...(reachId !== null && { reachId }) }
}

let added = 0

interface RolesFieldProps {
  value: readonly RoleValue[]
  onChange: (value: RoleValue[]) => void
  errors: (field: string) => string | undefined
}

/** The roles of a person, each with how far it reaches. */
export function RolesField({ value, onChange, errors }: RolesFieldProps) {
  const { t } = useTranslation()
  const roles = useQuery(roleList)
  const options = (roles.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const set = (n: number, changed: Partial<RoleValue>) =>
    onChange(value.map((one, at) => (at === n ? { ...one, ...changed } : one)))
  return (
    <fieldset className={css.roles}>
      <legend>{t('people.column.roles')}</legend>
      {value.length === 0 && <p>{t('people.noRoles')}</p>}
      {value.map((one, n) => (
        <div key={one.key} className={css.role}>
          <NativeSelect
            label={t('people.role')}
            data={[{ value: '', label: t('people.chooseRole') }, ...options]}
            value={one.roleId}
            data-path={`roles.${n}.roleId`}
            error={errors(`roles.${n}.roleId`)}
            onChange={(event) => set(n, { roleId: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('people.reaches')}
            data={reaches.map((reach) => ({ value: reach, label: t(`people.reach.${reach}`) }))}
            value={one.reach}
            onChange={(event) => {
              const reach = reaches.find((known) => known === event.currentTarget.value)
              if (reach) set(n, { reach, reachId: null, reachName: null })
            }}
          />
          {one.reach !== 'tenant' && one.reach !== 'own' && (
            <ReachOf
              kind={one.reach}
              value={one}
              error={errors(`roles.${n}.reachId`)}
              path={`roles.${n}.reachId`}
              onChange={(reachId, reachName) => set(n, { reachId, reachName })}
            />
          )}
          <Button
            variant="default"
            aria-label={t('people.removeRole', {
              name: options.find((option) => option.value === one.roleId)?.label ?? '',
            })}
            onClick={() => onChange(value.filter((_, at) => at !== n))}
          >
            {t('people.remove')}
          </Button>
        </div>
      ))}
      <Button
        variant="default"
        className={css.add ?? ''}
        onClick={() =>
          onChange([
            ...value,
            {
              key: `new ${++added}`,
              roleId: '',
              reach: 'tenant',
              reachId: null,
              reachName: null,
            },
          ])
        }
      >
        {t('people.addRole')}
      </Button>
    </fieldset>
  )
}

interface ReachOfProps {
  kind: Exclude<ReachKind, 'tenant' | 'own'>
  value: RoleValue
  error: string | undefined
  path: string
  onChange: (id: string | null, name: string | null) => void
}

/** Which utility, vendor, vendor group or agent; found by part of its name. */
function ReachOf({ kind, value, error, path, onChange }: ReachOfProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const found = useReachChoices(kind, search === value.reachName ? '' : search)
  const held =
    value.reachId !== null && !found.some(({ value: id }) => id === value.reachId)
      ? [{ value: value.reachId, label: value.reachName ?? value.reachId }]
      : []
  return (
    <Select
      label={t(`people.reach.${kind}`)}
      placeholder={t('people.chooseReach')}
      nothingFoundMessage={t('people.nothingFound')}
      searchable
      data={[...held, ...found]}
      // The server has searched already.
      filter={({ options }) => options}
      value={value.reachId}
      searchValue={search}
      onSearchChange={setSearch}
      data-path={path}
      error={error}
      onChange={(id, option) => onChange(id, option?.label ?? null)}
    />
  )
}

function useReachChoices(kind: ReachOfProps['kind'], search: string) {
  const { utilities } = useSession()
  const ofPortfolio = kind === 'vendor_group' || kind === 'agent'
  const portfolios = useQuery({
    ...portfoliosLike(kind === 'agent' ? 'agent' : 'vendor_group', search),
    enabled: ofPortfolio,
  })
  const vendors = useQuery({ ...vendorsLike(search), enabled: kind === 'vendor' })
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
  if (kind === 'utility') return utilities.map(option)
  if (ofPortfolio) return (portfolios.data?.data ?? []).map(option)
  return (vendors.data?.data ?? []).filter((one) => one.kind === 'vendor').map(option)
}
