import type { AnswerOf } from '@saldo/api-client'
import { api, currentSession } from '../api.ts'
import { queries } from '../queries.ts'

export type UtilityRow = AnswerOf<'/api/console/utilities', 'get'>['data'][number]
export type UtilityDetail = AnswerOf<'/api/console/utilities/{id}', 'get'>
export type Holiday = UtilityDetail['holidays'][number]
export type LogoTheme = UtilityDetail['logos'][number]['theme']

export const utilityList = api.queryOptions('get', '/api/console/utilities')

export function utilityOf(id: string) {
  return api.queryOptions('get', '/api/console/utilities/{id}', { params: { path: { id } } })
}

/** Where the picture of a logo is; another picture has another address. */
export function logoAddress(id: string, { theme, version }: UtilityDetail['logos'][number]) {
  return `/api/console/utilities/${id}/logos/${theme}?${version}`
}

/** After a utility was made or changed: its screens, its history and the list that everybody's screens speak of. */
export async function utilityChanged(id: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: utilityList.queryKey }),
    queries.invalidateQueries({ queryKey: utilityOf(id).queryKey }),
    queries.invalidateQueries({ queryKey: currentSession.queryKey }),
    queries.invalidateQueries({ queryKey: ['audit'] }),
  ])
}
