import type { AnswerOf } from '@saldo/api-client'
import { keepPreviousData } from '@tanstack/react-query'
import { api } from '../api.ts'
import { limitOf } from '../meters/queries.ts'
import type { CustomersSearch } from './search.ts'

export type CustomerRow = AnswerOf<'/api/console/customers', 'get'>['data'][number]
export type CustomerDetail = AnswerOf<'/api/console/customers/{id}', 'get'>

const orders = ['name', '-name', 'account', '-account'] as const

/** A page of a utility's customers. The old page stays while the next one is on its way. */
export function customersOf(utility: string, search: CustomersSearch) {
  const { find, after, before, size } = search
  const sort = orders.find((known) => known === search.sort)
  const query = {
    utility,
    ...(find && { search: find }),
    ...(sort && { sort }),
    ...(after && { after }),
    ...(before && { before }),
    ...(size && { limit: limitOf(size) }),
  }
  return api.queryOptions(
    'get',
    '/api/console/customers',
    { params: { query } },
    { staleTime: 10_000, placeholderData: keepPreviousData },
  )
}

export function customerOf(id: string) {
  return api.queryOptions('get', '/api/console/customers/{id}', { params: { path: { id } } })
}
