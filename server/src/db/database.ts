import type pg from 'pg'
import { createBarrier } from './barrier.ts'
import { isCancelled, isConnectionLost, OutcomeUnknown } from './outcome.ts'
import { committing, connection, openPool, type Statement } from './pool.ts'

export interface DatabaseOptions {
  /** Connections of the sale path, apart from all others: reports cannot use them up. */
  saleConnections?: number
  generalConnections?: number
  /** Milliseconds a commit is waited for before its outcome counts as unknown. */
  deadlineMs?: number
  /** Milliseconds after which a read is stopped. */
  readTimeoutMs?: number
  barrierDeadlineMs?: number
}

/** The pools of one program towards one database, as one role. */
export interface Database {
  readonly sale: pg.Pool
  readonly general: pg.Pool
  /** Reads only; its statements end at a time limit. */
  readonly reads: pg.Pool
  readonly deadlineMs: number
  /**
   * Calls a function of the sale path as one statement that commits by itself, with no transaction
   * around it (DESIGN.md section 9). What was sent and not clearly answered is unknown.
   */
  call<Row extends pg.QueryResultRow>(what: Statement, values: readonly unknown[]): Promise<Row[]>
  /** Returns when all that was committed before is as safe as it will be. Pass it before disclosing. */
  barrier(deadlineMs?: number): Promise<void>
  close(): Promise<void>
}

export function openDatabase(config: pg.ClientConfig, options: DatabaseOptions = {}): Database {
  const deadlineMs = options.deadlineMs ?? 15_000
  const general = options.generalConnections ?? 8
  const sale = openPool(config, { name: 'sale', max: options.saleConnections ?? 4 })
  const pools = {
    sale,
    general: openPool(config, { name: 'general', max: general }),
    reads: openPool(config, {
      name: 'reads',
      max: general,
      statementTimeoutMs: options.readTimeoutMs ?? 30_000,
    }),
    barriers: openPool(config, { name: 'barrier', max: 2 }),
  }
  const passBarrier = createBarrier(pools.barriers, options.barrierDeadlineMs ?? 5_000)
  return {
    sale,
    general: pools.general,
    reads: pools.reads,
    deadlineMs,
    call: (what, values) => callOnce(sale, deadlineMs, what, values),
    barrier: passBarrier,
    async close() {
      await Promise.all(Object.values(pools).map((pool) => pool.end()))
    },
  }
}

/** The database that `transaction`, `reading`, `call` and `barrier` use. One for each program. */
export function useDatabase(database: Database): void {
  current = database
}

export function database(): Database {
  if (!current) throw new Error('No database was opened: app.ts calls useDatabase first.')
  return current
}

let current: Database | undefined

async function callOnce<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  deadlineMs: number,
  what: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const client = await connection(pool)
  try {
    const { rows } = await committing(client, deadlineMs, () =>
      client.query<Row>({ name: what.name, text: what.text, values: [...values] }),
    )
    return rows
  } catch (error) {
    if (isConnectionLost(error) || isCancelled(error)) throw OutcomeUnknown()
    throw error
  }
}
