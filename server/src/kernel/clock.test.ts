import { afterEach, expect, test, vi } from 'vitest'
import { now, nowMs, setClock } from './clock.ts'

afterEach(() => {
  setClock()
  vi.unstubAllEnvs()
})

/** The clock as a program reads it that starts with this environment. */
const startedWith = (environment: Record<string, string>) => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  vi.resetModules()
  return import('./clock.ts')
}
const HOUR = 3_600_000

test('a test may hold the clock', () => {
  setClock(() => 1_000)
  expect(nowMs()).toBe(1_000)
  expect(now()).toEqual(new Date(1_000))
})

test('the clock can be shifted from outside', async () => {
  const shifted = await startedWith({ SALDO_TEST_CLOCK_OFFSET_MS: `-${HOUR}` })
  expect(Math.round((shifted.nowMs() - Date.now()) / HOUR)).toBe(-1)
})

test('a shift that is no whole number stops the start', async () => {
  await expect(startedWith({ SALDO_TEST_CLOCK_OFFSET_MS: '1h' })).rejects.toThrow('milliseconds')
})

test('in production nobody shifts or replaces the clock', async () => {
  const clock = await startedWith({
    SALDO_MODE: 'production',
    SALDO_TEST_CLOCK_OFFSET_MS: `-${HOUR}`,
  })
  expect(Math.round((clock.nowMs() - Date.now()) / HOUR)).toBe(0)
  expect(() => clock.setClock(() => 0)).toThrow('cannot be replaced')
})
