import type { AnswerOf } from '@saldo/api-client'
import { api } from '../api.ts'
import { queries } from '../queries.ts'

export type Company = AnswerOf<'/api/console/platform/companies', 'get'>['data'][number]
export type Grant = AnswerOf<'/api/console/grants', 'get'>['data'][number]

export const companyList = api.queryOptions('get', '/api/console/platform/companies')
export const platformHealth = api.queryOptions('get', '/api/console/platform/health', undefined, {
  refetchInterval: 30_000,
})
/** What the own company gave, and what it is asked for. */
export const ownGrants = api.queryOptions('get', '/api/console/grants')

export function companyOf(id: string) {
  return api.queryOptions('get', '/api/console/platform/companies/{id}', {
    params: { path: { id } },
  })
}

/** Leave to look into one company, as the operator sees it; read again, because others decide. */
export function grantsIn(id: string) {
  return api.queryOptions(
    'get',
    '/api/console/platform/companies/{id}/grants',
    { params: { path: { id } } },
    { refetchInterval: 15_000 },
  )
}

export async function companyChanged(id: string): Promise<void> {
  await Promise.all(
    [companyList, companyOf(id), grantsIn(id)].map(({ queryKey }) =>
      queries.invalidateQueries({ queryKey }),
    ),
  )
}

/** Into a company or back out of it: nothing that was shown before belongs to what is shown now. */
export function startAnew(): void {
  window.location.assign('/console/')
}
