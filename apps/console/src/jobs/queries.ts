import type { AnswerOf } from '@saldo/api-client'
import { keepPreviousData } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { jobsQueryOf } from './search.ts'

export type JobPage = AnswerOf<'/api/console/jobs', 'get'>
export type JobRow = JobPage['data'][number]
export type JobDetail = AnswerOf<'/api/console/jobs/{id}', 'get'>

/** Without events from the server it is asked this often. */
const POLL_MS = 5_000

const everyFiveSeconds = (live: boolean) => (live ? (false as const) : POLL_MS)

/** A page of jobs. The old page stays while the next one is on its way. */
export function jobsOf(query: ReturnType<typeof jobsQueryOf>, live: boolean) {
  return api.queryOptions(
    'get',
    '/api/console/jobs',
    { params: { query } },
    { placeholderData: keepPreviousData, refetchInterval: everyFiveSeconds(live) },
  )
}

export function jobOf(id: string, live: boolean) {
  return api.queryOptions(
    'get',
    '/api/console/jobs/{id}',
    { params: { path: { id } } },
    { refetchInterval: everyFiveSeconds(live) },
  )
}

/** The jobs of whoever is signed in that have not ended. */
export function ownOpenJobs(live: boolean) {
  return jobsOf({ state: 'open', mine: 'true' }, live)
}

export const isOpen = ({ state }: Pick<JobRow, 'state'>) =>
  state === 'queued' || state === 'running' || state === 'paused'
