import type { AnswerOf, Problem, paths } from '@saldo/api-client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export type MeterChoice =
  paths['/api/console/bulk/meters/block/preview']['post']['requestBody']['content']['application/json']
export type BlockPreview = AnswerOf<'/api/console/bulk/meters/block/preview', 'post'>

/** What blocking would change, counted now. Another choice, or the same one later, is counted anew. */
export function blockPreview(choice: MeterChoice) {
  return queryOptions<BlockPreview, Problem>({
    queryKey: ['bulk', 'block', choice],
    queryFn: async ({ signal }) => {
      const { data, error } = await api.client.POST('/api/console/bulk/meters/block/preview', {
        body: choice,
        signal,
      })
      if (error) throw error
      return data
    },
    staleTime: 0,
    gcTime: 0,
  })
}
