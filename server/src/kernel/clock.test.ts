import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { now, nowMs, setClock } from './clock.ts'

afterEach(() => setClock())

const clock = fileURLToPath(new URL('./clock.ts', import.meta.url))
const inProcess = (script: string, environment: Record<string, string>) =>
  execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()

test('a test may hold the clock', () => {
  setClock(() => 1_000)
  expect(nowMs()).toBe(1_000)
  expect(now()).toEqual(new Date(1_000))
})

const difference = `import { nowMs } from ${JSON.stringify(clock)}
console.log(Math.round((nowMs() - Date.now()) / 60_000))`

test('the clock can be shifted from outside, but not in production', () => {
  const shifted = { SALDO_TEST_CLOCK_OFFSET_MS: '-3600000' }
  expect(inProcess(difference, shifted)).toBe('-60')
  expect(inProcess(difference, { ...shifted, SALDO_MODE: 'production' })).toBe('0')
})

test('nobody replaces the clock in production', () => {
  const script = `import { setClock } from ${JSON.stringify(clock)}
try { setClock(() => 0) } catch (error) { console.log(error.message) }`
  expect(inProcess(script, { SALDO_MODE: 'production' })).toMatch('cannot be replaced')
})
