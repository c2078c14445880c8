import type { AnswerOf } from '@saldo/api-client'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export type RequestRow = AnswerOf<'/api/console/approvals', 'get'>['data'][number]
export type RequestDetail = AnswerOf<'/api/console/approvals/{id}', 'get'>
export type RuleRow = AnswerOf<'/api/console/approval-rules', 'get'>['data'][number]

export const boxes = ['queue', 'mine', 'past'] as const
export type Box = (typeof boxes)[number]

/** Requests of one box, newest first, a page at a time. */
export function requestsIn(box: Box) {
  return infiniteQueryOptions({
    queryKey: ['approvals', box],
    queryFn: async ({ pageParam, signal }) => {
      const params = { query: { box, ...(pageParam && { after: pageParam }) } }
      const { data, error } = await api.client.GET('/api/console/approvals', { params, signal })
      if (error) throw error
      return data
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}

/** What waits for me, read again every minute: the figure in the navigation. */
export const waitingCount = api.queryOptions('get', '/api/console/approvals/count', undefined, {
  refetchInterval: 60_000,
  staleTime: 20_000,
})

export function requestOf(id: string) {
  return api.queryOptions('get', '/api/console/approvals/{id}', { params: { path: { id } } })
}

export const rules = api.queryOptions('get', '/api/console/approval-rules')
