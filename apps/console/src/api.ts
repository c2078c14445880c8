import { NETWORK_LOST, networkLost, type Problem, problemOf } from '@saldo/api-client/problem'
import { queryOptions } from '@tanstack/react-query'
import { queries } from './queries.ts'

export type Commodity = 'electricity' | 'water' | 'gas'

export type Utility = {
  id: string
  name: string
  currency: { code: string; decimals: number }
  timeZone: string
  commodities: Commodity[]
}

export type Session = {
  person: { name: string; email: string }
  tenant: { id: string; name: string }
  csrfToken: string
  permissions: string[]
  utilities: Utility[]
}

/** A figure of the day and the same one week earlier, up to the same hour. Decimal strings. */
export type Compared = { now: string | null; before: string | null }

export type AttentionKind =
  | 'vendor_low'
  | 'sale_unknown'
  | 'meter_base_date'
  | 'clock'
  | 'seal_behind'
  | 'backup_old'

export type Overview = {
  utility: Utility
  day: string
  asOf: string
  hour: number
  kpis: {
    value: Compared
    purchases: Compared
    units: (Compared & { commodity: Commodity; unit: string })[]
    arrears: Compared
    averagePurchase: Compared
  }
  hours: { hour: number; value: Partial<Record<Commodity, string>> }[]
  hoursBefore: { hour: number; value: string }[]
  vendors: {
    id: string
    name: string
    items: string
    value: string
    earnings: string
    available: string | null
  }[]
  vendorTotals: { items: string; value: string; earnings: string }
  channels: { channel: 'pos' | 'partner'; value: string; share: string }[]
  attention: { kind: AttentionKind; count: number; detail: string }[]
}

export { NETWORK_LOST, type Problem }

export const currentSession = queryOptions<Session, Problem>({
  queryKey: ['session'],
  queryFn: ({ signal }) => call<Session>('GET', '/api/console/session', { signal }),
  staleTime: 5 * 60_000,
})

/** Figures of a utility's day; without `day` of today, which is then read again every minute. */
export function overviewOf(utility: string, day: string | undefined) {
  const query = new URLSearchParams(day ? { utility, day } : { utility })
  return queryOptions<Overview, Problem>({
    queryKey: ['overview', utility, day ?? 'today'],
    queryFn: ({ signal }) => call<Overview>('GET', `/api/console/overview?${query}`, { signal }),
    staleTime: 30_000,
    refetchInterval: day ? false : 60_000,
  })
}

export type Credentials = { email: string; password: string }

export function signIn(credentials: Credentials): Promise<Session> {
  return call('POST', '/api/console/sessions', { body: credentials })
}

export function signOut(): Promise<void> {
  return call('DELETE', '/api/console/session')
}

async function call<Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  { body, signal }: { body?: unknown; signal?: AbortSignal } = {},
): Promise<Answer> {
  const csrfToken = queries.getQueryData(currentSession.queryKey)?.csrfToken
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(method !== 'GET' && csrfToken && { 'saldo-csrf': csrfToken }),
  }
  const response = await fetch(path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw networkLost()
  })
  if (!response.ok) throw await problemOf(response)
  return (response.status === 204 ? undefined : await response.json()) as Answer
}
