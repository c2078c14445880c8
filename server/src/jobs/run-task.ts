import type { Id } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import type { Task } from './task.ts'

export interface TaskContext {
  readonly log: Log
  readonly tenants: () => Promise<readonly Id<'tenant'>[]>
  readonly stop: AbortSignal
}

/**
 * Runs a task for each tenant in turn. One tenant's failure is logged and does not hold up the others.
 * Returns how many failed; it never throws.
 */
export async function runTask(task: Task, { log, tenants, stop }: TaskContext): Promise<number> {
  const attempt = async (work: () => Promise<unknown>, tenantId?: Id<'tenant'>) => {
    try {
      await work()
      return 0
    } catch (error) {
      log.error('job.failed', { job: task.name, error, ...(tenantId && { tenantId }) })
      return 1
    }
  }
  if ('once' in task) return attempt(() => task.once(stop))
  let all: readonly Id<'tenant'>[] = []
  let failed = await attempt(async () => {
    all = await tenants()
  })
  for (const tenantId of all) {
    if (stop.aborted) break
    failed += await attempt(() => task.perTenant(tenantId, stop), tenantId)
  }
  return failed
}
