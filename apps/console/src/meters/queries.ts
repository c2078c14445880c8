import type { AnswerOf } from '@saldo/api-client'
import type { PageSize } from '@saldo/ui/grid-state'
import { keepPreviousData } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { MetersSearch } from './search.ts'

export type MeterRow = AnswerOf<'/api/console/meters', 'get'>['data'][number]
export type MeterDetail = AnswerOf<'/api/console/meters/{serialNumber}', 'get'>
export type Served = MeterDetail['links'][number]
export type Purchase = NonNullable<MeterDetail['purchases']>[number]

/** A page of a utility's meters. The old page stays while the next one is on its way. */
export function metersOf(utility: string, search: MetersSearch) {
  const { find, group, status, commodity, sort, after, before, size } = search
  const query = {
    utility,
    ...(status && { status }),
    ...(commodity && { commodity }),
    ...(group && { supplyGroup: group }),
    ...(find && { search: find }),
    ...(sort === '-number' && { sort: '-number' as const }),
    ...(after && { after }),
    ...(before && { before }),
    ...(size && { limit: limitOf(size) }),
  }
  return api.queryOptions(
    'get',
    '/api/console/meters',
    { params: { query } },
    { staleTime: 10_000, placeholderData: keepPreviousData },
  )
}

/** How many rows a page of a list has, as the server takes it. */
export function limitOf(size: PageSize): '25' | '50' | '100' {
  return `${size}`
}

export function meterOf(serialNumber: string) {
  return api.queryOptions('get', '/api/console/meters/{serialNumber}', {
    params: { path: { serialNumber } },
  })
}

export function supplyGroupsOf(utility: string) {
  return api.queryOptions(
    'get',
    '/api/console/meters/supply-groups',
    { params: { query: { utility } } },
    { staleTime: 5 * 60_000 },
  )
}
