import type { AnswerOf } from '@saldo/api-client'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'

export type Found = AnswerOf<'/api/console/search', 'post'>

/** Letters from which on it is worth asking. */
export const FEWEST = 2

/**
 * What fits a typed text. It is asked by a body, since it may be a token, and forgotten as soon as the
 * search is closed.
 */
export function foundBy(text: string) {
  return queryOptions({
    queryKey: ['search', text],
    queryFn: async ({ signal }) => {
      const { data, error } = await api.client.POST('/api/console/search', {
        body: { text },
        signal,
      })
      if (error) throw error
      return data
    },
    enabled: text.length >= FEWEST,
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: 5_000,
  })
}
