import type { AnswerOf } from '@saldo/api-client'
import { api } from '../api.ts'

export type SavedView = AnswerOf<'/api/console/saved-views', 'get'>['data'][number]
export type ViewScreen = 'meters' | 'customers' | 'transactions' | 'audit'

export function savedViews(screen: ViewScreen) {
  return api.queryOptions(
    'get',
    '/api/console/saved-views',
    { params: { query: { screen } } },
    { staleTime: 60_000 },
  )
}
