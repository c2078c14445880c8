import { type GridState, gridStateOf } from '@saldo/ui/grid-state'

export const jobStates = [
  'queued',
  'running',
  'paused',
  'done',
  'done_with_errors',
  'failed',
  'cancelled',
] as const
export type JobStateName = (typeof jobStates)[number]

export type JobsSearch = GridState & {
  state?: JobStateName | 'open' | 'ended' | undefined
  mine?: true | undefined
}

/** What of an address belongs to the list of jobs; what it cannot be is left out. */
export function jobsSearchOf(search: Record<string, unknown>): JobsSearch {
  const { sort: _, ...grid } = gridStateOf(search)
  const state = [...jobStates, 'open' as const, 'ended' as const].find(
    (one) => one === search.state,
  )
  return {
    ...grid,
    ...(state && { state }),
    ...(String(search.mine) === 'true' && { mine: true as const }),
  }
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The same as the server is asked. A mark that is none asks for the first page. */
export function jobsQueryOf({ state, mine, size, after, before }: JobsSearch) {
  return {
    ...(state && { state }),
    ...(mine && { mine: 'true' as const }),
    ...(size && { limit: String(size) as '25' | '50' | '100' }),
    ...(after && ID.test(after) && { after }),
    ...(before && (before === 'end' || ID.test(before)) && { before: before as 'end' }),
  }
}
