import { expect, test } from 'vitest'
import { type LimitedBy, limitTogether, withinLimits } from './limits.ts'

const upTo = (minor: bigint, currency = 'KES') => new Map([[currency, minor]])
const by = (reach: string, reach_id: string, limit?: ReadonlyMap<string, bigint>): LimitedBy => ({
  reach,
  reach_id,
  limit,
})

test('of two roles with the same reach the higher limit counts, and no limit is the highest', () => {
  const [low, high] = [by('tenant', 't', upTo(100n)), by('tenant', 't', upTo(900n))]
  expect(limitTogether([low, high])).toEqual(upTo(900n))
  expect(limitTogether([low, by('tenant', 't')])).toBeUndefined()
})

test('a high limit for one utility is no high limit for another', () => {
  const limits = [by('utility', 'a', upTo(900n)), by('utility', 'b', upTo(100n))]
  expect(limitTogether(limits)).toEqual(upTo(100n))
  expect(limitTogether([by('utility', 'a'), by('utility', 'b', upTo(100n))])).toEqual(upTo(100n))
})

test('what is given over the whole company is not made less by a role for a part of it', () => {
  const limits = [by('tenant', 't', upTo(900n)), by('vendor', 'v', upTo(100n))]
  expect(limitTogether(limits)).toEqual(upTo(900n))
})

test('a limit in one currency allows nothing in another', () => {
  const limits = [by('utility', 'a', upTo(900n)), by('utility', 'b', upTo(900n, 'UGX'))]
  expect(limitTogether(limits)).toEqual(new Map())
  expect(withinLimits(upTo(900n), upTo(1n, 'UGX'))).toBe(false)
})

test('nobody gives more than their own limit, nor no limit when they have one', () => {
  expect(withinLimits(undefined, undefined)).toBe(true)
  expect(withinLimits(undefined, upTo(1n))).toBe(true)
  expect(withinLimits(upTo(100n), upTo(100n))).toBe(true)
  expect(withinLimits(upTo(100n), upTo(101n))).toBe(false)
  expect(withinLimits(upTo(100n), undefined)).toBe(false)
})
