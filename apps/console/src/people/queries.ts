import type { AnswerOf } from '@saldo/api-client'
import { keepPreviousData } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { PeopleSearch } from './search.ts'

export type PersonRow = AnswerOf<'/api/console/people', 'get'>['data'][number]
export type Person = AnswerOf<'/api/console/people/{id}', 'get'>
export type RoleHeld = Person['roles'][number]
export type ReachKind = RoleHeld['reach']

/** A page of the people in reach. The old page stays while the next one is on its way. */
export function peopleOf({ search, status, role, after, before, size }: PeopleSearch) {
  const query = {
    ...(search && { search }),
    ...(status && { status }),
    ...(role && { role }),
    ...(after && { after }),
    ...(before && { before }),
    ...(size && { limit: `${size}` }),
  }
  return api.queryOptions(
    'get',
    '/api/console/people',
    { params: { query } },
    { placeholderData: keepPreviousData },
  )
}

export function personOf(id: string) {
  return api.queryOptions('get', '/api/console/people/{id}', { params: { path: { id } } })
}

export function factorsOf(id: string) {
  return api.queryOptions('get', '/api/console/people/{id}/factors', { params: { path: { id } } })
}

/** Vendor groups or agents whose name contains a text. */
export function portfoliosLike(kind: 'vendor_group' | 'agent', search: string) {
  const query = { kind, ...(search !== '' && { search }) }
  return api.queryOptions('get', '/api/console/portfolios', { params: { query } })
}

/** Vendors whose name contains a text. */
export function vendorsLike(search: string) {
  const query = search === '' ? {} : { search }
  return api.queryOptions('get', '/api/console/sales/sellers', { params: { query } })
}
