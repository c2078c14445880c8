import { type AnswerOf, createApi, NETWORK_LOST, type Problem } from '@saldo/api-client'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { sendConfirmed } from './account/step-up.ts'
import type { AuditFilter } from './audit/filter.ts'
import { shiftDay, startOfDay } from './parts/days.ts'
import { queries } from './queries.ts'
import { pendingToken } from './sign-in/pending.ts'

export { NETWORK_LOST, type Problem }

export type Session = AnswerOf<'/api/console/session', 'get'>
export type Utility = Session['utilities'][number]
/** A utility's day. Amounts and units are decimal strings, hours those of the utility's clock. */
export type Overview = AnswerOf<'/api/console/overview', 'get'>
/** A figure of the day and the same one week earlier, up to the same hour. */
export type Compared = { now: string; before: string }

export const api = createApi({
  csrfToken: () =>
    queries.getQueryData<Session>(currentSession.queryKey)?.csrfToken ?? pendingToken(),
  fetch: sendConfirmed,
})

export const currentSession = api.queryOptions('get', '/api/console/session', undefined, {
  staleTime: 5 * 60_000,
})

export type AuditEvent = AnswerOf<'/api/console/audit', 'get'>['data'][number]

/** Deeds that fit a filter, newest first, a page at a time. Days are those of `timeZone`. */
export function auditTrail({ from, until, ...filter }: AuditFilter, timeZone: string) {
  const query = {
    ...filter,
    ...(from && { from: startOfDay(from, timeZone) }),
    ...(until && { until: startOfDay(shiftDay(until, 1), timeZone) }),
    limit: '50' as const,
  }
  return infiniteQueryOptions({
    queryKey: ['audit', query],
    queryFn: async ({ pageParam, signal }) => {
      const params = { query: { ...query, ...(pageParam && { after: pageParam }) } }
      const { data, error } = await api.client.GET('/api/console/audit', { params, signal })
      if (error) throw error
      return data
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}

/** Figures of a utility's day; without `day` of today, which is then read again every minute. */
export function overviewOf(utility: string, day: string | undefined) {
  const query = day ? { utility, day } : { utility }
  return api.queryOptions(
    'get',
    '/api/console/overview',
    { params: { query } },
    { staleTime: 30_000, refetchInterval: day ? false : 60_000 },
  )
}
