import { type Actor, can, NotAllowed, utilitiesInReach } from '../access/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import type { AnyKind, Scope } from './kind.ts'
import { kindNamed, kinds } from './kinds/index.ts'
import type { Format } from './read/table.ts'

export const ImportUnknown = refusal(
  'import.unknown',
  404,
  'There is no such import. Look at the list of imports.',
)
export const ImportWrongState = refusal(
  'import.wrong_state',
  409,
  'This cannot be done with the import as it is now. Load the page again to see its state.',
)
export const ImportBusy = refusal(
  'import.busy',
  409,
  'A job works on this import. Wait until it has ended, or cancel it.',
)

export type ImportState =
  | 'uploading'
  | 'matching'
  | 'checking'
  | 'checked'
  | 'importing'
  | 'done'
  | 'undoing'
  | 'undone'
  | 'cancelled'

/** For each column of the kind where its value comes from; a column that is not there stays empty. */
export type Matching = Readonly<
  Record<string, { readonly at: number } | { readonly value: string }>
>

export interface Import {
  readonly id: Id<'import'>
  readonly utilityId: Id<'utility'>
  readonly kind: string
  readonly fileName: string
  /** Bytes. */
  readonly size: bigint
  readonly state: ImportState
  readonly startedBy: string
  readonly startedByName: string
  readonly createdAt: Date
  readonly format: Format | null
  readonly headings: readonly string[] | null
  readonly samples: readonly (readonly string[])[] | null
  readonly matching: Matching | null
  readonly jobId: Id<'job'> | null
  readonly good: number
  readonly bad: number
  readonly written: number
  readonly undone: number
  readonly kept: number
  readonly checkedAt: Date | null
  readonly importedAt: Date | null
  readonly undoneAt: Date | null
  readonly forgottenAt: Date | null
}

const COLUMNS = `i.id, i.utility_id as "utilityId", i.kind, i.file_name as "fileName", i.size, i.state,
  i.started_by as "startedBy", i.started_by_name as "startedByName", i.created_at as "createdAt", i.file_format as "format",
  i.headings, i.samples, i.matching, i.job_id as "jobId", i.good, i.bad, i.written, i.undone, i.kept,
  i.checked_at as "checkedAt", i.imported_at as "importedAt", i.undone_at as "undoneAt",
  i.forgotten_at as "forgottenAt"`

/** What somebody may bring in, and for which utilities: `utility` null for all of them. */
function allowed(actor: Actor): string {
  const pairs = kinds
    .filter(({ permission }) => can(actor, 'import.make') && can(actor, permission))
    .flatMap(({ name, permission }): { kind: string; utility: string | null }[] => {
      const reach = [
        utilitiesInReach(actor, 'import.make'),
        utilitiesInReach(actor, permission),
      ].filter((utilities) => utilities !== null)
      const [first, second] = reach
      if (!first) return [{ kind: name, utility: null }]
      const both = second ? first.filter((utility) => second.includes(utility)) : first
      return both.map((utility) => ({ kind: name, utility }))
    })
  return JSON.stringify(pairs)
}

const IN_REACH = `exists (select from json_to_recordset($2) as a(kind text, utility uuid)
  where a.kind = i.kind and (a.utility is null or a.utility = i.utility_id))`

/** An import within the actor's reach. @throws ImportUnknown */
export async function readImport(db: Db, actor: Actor, id: Id<'import'>): Promise<Import> {
  const row = await db.row<Import>(
    `select ${COLUMNS} from imports.import i where i.tenant_id = $1 and i.id = $3 and ${IN_REACH}`,
    [actor.tenantId, allowed(actor), id],
  )
  if (!row) throw ImportUnknown()
  return row
}

