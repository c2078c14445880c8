import type { Tx } from '../db/transaction.ts'
import type { Id } from '../kernel/ids.ts'

/*
 * Long work as this module writes it. Jobs stand above: they write down in the trail what they do. What is
 * here has the shape of one of their kinds, and app.ts hands it to them.
 */

export interface WorkTurn<Caller, Params, Place> {
  readonly jobId: Id<'job'>
  readonly actor: Caller
  readonly params: Params
  /** Where the chunk before this one ended; null for the first. */
  readonly place: Place | null
  readonly write: (part: {
    readonly name: string
    readonly contentType: string
    readonly bytes: Uint8Array
  }) => Promise<void>
}

export interface WorkStep<Place> {
  readonly place: Place
  readonly total?: number
  readonly done?: number
  readonly failures?: readonly {
    readonly item: string
    readonly code: string
    readonly detail?: string
  }[]
  readonly finished: boolean
}

export interface LongWork<Caller, Params, Place> {
  readonly kind: string
  readonly permission: string
  readonly step: (tx: Tx, turn: WorkTurn<Caller, Params, Place>) => Promise<WorkStep<Place>>
}
