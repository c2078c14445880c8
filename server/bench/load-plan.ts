import type { TillKeys } from '../test/town/town.ts'

/** Who sells to which meters in one slice; what the load generator is told. */
export interface LoadPlan {
  readonly kind: 'partner' | 'pos'
  readonly ports: readonly number[]
  readonly clients: number
  readonly seconds: number
  /** Bearer tokens: one for each vendor that sells. */
  readonly tokens: readonly string[]
  readonly tills: readonly TillKeys[]
  /** Meters to choose from, by their serial numbers. */
  readonly serialNumbers: readonly string[]
}

export interface LoadResult {
  readonly sold: number
  /** Answers that were not a sale, by status and code. */
  readonly others: Readonly<Record<string, number>>
  readonly seconds: number
  readonly medianMs: number
  readonly p95Ms: number
  /** Processor seconds of the generator itself. */
  readonly processorSeconds: number
}
