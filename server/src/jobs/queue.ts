import { Logger, parseCronItems, type Runner, run, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import type { Log } from '../kernel/log.ts'
import { runTask, type TaskContext } from './run-task.ts'
import type { Task } from './task.ts'

const SCHEMA = 'graphile_worker'

/**
 * The tasks of minutes and longer, through the queue in the database: over however many workers, each
 * time of the timetable is one job. A job whose worker died is not waited for: the next time comes, and a
 * key for each task keeps a job that failed from piling up behind it.
 */
export async function runQueue(
  pool: pg.Pool,
  tasks: readonly Task[],
  context: TaskContext,
): Promise<Runner> {
  const taskList: TaskList = {}
  for (const task of tasks) taskList[task.name] = () => runAsJob(task, context)
  const cronItems = tasks.flatMap((task) =>
    'cron' in task.when
      ? [
          {
            task: task.name,
            identifier: task.name,
            match: task.when.cron,
            options: { backfillPeriod: 0, maxAttempts: 4, jobKey: task.name },
          },
        ]
      : [],
  )
  return run({
    pgPool: pool,
    schema: SCHEMA,
    taskList,
    parsedCronItems: parseCronItems(cronItems),
    concurrency: 2,
    noHandleSignals: true,
    logger: quietLogger(context.log),
    preset: { worker: { gracefulShutdownAbortTimeout: 10_000 } },
  })
}

/** The queue keeps the text of an error in its table, so ours says nothing but the task's name. */
async function runAsJob(task: Task, context: TaskContext): Promise<void> {
  if ((await runTask(task, context)) === 0) return
  const failure = new Error(`${task.name} failed; the log says why.`)
  delete failure.stack
  throw failure
}

/** Of what the queue says, only that something is wrong: its texts carry payloads. */
function quietLogger(log: Log): Logger {
  return new Logger(() => (level, _message, meta) => {
    if (level !== 'error' && level !== 'warning') return
    const error = (meta as { error?: unknown } | undefined)?.error
    log.warn('jobs.queue', error === undefined ? {} : { error })
  })
}
