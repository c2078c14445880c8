import { expect, test } from 'vitest'
import type { SaleDetail } from './queries.ts'
import { durationText, timelineOf } from './timeline.ts'

const sale = (fields: Partial<SaleDetail>) =>
  ({
    soldAt: '2026-11-24T08:00:00.000Z',
    settledAt: '2026-11-24T08:00:00.000Z',
    state: 'done',
    reprints: [],
    cases: [],
    ...fields,
  }) as SaleDetail

const told = (fields: Partial<SaleDetail>) =>
  timelineOf(sale(fields)).map(({ what, after }) => [what, after])

test('a sale settled within Saldo was one step', () => {
  expect(told({})).toEqual([['sold', null]])
})

test('another system was asked, and answered later', () => {
  expect(told({ settledAt: '2026-11-24T08:00:14.500Z' })).toEqual([
    ['asked', null],
    ['done', 14_500],
  ])
})

test('what nobody has answered yet has not ended', () => {
  expect(told({ settledAt: null, state: 'unknown' })).toEqual([['asked', null]])
})

test('copies and cases stand where they happened', () => {
  expect(
    told({
      reprints: [{ copy: 1, at: '2026-11-24T09:00:00.000Z', by: 'Grace' }],
      cases: [{ kind: 'refund', state: 'open', at: '2026-11-24T08:30:00.000Z' }],
    }),
  ).toEqual([
    ['sold', null],
    ['case', 1_800_000],
    ['reprinted', 1_800_000],
  ])
})

test('a delay is told as exactly as somebody who looks for it needs', () => {
  expect(durationText(420, 'en')).toBe('0.4 sec')
  expect(durationText(14_500, 'en')).toBe('15 sec')
  expect(durationText(5_400_000, 'en')).toBe('90 min')
  expect(durationText(259_200_000, 'en')).toBe('3 days')
})
