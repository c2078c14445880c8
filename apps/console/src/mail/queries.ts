import type { AnswerOf } from '@saldo/api-client'
import { keepPreviousData } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { MailSearch } from './search.ts'

export type MailRow = AnswerOf<'/api/console/mail', 'get'>['data'][number]

export const mailStatus = api.queryOptions('get', '/api/console/mail/status', undefined, {
  refetchInterval: 30_000,
})

/** A page of the company's e-mails. The old page stays while the next one is on its way. */
export function mailOf({ state, to, size, after, before }: MailSearch) {
  const query = {
    ...(state && { state }),
    ...(to && { to }),
    ...(size && { limit: String(size) as '25' | '50' | '100' }),
    ...(after && { after }),
    ...(before && { before }),
  }
  return api.queryOptions(
    'get',
    '/api/console/mail',
    { params: { query } },
    { placeholderData: keepPreviousData, refetchInterval: 30_000 },
  )
}