/** The imports within the actor's reach, the newest first. `after` is the id that the page before ended with. */
export async function listImports(
  db: Db,
  actor: Actor,
  { after, limit }: { readonly after?: Id<'import'> | undefined; readonly limit: number },
): Promise<{ imports: readonly Import[]; next: Id<'import'> | null }> {
  const rows = await db.rows<Import>(
    `select ${COLUMNS} from imports.import i
     where i.tenant_id = $1 and ${IN_REACH} and i.state <> 'uploading' and ($3::uuid is null or i.id < $3)
     order by i.id desc limit $4`,
    [actor.tenantId, allowed(actor), after ?? null, limit + 1],
  )
  const page = rows.slice(0, limit)
  return { imports: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}

/**
 * An import that nobody else changes until commit, in one of these states and with no job at work on it.
 * @throws ImportUnknown, ImportWrongState, ImportBusy
 */
export async function holdImport(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  states: readonly ImportState[],
): Promise<Import> {
  await tx.row('select 1 from imports.import where tenant_id = $1 and id = $2 for update', [
    actor.tenantId,
    id,
  ])
  const found = await readImport(tx, actor, id)
  if (await isAtWork(tx, actor, found)) throw ImportBusy()
  if (!states.includes(found.state)) throw ImportWrongState({ state: found.state })
  return found
}

async function isAtWork(db: Db, actor: Actor, { jobId }: Import): Promise<boolean> {
  if (!jobId) return false
  const row = await db.row(
    'select 1 from jobs.job where tenant_id = $1 and id = $2 and finished_at is null',
    [actor.tenantId, jobId],
  )
  return row !== undefined
}

/** Sets columns of an import by the names of `Import`; the time of the change goes with them. */
export async function changeImport(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  change: {
    readonly state?: ImportState
    readonly jobId?: Id<'job'>
    readonly format?: Format
    readonly headings?: readonly string[]
    readonly samples?: readonly (readonly string[])[]
    readonly matching?: Matching
    readonly checkedAt?: Date
    readonly importedAt?: Date
    readonly undoneAt?: Date
    readonly forgottenAt?: Date
  },
): Promise<void> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  await tx.execute(
    `update imports.import set changed_at = $3, state = coalesce($4, state), job_id = coalesce($5, job_id),
       file_format = coalesce($6, file_format), headings = coalesce($7, headings), samples = coalesce($8, samples),
       matching = coalesce($9, matching), checked_at = coalesce($10, checked_at),
       imported_at = coalesce($11, imported_at), undone_at = coalesce($12, undone_at),
       forgotten_at = coalesce($13, forgotten_at)
     where tenant_id = $1 and id = $2`,
    [
      actor.tenantId,
      id,
      now(),
      change.state ?? null,
      change.jobId ?? null,
      json(change.format),
      json(change.headings),
      json(change.samples),
      json(change.matching),
      change.checkedAt ?? null,
      change.importedAt ?? null,
      change.undoneAt ?? null,
      change.forgottenAt ?? null,
    ],
  )
}

/** Adds to the counts of an import. */
export async function countRows(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  by: {
    readonly good?: number
    readonly bad?: number
    readonly written?: number
    readonly undone?: number
    readonly kept?: number
  },
): Promise<void> {
  await tx.execute(
    `update imports.import set changed_at = $3, good = good + $4, bad = bad + $5, written = written + $6,
       undone = undone + $7, kept = kept + $8
     where tenant_id = $1 and id = $2`,
    [
      actor.tenantId,
      id,
      now(),
      by.good ?? 0,
      by.bad ?? 0,
      by.written ?? 0,
      by.undone ?? 0,
      by.kept ?? 0,
    ],
  )
}

/** The kind of an import and whose rows they are. @throws NotAllowed when the actor may not bring these in */
export function scopeOf(
  actor: Actor,
  { kind: name, utilityId }: Pick<Import, 'kind' | 'utilityId'>,
) {
  const kind: AnyKind = kindNamed(name)
  const target = { utilityId }
  for (const permission of ['import.make', kind.permission] as const) {
    if (!can(actor, permission, target)) throw NotAllowed({ permission })
  }
  const scope: Scope = { actor, utilityId }
  return { kind, scope }
}
