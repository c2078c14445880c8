import { type GridState, gridStateOf } from '@saldo/ui/grid-state'

export const meterStatuses = [
  'stock',
  'installed',
  'blocked',
  'faulty',
  'removed',
  'scrapped',
] as const
export const commodities = ['electricity', 'water', 'gas'] as const

/** What of the list of meters stands in the address. */
export type MetersSearch = GridState & {
  /** First digits of the number, as they were typed. */
  find?: string | undefined
  status?: (typeof meterStatuses)[number] | undefined
  commodity?: (typeof commodities)[number] | undefined
  group?: string | undefined
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The search in an address; what no list of meters has is left out. */
export function metersSearchOf(search: Record<string, unknown>): MetersSearch {
  const state = gridStateOf(search)
  const find = findOf(search.find)
  const status = meterStatuses.find((known) => known === search.status)
  const commodity = commodities.find((known) => known === search.commodity)
  const { group } = search
  return {
    ...state,
    ...(find && { find }),
    ...(status && { status }),
    ...(commodity && { commodity }),
    ...(typeof group === 'string' && UUID.test(group) && { group }),
  }
}

/** Digits alone are read from an address as a number. */
export function findOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' && text.length <= 200 ? text : undefined
}
