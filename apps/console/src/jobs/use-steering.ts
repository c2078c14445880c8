import type { Problem } from '@saldo/api-client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { type JobDetail, jobOf } from './queries.ts'

export type Steering = 'pause' | 'resume' | 'cancel' | 'redo'

/** Pauses, resumes, ends or repeats a job. Doing it twice does no more than doing it once. */
export function useSteering(id: string) {
  const queries = useQueryClient()
  return useMutation<unknown, Problem, Steering>({
    mutationFn: async (deed) => {
      const { data, error } = await api.client.POST(`/api/console/jobs/{id}/${deed}`, {
        params: { path: { id } },
      })
      if (error) throw error
      return data
    },
    onSettled: async (job) => {
      const { queryKey } = jobOf(id, true)
      if (job) queries.setQueryData<JobDetail>(queryKey, (old) => old && { ...old, ...job })
      await queries.invalidateQueries({ queryKey })
      await queries.invalidateQueries({ queryKey: ['get', '/api/console/jobs'] })
      await queries.invalidateQueries({ queryKey: ['audit'] })
    },
  })
}
