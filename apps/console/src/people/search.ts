import { type GridState, gridStateOf } from '@saldo/ui/grid-state'

export const statuses = ['active', 'invited', 'disabled'] as const

export type PeopleSearch = GridState & {
  search?: string | undefined
  status?: (typeof statuses)[number] | undefined
  role?: string | undefined
}

/** The list in an address; what the server would not take is left out. */
export function peopleSearchOf(address: Record<string, unknown>): PeopleSearch {
  const { search, status, role } = address
  const text = typeof search === 'number' ? String(search) : search
  const known = statuses.find((one) => one === status)
  return {
    ...gridStateOf(address),
    ...(typeof text === 'string' && text !== '' && text.length <= 120 && { search: text }),
    ...(known && { status: known }),
    ...(typeof role === 'string' && /^[0-9a-f-]{36}$/.test(role) && { role }),
  }
}
