import type { AnswerOf } from '@saldo/api-client'
import { keepPreviousData } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { saleQueryOf } from './search.ts'

export type SalePage = AnswerOf<'/api/console/sales', 'get'>
export type SaleRow = SalePage['data'][number]
export type SaleDetail = AnswerOf<'/api/console/sales/{id}', 'get'>
export type ShownToken = AnswerOf<'/api/console/sales/{id}/reveal', 'post'>['tokens'][number]
export type Seller = AnswerOf<'/api/console/sales/sellers', 'get'>['data'][number]

/** A page of a utility's sales. The old page stays while the next one is on its way. */
export function salesOf(query: NonNullable<ReturnType<typeof saleQueryOf>>) {
  return api.queryOptions(
    'get',
    '/api/console/sales',
    { params: { query } },
    { staleTime: 10_000, placeholderData: keepPreviousData },
  )
}

export function saleOf(id: string) {
  return api.queryOptions('get', '/api/console/sales/{id}', { params: { path: { id } } })
}

/** Vendors, terminals and operators whose name contains a text. */
export function sellersLike(search: string) {
  const query = search === '' ? {} : { search }
  return api.queryOptions(
    'get',
    '/api/console/sales/sellers',
    { params: { query } },
    { staleTime: 60_000, placeholderData: keepPreviousData },
  )
}

/** What one of them is called. */
export function sellerOf(id: string) {
  return api.queryOptions(
    'get',
    '/api/console/sales/sellers',
    { params: { query: { ids: id } } },
    { staleTime: 5 * 60_000 },
  )
}
