import type { Actor, Permission } from '../access/index.ts'
import type { Db, Tx } from '../db/index.ts'
import type { JobData, JobKind, RowFailure } from '../jobs/index.ts'
import { Refusal } from '../kernel/refusal.ts'

/** One of many things that something is done with. */
export interface BulkRow {
  readonly id: string
  /** What people call it: it names the row if it fails. */
  readonly name: string
  /** Whether there is anything to do with it; otherwise it is skipped. */
  readonly ready: boolean
}

/** What an act would do, counted before anybody decides. */
export interface BulkPreview {
  readonly change: number
  /** What would be left alone, and why. */
  readonly skip: readonly { readonly why: string; readonly rows: number }[]
}

/** Something that is done with many things at once, chosen by a filter. */
export interface BulkAct<Choice extends JobData, How extends JobData> {
  /** The kind of its job: `meter.block_many`. */
  readonly kind: string
  readonly permission: Permission
  /** Counts what it would do. Asks for the reach. */
  readonly preview: (db: Db, actor: Actor, choice: Choice) => Promise<BulkPreview>
  /** The next things after a mark, within the actor's reach. */
  readonly next: (
    db: Db,
    actor: Actor,
    choice: Choice,
    page: { readonly after: string | undefined; readonly limit: number },
  ) => Promise<{ readonly rows: readonly BulkRow[]; readonly next: string | null }>
  /** The things of these names again, for those that failed. */
  readonly named: (
    db: Db,
    actor: Actor,
    choice: Choice,
    names: readonly string[],
  ) => Promise<readonly BulkRow[]>
  /** Does it with one. @throws a refusal when it cannot be done with this one */
  readonly apply: (tx: Tx, actor: Actor, row: BulkRow, how: How) => Promise<void>
}

const ROWS_AT_ONCE = 100

/** The long job of an act: a hundred things a chunk, and one that is refused does not hold up the others. */
export function bulkKind<Choice extends JobData, How extends JobData>(
  act: BulkAct<Choice, How>,
): JobKind<Actor, { readonly choice: Choice; readonly how: How }, string | null> {
  return {
    kind: act.kind,
    permission: act.permission,
    step: async (tx, { actor, params, place }) => {
      const after = place ?? undefined
      const page = await act.next(tx, actor, params.choice, { after, limit: ROWS_AT_ONCE })
      const done = await applyAll(tx, actor, act, page.rows, params.how)
      return { ...done, place: page.next, finished: page.next === null }
    },
    redo: async (tx, { actor, params }, items) => {
      const rows = await act.named(tx, actor, params.choice, items)
      const gone = items.filter((item) => !rows.some(({ name }) => name === item))
      const done = await applyAll(tx, actor, act, rows, params.how)
      return { ...done, skipped: done.skipped + gone.length }
    },
  }
}

async function applyAll<Choice extends JobData, How extends JobData>(
  tx: Tx,
  actor: Actor,
  act: BulkAct<Choice, How>,
  rows: readonly BulkRow[],
  how: How,
) {
  const ready = rows.filter((row) => row.ready)
  const failures: RowFailure[] = []
  for (const row of ready) {
    try {
      await act.apply(tx, actor, row, how)
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error
      failures.push({ item: row.name, code: error.code, detail: error.detail ?? error.title })
    }
  }
  return { done: ready.length - failures.length, skipped: rows.length - ready.length, failures }
}
