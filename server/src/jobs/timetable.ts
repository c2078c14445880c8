import { setTimeout as wait } from 'node:timers/promises'
import { runTask, type TaskContext } from './run-task.ts'
import type { Task } from './task.ts'

/**
 * Runs the tasks of seconds while `lost` is not aborted, each in a loop of its own so that a slow one
 * does not hold up the others, and ends when the last run has ended.
 */
export async function keepTimetable(
  tasks: readonly Task[],
  context: Omit<TaskContext, 'stop'>,
  wakeUps: WakeUps,
  lost: AbortSignal,
): Promise<void> {
  await Promise.all(tasks.map((task) => repeat(task, { ...context, stop: lost }, wakeUps)))
}

async function repeat(task: Task, context: TaskContext, wakeUps: WakeUps): Promise<void> {
  if (!('everySeconds' in task.when)) return
  let failures = 0
  while (!context.stop.aborted) {
    const failed = await runTask(task, context)
    failures = failed > 0 ? failures + 1 : 0
    const pause = task.when.everySeconds * 1_000 * backOff(failures)
    await wakeUps.waitFor(task.name, pause, context.stop)
  }
}

/** What fails again and again is tried less often, up to 16 times less. */
function backOff(failures: number): number {
  return 2 ** Math.min(failures, 4)
}

/** Lets a task begin before its time because there is something to do. */
export interface WakeUps {
  wake(task: string): void
  /** Waits until the time has passed, the task is woken, or `stop` is aborted. */
  waitFor(task: string, milliseconds: number, stop: AbortSignal): Promise<void>
}

export function createWakeUps(): WakeUps {
  const sleeping = new Map<string, AbortController>()
  // Woken while it ran: what was asked for may have come too late for that run.
  const woken = new Set<string>()
  return {
    wake(task) {
      const sleeper = sleeping.get(task)
      if (sleeper) sleeper.abort()
      else woken.add(task)
    },
    async waitFor(task, milliseconds, stop) {
      if (woken.delete(task) || stop.aborted) return
      const sleeper = new AbortController()
      sleeping.set(task, sleeper)
      const signal = AbortSignal.any([sleeper.signal, stop])
      await wait(milliseconds, undefined, { signal }).catch(() => {})
      sleeping.delete(task)
    },
  }
}
