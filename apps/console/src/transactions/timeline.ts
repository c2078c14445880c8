import type { SaleDetail } from './queries.ts'

/** One thing that happened to a sale. `after` is how many milliseconds since the thing before. */
export type Happened = {
  what: 'sold' | 'asked' | 'done' | 'refused' | 'reversed' | 'reprinted' | 'case'
  at: string
  after: number | null
  /** Of a copy: its number, and who printed it. Of a case: its kind. */
  copy?: number
  by?: string
  kind?: string
}

/**
 * What happened to a sale, oldest first. One that was settled within Saldo was sold in one step; another system
 * was asked first and answered later.
 */
export function timelineOf(sale: SaleDetail): Happened[] {
  const { soldAt, settledAt, state } = sale
  const inside = settledAt === soldAt
  const happened: Omit<Happened, 'after'>[] = [{ what: inside ? 'sold' : 'asked', at: soldAt }]
  if (!inside && settledAt !== null && state !== 'held' && state !== 'unknown') {
    happened.push({ what: state, at: settledAt })
  }
  for (const { copy, at, by } of sale.reprints) happened.push({ what: 'reprinted', at, copy, by })
  for (const { kind, at } of sale.cases) happened.push({ what: 'case', at, kind })
  return happened
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map((one, place, all) => {
      const before = all[place - 1]
      return { ...one, after: before ? Date.parse(one.at) - Date.parse(before.at) : null }
    })
}

/** "0.4 s", "12 s", "3 min", "5 h", "2 days": as exactly as somebody who looks for delays needs it. */
export function durationText(milliseconds: number, language: string): string {
  const [amount, unit, decimals] = sized(milliseconds)
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: decimals,
    numberingSystem: 'latn',
  }).format(amount)
}

function sized(milliseconds: number): [amount: number, unit: string, decimals: number] {
  const seconds = milliseconds / 1_000
  if (seconds < 10) return [seconds, 'second', 1]
  if (seconds < 120) return [seconds, 'second', 0]
  if (seconds < 7_200) return [seconds / 60, 'minute', 0]
  if (seconds < 172_800) return [seconds / 3_600, 'hour', 0]
  return [seconds / 86_400, 'day', 0]
}
