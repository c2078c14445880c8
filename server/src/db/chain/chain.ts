import type { Statement } from '../pool.ts'

/**
 * A table whose rows are chained per tenant, and the table that keeps the blocks. The statements are the
 * module's own; `$1` is always the tenant, and rows come in the order of transaction and id.
 */
export interface Chain {
  /** What its hashes begin with, so that a block of one chain is none of another. */
  readonly name: string
  /** What a row is called: "event". Codes of findings are made of it: `event_altered`. */
  readonly row: string
  /** The newest seal and `in_future`: whether its transactions are ones that this server has yet to begin. */
  readonly lastSeal: Statement
  /** The first seal from epoch `$2`, number `$3`. */
  readonly nextSeal: Statement
  /** `$2` to `$10`: the columns of a seal. Does nothing when the block is taken. */
  readonly insertSeal: Statement
  /** At most `$4` rows after transaction `$2`, id `$3`, whose transaction is older than any that still runs. */
  readonly settled: Statement
  /** The same, without the rows that epochs before `$5` have sealed. */
  readonly settledLater: Statement
  /** At most `$4` rows after `$2`, `$3` that name transactions which this server has yet to begin. */
  readonly future: Statement
  /** The first row of those after `$2`, `$3` that names such a transaction and is under no seal. */
  readonly stray: Statement
  /** The rows after `$2`, `$3` until `$4`, `$5`. */
  readonly between: Statement
  /** `found`: whether there is a row of id `$2`. */
  readonly exists: Statement
  /** A seal that holds id `$2`, if there is one. */
  readonly sealOf: Statement
  /** A seal of an epoch other than `$4` that holds transaction `$2`, id `$3`. */
  readonly sealElsewhere: Statement
  /** `count` of all rows. */
  readonly count: Statement
}
