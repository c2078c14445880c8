import type { AnswerOf } from '@saldo/api-client'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'
import { queries } from '../queries.ts'

export type ImportKind = AnswerOf<'/api/console/imports/kinds', 'get'>['data'][number]
export type ImportRow = AnswerOf<'/api/console/imports', 'get'>['data'][number]
export type ImportDetail = AnswerOf<'/api/console/imports/{id}', 'get'>
export type FileRow = AnswerOf<'/api/console/imports/{id}/rows', 'get'>['data'][number]
export type ProblemGroup = AnswerOf<'/api/console/imports/{id}/problems', 'get'>['data'][number]

/** What the person may bring in. */
export const importKinds = api.queryOptions('get', '/api/console/imports/kinds', undefined, {
  staleTime: 10 * 60_000,
})

/** Imports, the newest first, a page at a time. */
export const importList = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: async ({ pageParam, signal }) => {
    const query = { limit: '50' as const, ...(pageParam && { after: pageParam }) }
    const { data, error } = await api.client.GET('/api/console/imports', {
      params: { query },
      signal,
    })
    if (error) throw error
    return data
  },
  initialPageParam: '',
  getNextPageParam: ({ next }) => next,
})

/** One import; while a job works on it, again every second. */
export function importOf(id: string) {
  return queryOptions({
    queryKey: ['imports', id],
    queryFn: async ({ signal }) => {
      const { data, error } = await api.client.GET('/api/console/imports/{id}', {
        params: { path: { id } },
        signal,
      })
      if (error) throw error
      return data
    },
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? 1_000 : false),
  })
}

/** Whether a job works on the import now. */
export function isAtWork({ job }: ImportDetail): boolean {
  return job !== null && job.finishedAt === null
}

export interface RowFilter {
  show: 'bad' | 'good' | 'all'
  column?: string | undefined
  code?: string | undefined
  after?: string | undefined
}

/** A page of the rows of a file. `stand` changes when the rows may have. */
export function rowsOf(id: string, filter: RowFilter, stand: string) {
  const { show, column, code, after } = filter
  return queryOptions({
    queryKey: ['imports', id, 'rows', show, column, code, after, stand],
    queryFn: async ({ signal }) => {
      const query = {
        show,
        limit: '25' as const,
        ...(column && code && { column, code }),
        ...(after && { after }),
      }
      const { data, error } = await api.client.GET('/api/console/imports/{id}/rows', {
        params: { path: { id }, query },
        signal,
      })
      if (error) throw error
      return data
    },
    placeholderData: keepPreviousData,
  })
}

/** What is wrong in a file, by column and problem. */
export function problemsOf(id: string, stand: string) {
  return queryOptions({
    queryKey: ['imports', id, 'problems', stand],
    queryFn: async ({ signal }) => {
      const { data, error } = await api.client.GET('/api/console/imports/{id}/problems', {
        params: { path: { id } },
        signal,
      })
      if (error) throw error
      return data.data
    },
    placeholderData: keepPreviousData,
  })
}

/** What an undo left. */
export function keptOf(id: string, stand: string) {
  return queryOptions({
    queryKey: ['imports', id, 'kept', stand],
    queryFn: async ({ signal }) => {
      const { data, error } = await api.client.GET('/api/console/imports/{id}/kept', {
        params: { path: { id }, query: { limit: '100' } },
        signal,
      })
      if (error) throw error
      return data.data
    },
  })
}

/** Reads an import and its rows again. */
export function refreshImport(id: string): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['imports', id] })
}
