import type { AnswerOf } from '@saldo/api-client'
import { api } from '../api.ts'

export type Role = AnswerOf<'/api/console/roles/{id}', 'get'>
export type Rights = AnswerOf<'/api/console/permissions', 'get'>['data']
export type Permission = Role['permissions'][number]

export const roleList = api.queryOptions('get', '/api/console/roles')

export function roleOf(id: string) {
  return api.queryOptions('get', '/api/console/roles/{id}', { params: { path: { id } } })
}

/** Every right there is, by what it is about. It changes with a release only. */
export const rightsList = api.queryOptions('get', '/api/console/permissions', undefined, {
  staleTime: 60 * 60_000,
})

export function comparisonOf(a: string, b: string) {
  return api.queryOptions('get', '/api/console/roles/compare', { params: { query: { a, b } } })
}
