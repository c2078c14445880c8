import { type AnswerOf, createApi, NETWORK_LOST, type Problem } from '@saldo/api-client'
import { queries } from './queries.ts'

export { NETWORK_LOST, type Problem }

export type Session = AnswerOf<'/api/console/session', 'get'>
export type Utility = Session['utilities'][number]
/** A utility's day. Amounts and units are decimal strings, hours those of the utility's clock. */
export type Overview = AnswerOf<'/api/console/overview', 'get'>
/** A figure of the day and the same one week earlier, up to the same hour. */
export type Compared = { now: string; before: string }

export const api = createApi({
  csrfToken: () => queries.getQueryData<Session>(currentSession.queryKey)?.csrfToken,
})

export const currentSession = api.queryOptions('get', '/api/console/session', undefined, {
  staleTime: 5 * 60_000,
})

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
