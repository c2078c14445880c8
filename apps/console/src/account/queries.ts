import type { AnswerOf } from '@saldo/api-client'
import { api } from '../api.ts'
import { queries } from '../queries.ts'

export type Account = AnswerOf<'/api/console/account', 'get'>

/** The own access: factors, recovery codes, sessions. */
export const ownAccount = api.queryOptions('get', '/api/console/account', undefined, {
  staleTime: 10_000,
})

/** Reads the own access again after it was changed. */
export function accountChanged(): Promise<void> {
  return queries.invalidateQueries({ queryKey: ownAccount.queryKey })
}
