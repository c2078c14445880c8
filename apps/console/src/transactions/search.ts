import type { paths } from '@saldo/api-client'
import { type GridState, gridStateOf } from '@saldo/ui/grid-state'
import { isDay, shiftDay, startOfDay } from '../parts/days.ts'

/** Spans of days, named so that an address means today also tomorrow. `days` are those of from and until. */
export const spans = ['today', 'yesterday', 'week', 'month', 'any', 'days'] as const
export type Span = (typeof spans)[number]

export const saleStates = ['done', 'unknown', 'held', 'refused', 'reversed'] as const
export const saleChannels = ['pos', 'partner'] as const
export const commodities = ['electricity', 'water', 'gas'] as const
export const sellerKinds = ['vendor', 'terminal', 'operator'] as const

/** What of the list of sales stands in the address. */
export type SalesSearch = GridState & {
  /** A receipt or meter number, as it was typed. */
  find?: string | undefined
  span?: Span | undefined
  from?: string | undefined
  until?: string | undefined
  state?: (typeof saleStates)[number] | undefined
  channel?: (typeof saleChannels)[number] | undefined
  commodity?: (typeof commodities)[number] | undefined
  vendor?: string | undefined
  terminal?: string | undefined
  operator?: string | undefined
  /** Amounts of the major unit, both included. */
  least?: string | undefined
  most?: string | undefined
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const AMOUNT = /^(0|[1-9]\d{0,14})(\.\d{1,3})?$/

/** The search in an address; what no list of sales has is left out. */
export function salesSearchOf(search: Record<string, unknown>): SalesSearch {
  const text = (name: string, fits: (value: string) => boolean) => {
    const value = typeof search[name] === 'number' ? String(search[name]) : search[name]
    return typeof value === 'string' && fits(value) ? { [name]: value } : {}
  }
  const one = (name: string, known: readonly string[]) =>
    text(name, (value) => known.includes(value))
  return {
    ...gridStateOf(search),
    ...text('find', (value) => value.trim() !== '' && value.length <= 200),
    ...one('span', spans),
    ...text('from', isDay),
    ...text('until', isDay),
    ...one('state', saleStates),
    ...one('channel', saleChannels),
    ...one('commodity', commodities),
    ...text('vendor', (value) => UUID.test(value)),
    ...text('terminal', (value) => UUID.test(value)),
    ...text('operator', (value) => UUID.test(value)),
    ...text('least', (value) => AMOUNT.test(value)),
    ...text('most', (value) => AMOUNT.test(value)),
  }
}

/** The span that counts: today, unless another is chosen or one thing is looked for. */
export function spanOf({ span, find }: SalesSearch): Span {
  return span ?? (find ? 'any' : 'today')
}

/** The instants between which sales are looked for, by the clock of `timeZone`; nothing: at any time. */
export function instantsOf(
  search: SalesSearch,
  today: string,
  timeZone: string,
): { from?: string; until?: string } {
  const start = (day: string) => startOfDay(day, timeZone)
  switch (spanOf(search)) {
    case 'today':
      return { from: start(today) }
    case 'yesterday':
      return { from: start(shiftDay(today, -1)), until: start(today) }
    case 'week':
      return { from: start(shiftDay(today, -6)) }
    case 'month':
      return { from: start(shiftDay(today, -29)) }
    case 'any':
      return {}
    case 'days':
      return {
        ...(search.from && { from: start(search.from) }),
        ...(search.until && { until: start(shiftDay(search.until, 1)) }),
      }
  }
}

type Numbers = { meter?: string; receipt?: string }

/** What was typed: the number of a meter has 11 or 13 digits, that of a receipt may have letters before it. */
export function numberIn(find: string): Numbers | undefined {
  const text = find.replaceAll(/\s/g, '')
  if (/^(\d{11}|\d{13})$/.test(text)) return { meter: text }
  return /^([A-Za-z0-9]{1,12}-)?\d{1,15}$/.test(text) ? { receipt: text } : undefined
}

/** What the server is asked for; undefined when nothing can be found by what was typed. */
export function saleQueryOf(
  search: SalesSearch,
  utility: { readonly id: string; readonly timeZone: string },
  today: string,
): SaleQuery | undefined {
  const number: Numbers | undefined = search.find === undefined ? {} : numberIn(search.find)
  if (!number) return undefined
  const { state, channel, commodity, vendor, terminal, operator, least, most } = search
  const { sort, size, after, before } = search
  return defined({
    utility: utility.id,
    ...instantsOf(search, today, utility.timeZone),
    ...number,
    ...{ state, channel, commodity, vendor, terminal, operator, least, most, after, before },
    sort: sort === 'soldAt' || sort === '-soldAt' ? sort : undefined,
    limit: size === undefined ? undefined : (String(size) as '25' | '50' | '100'),
  })
}

type SaleQuery = paths['/api/console/sales']['get']['parameters']['query']
/** The same with fields that may be undefined, as an address gives them. */
type Wanted = { [Name in keyof SaleQuery]-?: SaleQuery[Name] | undefined }

function defined(fields: Partial<Wanted>): SaleQuery {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known) as SaleQuery
}
