import { isProblem, NETWORK_LOST, type Problem } from '@saldo/api-client'
import { networkLost, problemOf } from '@saldo/api-client/problem'
import { queryOptions } from '@tanstack/react-query'

export type Commodity = 'electricity' | 'water' | 'gas'

export type DemoMeter = {
  serialNumber: string
  commodity: Commodity
  unit: 'kWh' | 'm3'
  algorithm: '07' | '11'
  customerName: string | null
  note: string | null
}

/** One thing typed into the meter; `units` (decimal string) only when credit was added. */
export type Entry = { at: string; result: string; units?: string }

export type MeterState = {
  serialNumber: string
  commodity: Commodity
  unit: 'kWh' | 'm3'
  algorithm: '07' | '11'
  keyRevision: number | string
  tariffIndex: string
  supplyGroupCode: string
  credit: string
  entries: Entry[]
  lockedUntil: string | null
}

export type EntryAnswer = {
  result: string
  title: string
  explanation: string
  unitsAdded?: string
  state: MeterState
}

export { isProblem, NETWORK_LOST, type Problem }

export const demoMeters = queryOptions<{ data: DemoMeter[] }, Problem>({
  queryKey: ['demo-meters'],
  queryFn: ({ signal }) => call('/api/demo/meters', { signal }),
  staleTime: 60_000,
})

export function meterState(serialNumber: string) {
  return queryOptions<MeterState, Problem>({
    queryKey: ['demo-meter', serialNumber],
    queryFn: ({ signal }) => call(meterPath(serialNumber), { signal }),
  })
}

/** Types a token into the meter. The digits travel in the body only, never in an address. */
export function enterToken(serialNumber: string, digits: string): Promise<EntryAnswer> {
  return call(`${meterPath(serialNumber)}/entries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ digits }),
  })
}

function meterPath(serialNumber: string): string {
  return `/api/demo/meters/${encodeURIComponent(serialNumber)}`
}

async function call<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw networkLost()
  })
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as Answer
}
