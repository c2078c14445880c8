import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { isOpen, type JobDetail, type JobPage, type JobRow, jobOf, ownOpenJobs } from './queries.ts'

let connected = false
/** Jobs that were started on this page: they may end before they were ever seen to run. */
const awaited = new Set<string>()
const watchers = new Set<() => void>()

/** Whether jobs come by themselves at this moment; otherwise they are asked for every few seconds. */
export function useLive(): boolean {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell)
      return () => watchers.delete(tell)
    },
    () => connected,
  )
}

/** Asks for a notice when a job ends that was started on this page, and shows it in the header at once. */
export async function awaitJob(queries: QueryClient, id: string): Promise<void> {
  awaited.add(id)
  await queries.invalidateQueries({ queryKey: ['get', '/api/console/jobs'] })
}

/**
 * Listens to the jobs of whoever is signed in while the page is looked at, and keeps what the screens know of
 * them fresh. A page in the background does not listen: browsers allow few connections to one server.
 */
export function useJobEvents(onEnded: (job: JobRow) => void): void {
  const queries = useQueryClient()
  useEffect(() => {
    let source: EventSource | undefined
    const listen = () => {
      source?.close()
      source = undefined
      connect(false)
      if (document.visibilityState === 'hidden') return
      source = new EventSource('/api/console/jobs/events')
      source.onopen = () => connect(true)
      source.onerror = () => connect(false)
      source.addEventListener('jobs', ({ data }) => {
        for (const job of JSON.parse(data) as JobRow[]) take(queries, job, onEnded)
      })
    }
    listen()
    document.addEventListener('visibilitychange', listen)
    return () => {
      document.removeEventListener('visibilitychange', listen)
      source?.close()
      connect(false)
    }
  }, [queries, onEnded])
}

function connect(now: boolean): void {
  if (connected === now) return
  connected = now
  for (const tell of watchers) tell()
}

/** What came by an event, wherever it is shown. */
function take(queries: QueryClient, job: JobRow, onEnded: (job: JobRow) => void): void {
  const ended = !isOpen(job)
  const own = ownOpenJobs(true).queryKey
  const known = queries.getQueryData<JobPage>(own)?.data.some(({ id }) => id === job.id) ?? false
  if (job.startedBy.me) {
    queries.setQueryData<JobPage>(own, (page) => page && withJob(page, job))
    if (ended && (awaited.delete(job.id) || known)) onEnded(job)
  }
  const detail = jobOf(job.id, true).queryKey
  queries.setQueryData<JobDetail>(detail, (old) => old && { ...old, ...job })
  // Its rows, files and what happened to it do not come by event.
  if (ended || !known) void queries.invalidateQueries({ queryKey: detail })
  queries.setQueriesData<JobPage>(
    { queryKey: ['get', '/api/console/jobs'], exact: false },
    (page) =>
      page?.data.some(({ id }) => id === job.id)
        ? { ...page, data: page.data.map((one) => (one.id === job.id ? job : one)) }
        : page,
  )
}

/** The open jobs with this one as it is now. */
function withJob(page: JobPage, job: JobRow): JobPage {
  const others = page.data.filter(({ id }) => id !== job.id)
  return { ...page, data: isOpen(job) ? [job, ...others] : others }
}
