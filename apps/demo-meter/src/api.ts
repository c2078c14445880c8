import { type AnswerOf, createApi, isProblem, NETWORK_LOST, type Problem } from '@saldo/api-client'

export { isProblem, NETWORK_LOST, type Problem }

export type DemoMeter = AnswerOf<'/api/demo/meters', 'get'>['data'][number]
/** What the meter shows. `credit` is a decimal string in its unit. */
export type MeterState = AnswerOf<'/api/demo/meters/{serialNumber}', 'get'>
/** One thing typed into the meter; `units` only when credit was added. */
export type Entry = MeterState['entries'][number]
export type EntryAnswer = AnswerOf<'/api/demo/meters/{serialNumber}/entries', 'post'>
export type Commodity = MeterState['commodity']

export const api = createApi()

export const demoMeters = api.queryOptions('get', '/api/demo/meters', undefined, {
  staleTime: 60_000,
})

export function meterState(serialNumber: string) {
  return api.queryOptions('get', '/api/demo/meters/{serialNumber}', {
    params: { path: { serialNumber } },
  })
}
