import { expect, test } from 'vitest'
import { type Id, newId } from '../kernel/ids.ts'
import type { Log, LogFields } from '../kernel/log.ts'
import { runTask } from './run-task.ts'
import type { Task } from './task.ts'
import { createWakeUps, keepTimetable } from './timetable.ts'

const [a, b, c] = [newId<'tenant'>(), newId<'tenant'>(), newId<'tenant'>()]
const tenants = async () => [a, b, c]

function logInto(lines: [string, LogFields | undefined][]): Log {
  const write = (event: string, fields?: LogFields) => {
    lines.push([event, fields])
  }
  const log: Log = {
    fatal: write,
    error: write,
    warn: write,
    info: write,
    debug: write,
    with: () => log,
  }
  return log
}

test("one tenant's failure is logged and does not hold up the others", async () => {
  const lines: [string, LogFields | undefined][] = []
  const done: Id<'tenant'>[] = []
  const task: Task = {
    name: 'ledger.seal',
    when: { everySeconds: 1 },
    perTenant: async (tenantId) => {
      if (tenantId === b) throw new Error('No.')
      done.push(tenantId)
    },
  }
  const stop = new AbortController().signal
  expect(await runTask(task, { log: logInto(lines), tenants, stop })).toBe(1)
  expect(done).toEqual([a, c])
  expect(lines).toEqual([
    ['job.failed', { job: 'ledger.seal', tenantId: b, error: expect.any(Error) }],
  ])
})

test('when the tenants cannot be read the task has failed, and nothing is thrown', async () => {
  const lines: [string, LogFields | undefined][] = []
  const task: Task = { name: 'x.y', when: { everySeconds: 1 }, perTenant: async () => {} }
  const context = {
    log: logInto(lines),
    tenants: () => Promise.reject(new Error('The database is away.')),
    stop: new AbortController().signal,
  }
  expect(await runTask(task, context)).toBe(1)
  expect(lines).toHaveLength(1)
})

test('a stopped task begins no further tenant', async () => {
  const done: Id<'tenant'>[] = []
  const stopping = new AbortController()
  const task: Task = {
    name: 'x.y',
    when: { everySeconds: 1 },
    perTenant: async (tenantId) => {
      done.push(tenantId)
      stopping.abort()
    },
  }
  await runTask(task, { log: logInto([]), tenants, stop: stopping.signal })
  expect(done).toEqual([a])
})

test('woken, a task begins before its time; woken while it runs, it runs once more', async () => {
  const lost = new AbortController()
  const wakeUps = createWakeUps()
  let runs = 0
  const task: Task = {
    name: 'hub.drain_outbox',
    when: { everySeconds: 3_600 },
    once: async () => {
      runs += 1
      if (runs === 2) wakeUps.wake('hub.drain_outbox')
      if (runs === 3) lost.abort()
    },
  }
  const kept = keepTimetable([task], { log: logInto([]), tenants }, wakeUps, lost.signal)
  await expect.poll(() => runs).toBe(1)
  wakeUps.wake('hub.drain_outbox')
  await kept
  expect(runs).toBe(3)
})

test('a slow task does not hold up another', async () => {
  const lost = new AbortController()
  let quick = 0
  const tasks: Task[] = [
    {
      name: 'slow.one',
      when: { everySeconds: 0.001 },
      once: () => new Promise((resolve) => lost.signal.addEventListener('abort', resolve)),
    },
    {
      name: 'quick.one',
      when: { everySeconds: 0.001 },
      once: async () => {
        quick += 1
        if (quick === 5) lost.abort()
      },
    },
  ]
  await keepTimetable(tasks, { log: logInto([]), tenants }, createWakeUps(), lost.signal)
  expect(quick).toBe(5)
})
