import { hasValidCheckDigit } from '@saldo/sts'
import { describe, expect, test } from 'vitest'
import { businessDay, monthOf } from '../kernel/calendar.ts'
import { vendors, zone } from './cast.ts'
import { planDeposits } from './history.ts'
import { amina, households } from './households.ts'
import { costOf, DAYS, planSales } from './plan.ts'

const DAY_MS = 24 * 3_600_000
const tuesday = new Date('2026-11-24T11:32:00Z')
// Ends of months, a leap day, the turn of a year.
const instants = [
  tuesday,
  ...[
    '2026-12-31T20:59:59Z',
    '2027-01-01T00:00:00Z',
    '2028-02-29T12:00:00Z',
    '2028-03-01T12:00:00Z',
  ].map((text) => new Date(text)),
]

describe('the people of the demo', () => {
  test('are 300, each with a meter number of their own and a right check digit', () => {
    const numbers = households.map(({ serialNumber }) => serialNumber)
    expect(new Set(numbers).size).toBe(300)
    expect(numbers.filter((number) => !hasValidCheckDigit(number))).toEqual([])
    expect(new Set(numbers.map(({ length }) => length))).toEqual(new Set([11, 13]))
    expect(new Set(households.map(({ accountNumber }) => accountNumber)).size).toBe(300)
  })

  test('have meters of both ciphers and of both ways to make keys, as the standard allows', () => {
    const kinds = households.map(
      ({ algorithm, dkga, baseDate }) => `EA${algorithm} DKGA${dkga} ${baseDate}`,
    )
    expect([...new Set(kinds)].sort()).toEqual([
      'EA11 DKGA4 2014',
      'EA7 DKGA2 1993',
      'EA7 DKGA2 2014',
      'EA7 DKGA4 2014',
    ])
    expect(kinds.filter((kind) => kind.endsWith('1993'))).toHaveLength(1)
  })
})

describe.each(instants)('the sales planned at %s', (until) => {
  const sales = planSales(until)

  test('are the same each time, in order, and none lies ahead', () => {
    expect(planSales(until)).toEqual(sales)
    expect(sales.every(({ at }, n) => n === 0 || at >= sales[n - 1]!.at)).toBe(true)
    expect(sales.at(-1)!.at.getTime()).toBeLessThan(until.getTime())
    expect(sales[0]!.at.getTime()).toBeGreaterThan(until.getTime() - (DAYS + 1) * DAY_MS)
  })

  test('are some thousands, and every vendor sells every week', () => {
    expect(sales.length).toBeGreaterThan(2_500)
    expect(sales.length).toBeLessThan(5_000)
    for (const vendor of vendors) {
      const own = sales.filter((sale) => sale.vendor === vendor)
      const gaps = own.slice(1).map(({ at }, n) => at.getTime() - own[n]!.at.getTime())
      expect(Math.max(...gaps)).toBeLessThan(7 * DAY_MS)
    }
  })

  test('leave Amina the first purchase of the month, after six of 500', () => {
    const hers = sales.filter(({ household }) => household.serialNumber === amina)
    expect(hers.map(({ amount }) => amount)).toEqual(Array(6).fill('500'))
    const month = monthOf(businessDay(until, zone))
    expect(hers.filter(({ at }) => monthOf(businessDay(at, zone)) === month)).toEqual([])
  })

  test('are paid for before they are made, and leave each float what it should hold', () => {
    const deposits = planDeposits(sales, new Date(until.getTime() - (DAYS + 7) * DAY_MS), until)
    for (const vendor of vendors) {
      const moves = [
        ...deposits.filter((one) => one.vendor === vendor),
        ...sales
          .filter((one) => one.vendor === vendor)
          .map((sale) => ({ at: sale.at, minor: -costOf(sale) })),
      ].sort((a, b) => a.at.getTime() - b.at.getTime())
      let float = 0n
      for (const { minor } of moves) {
        float += minor
        expect(float).toBeGreaterThanOrEqual(0n)
      }
      expect(float).toBe(vendor.floatMinor)
    }
  })
})
