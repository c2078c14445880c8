import type { AuditActor } from '../../audit/index.ts'
import type { Db, Tx } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'

/** What a job is told when it starts, and the place where it goes on: plain JSON without secrets. */
export type JobData =
  | string
  | number
  | boolean
  | null
  | readonly JobData[]
  | { readonly [name: string]: JobData }

/** A row that could not be done. `item` is what the kind calls the row, such as its number or a meter's. */
export type RowFailure = {
  readonly item: string
  /** A stable code, such as `meter.unknown`. */
  readonly code: string
  /** One sentence for people, without anything secret. */
  readonly detail?: string
}

/** What a chunk did. Counts are of this chunk alone. */
export type Worked = {
  readonly done?: number
  /** Rows that needed nothing. */
  readonly skipped?: number
  readonly failures?: readonly RowFailure[]
  /** Rows that failed and are kept elsewhere by the kind itself; those of `failures` are counted anyway. */
  readonly failed?: number
}

export type Step<Place> = Worked & {
  /** Where the next chunk begins. */
  readonly place: Place
  /** Rows in all, as soon as it is known or known better. */
  readonly total?: number
  /** Whether nothing is left. */
  readonly finished: boolean
}

/** A part of a file that a job writes. Parts are kept in the order in which they are added. */
export type OutputPart = {
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

/** A step whose failures are written down. Of a second attempt, `failed` is less than nothing. */
export type Counted = Omit<Step<JobData>, 'failures'> & { readonly failed: number }

/** One chunk's turn. */
export interface Turn<Caller, Params, Place> {
  readonly jobId: Id<'job'>
  /** The starter with the rights of this moment. */
  readonly actor: Caller
  readonly params: Params
  /** Where the chunk before this one ended; null for the first. */
  readonly place: Place | null
  /** Adds to a file of the job, in the chunk's transaction. */
  readonly write: (part: OutputPart) => Promise<void>
}

/**
 * A kind of long work. A chunk should last between a tenth of a second and a few seconds: pausing, cancelling
 * and a right that was taken away are looked at between two of them.
 */
export interface JobKind<Caller extends AuditActor, Params extends JobData, Place extends JobData> {
  /** `noun.verb`, such as `meter.block_many`. */
  readonly kind: string
  /** What the starter must be allowed, asked again for each chunk, and whoever downloads what it wrote. */
  readonly permission: string
  /**
   * Does the next chunk and says where the one after it begins. It has no effect but through `tx`, which also
   * moves place and counts: after a crash anywhere it is called again with the same place. A refusal ends the
   * job; another error is tried again a few times, at the same place.
   */
  readonly step: (tx: Tx, turn: Turn<Caller, Params, Place>) => Promise<Step<Place>>
  /** Tries rows again that failed. Kinds without it cannot repeat them. */
  readonly redo?: (
    tx: Tx,
    turn: Turn<Caller, Params, Place>,
    items: readonly string[],
  ) => Promise<Worked>
}

/** A kind whose parameters and place only itself knows. */
export type AnyJobKind<Caller extends AuditActor> = Pick<
  JobKind<Caller, never, never>,
  'kind' | 'permission' | 'redo'
> & {
  readonly step: (tx: Tx, turn: Turn<Caller, never, never>) => Promise<Step<JobData>>
}

/** What long jobs need from above. */
export interface JobWorld<Caller extends AuditActor> {
  readonly kinds: readonly AnyJobKind<Caller>[]
  /** Somebody of the tenant as they may act at this moment; undefined when they may not act at all. */
  readonly actorOf: (db: Db, tenantId: Id<'tenant'>, id: string) => Promise<Caller | undefined>
  /** Whether somebody has a right. */
  readonly may: (caller: Caller, permission: string) => boolean
}

let world: JobWorld<AuditActor> | undefined

/** Tells the program which kinds of long jobs there are. */
export function useLongJobs<Caller extends AuditActor>(given: JobWorld<Caller>): void {
  const names = new Set(given.kinds.map(({ kind }) => kind))
  if (names.size !== given.kinds.length) throw new Error('Two kinds of jobs have the same name.')
  // What comes out of `actorOf` goes into `may` and the kinds, and nothing else does.
  world = given as unknown as JobWorld<AuditActor>
}

export function jobWorld(): JobWorld<AuditActor> {
  if (!world) throw new Error('The kinds of long jobs have not been given: call useLongJobs first.')
  return world
}

export function kindNamed(name: string): AnyJobKind<AuditActor> | undefined {
  return jobWorld().kinds.find(({ kind }) => kind === name)
}
