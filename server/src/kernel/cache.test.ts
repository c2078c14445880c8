import { expect, test, vi } from 'vitest'
import { createCache } from './cache.ts'

test('what was read is kept, and read again when it is too old', async () => {
  vi.useFakeTimers()
  const cache = createCache<number>({ max: 10, maxAgeMs: 1000 })
  let reads = 0
  const load = async () => ++reads
  expect(await cache.get('a', load)).toBe(1)
  vi.advanceTimersByTime(999)
  expect(await cache.get('a', load)).toBe(1)
  vi.advanceTimersByTime(1)
  expect(await cache.get('a', load)).toBe(2)
  cache.forget('a')
  expect(await cache.get('a', load)).toBe(3)
  vi.useRealTimers()
})

test('callers at the same time share one read', async () => {
  const cache = createCache<number>({ max: 10 })
  let reads = 0
  const load = async () => ++reads
  expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1])
})

test('a failure is not kept', async () => {
  const cache = createCache<number>({ max: 10 })
  await expect(cache.get('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  expect(await cache.get('a', async () => 7)).toBe(7)
})

test('the longest kept goes first when there are too many', async () => {
  const cache = createCache<string>({ max: 2 })
  for (const key of ['a', 'b', 'c']) await cache.get(key, async () => key)
  expect(await cache.get('c', async () => 'new')).toBe('c')
  expect(await cache.get('a', async () => 'new')).toBe('new')
})
