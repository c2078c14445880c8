import pg from 'pg'
import { DatabaseUnreachable, isConnectionLost, OutcomeUnknown } from './outcome.ts'
import { driverTypes } from './types.ts'

/** SQL text that each connection prepares once under its name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** Declares a statement. The name is the module's and the deed's: `hub.commit_sales`. */
export function statement(name: string, text: string): Statement {
  return { name, text }
}

export interface PoolOptions {
  max: number
  name: string
  /** Milliseconds after which the server stops a statement. Only where nothing is written. */
  statementTimeoutMs?: number
}

/** A pool whose connections read types our way and remember warnings of the server. */
export function openPool(config: pg.ClientConfig, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    max: options.max,
    types: driverTypes,
    application_name: `saldo ${options.name}`,
    keepAlive: true,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 60_000,
    ...(options.statementTimeoutMs && { statement_timeout: options.statementTimeoutMs }),
  })
  // An idle connection that ends is dropped and replaced; unheard, the event would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    client.on('notice', (notice) => {
      if (notice.code === '01000') warned.add(client)
    })
  })
  return pool
}

/** A connection; when none can be had nothing was done, and that is what the refusal says. */
export async function connection(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    if (isConnectionLost(error)) throw DatabaseUnreachable({}, { retryAfter: 2 })
    throw error
  }
}

/**
 * Runs what commits on a connection and waits at most `deadlineMs`. When the answer is late, or the
 * server says that it gave up waiting for its standby, the outcome is unknown. The query is never
 * cancelled (a cancelled wait reports success) and the connection returns to the pool only when it has
 * ended; one that ended badly is closed.
 * @throws OutcomeUnknown
 */
export async function committing<Result>(
  client: pg.PoolClient,
  deadlineMs: number,
  run: () => Promise<Result>,
): Promise<Result> {
  warned.delete(client)
  let late = false
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true
      reject(OutcomeUnknown())
    }, deadlineMs)
  })
  const work = run()
  work.then(
    () => late && client.release(),
    (error) => late && client.release(asError(error)),
  )
  try {
    const result = await Promise.race([work, deadline])
    if (warned.has(client)) throw OutcomeUnknown()
    client.release()
    return result
  } catch (error) {
    if (!late) client.release(OutcomeUnknown.is(error) || isConnectionLost(error))
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Connections on which a warning of class 01000 came. After a commit that is "canceling wait for
 * synchronous replication" (RELIABILITY.md 2.3); its words depend on the server's language, so the code
 * decides, and no function of ours raises a warning.
 */
const warned = new WeakSet<pg.ClientBase>()

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
