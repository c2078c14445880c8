import type { Id } from '../kernel/ids.ts'

/** When a task of the timetable runs. */
export type When =
  /** Again so long after it ended. For what sales wait for: an outbox, an unknown outcome. */
  | { readonly everySeconds: number }
  /** Minute, hour, day, month, weekday, in UTC. */
  | { readonly cron: string }

/**
 * Work that nobody waits for. It may run twice, also at once, and must not mind: what it does is claimed
 * or constrained in the database. It opens its own transactions and leaves when `stop` is aborted.
 */
export type Task = {
  /** `module.deed`, such as `ledger.seal`. */
  readonly name: string
  readonly when: When
  /** Also once when the program starts. */
  readonly atStart?: boolean
} & (
  | { readonly perTenant: (tenantId: Id<'tenant'>, stop: AbortSignal) => Promise<unknown> }
  | { readonly once: (stop: AbortSignal) => Promise<unknown> }
)
