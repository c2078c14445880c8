import { setTimeout as wait } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { type Database, database } from './database.ts'
import { lookups } from './lookups.ts'
import {
  DatabaseUnreachable,
  isCancelled,
  isConnectionLost,
  mayRunAgain,
  OutcomeUnknown,
  QueryTooSlow,
} from './outcome.ts'
import { committing, connection, type Statement } from './pool.ts'
import type { Schema } from './schema.generated.ts'

/** Whoever acts: all that the database needs to know is the tenant. */
export interface Entrant {
  readonly tenantId: Id<'tenant'>
}

/** What reads takes this. The transaction is read-only, and so is the type. */
export interface Db {
  /** All rows of a statement. Values are parameters, never part of the text. */
  rows<Row extends pg.QueryResultRow>(
    what: Statement | string,
    values?: readonly unknown[],
  ): Promise<Row[]>
  /** The first row, if there is one. */
  row<Row extends pg.QueryResultRow>(
    what: Statement | string,
    values?: readonly unknown[],
  ): Promise<Row | undefined>
  /** The query builder, for simple lookups. */
  readonly select: Pick<Kysely<Schema>, 'selectFrom'>
}

/** What writes takes this. */
export interface Tx extends Db {
  /** Runs a statement and returns how many rows it touched. */
  execute(what: Statement | string, values?: readonly unknown[]): Promise<number>
  readonly build: Pick<
    Kysely<Schema>,
    'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'with'
  >
}

/**
 * Runs `work` in one transaction that has entered the actor's tenant, and commits. After a deadlock or a
 * serialization failure `work` runs again, so it must have no effect but through `tx`; calls to other
 * systems belong outside.
 * @throws OutcomeUnknown when the commit was sent and not clearly answered
 * @throws DatabaseUnreachable when the connection was lost earlier: nothing was done
 */
export function transaction<Result>(
  actor: Entrant,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return write(database(), actor.tenantId, work)
}

/** Runs `work` in a read-only transaction that has entered the actor's tenant. */
export function reading<Result>(
  actor: Entrant,
  work: (db: Db) => Promise<Result>,
): Promise<Result> {
  return read(database(), actor.tenantId, work)
}

/** A transaction in no tenant: it sees global tables only. For migration of data and the first tenant. */
export function transactionOutsideTenants<Result>(
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return write(database(), undefined, work)
}

/** A read in no tenant: before one knows whose request it is. */
export function readingOutsideTenants<Result>(work: (db: Db) => Promise<Result>): Promise<Result> {
  return read(database(), undefined, work)
}

/** Calls a set-based function of the sale path; see `Database.call`. */
export function call<Row extends pg.QueryResultRow>(
  what: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  return database().call<Row>(what, values)
}

/** The disclosure barrier; see `Database.barrier`. */
export function barrier(deadlineMs?: number): Promise<void> {
  return database().barrier(deadlineMs)
}

const attempts = 4

async function write<Result>(
  on: Database,
  tenant: Id<'tenant'> | undefined,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await writeOnce(on, tenant, work)
    } catch (error) {
      if (!mayRunAgain(error) || attempt === attempts) throw error
      await wait(Math.random() * 10 * 2 ** attempt)
    }
  }
}

async function writeOnce<Result>(
  on: Database,
  tenant: Id<'tenant'> | undefined,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const client = await begun(on.general, 'begin', tenant)
  let result: Result
  try {
    result = await work(writer(client))
  } catch (error) {
    await abandon(client, error)
    throw isConnectionLost(error) ? DatabaseUnreachable({}, { retryAfter: 2 }) : error
  }
  try {
    const { command } = await committing(client, on.deadlineMs, () => client.query('commit'))
    // A transaction in which a statement failed and was caught answers ROLLBACK to a commit.
    if (command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back.')
  } catch (error) {
    if (isConnectionLost(error) || isCancelled(error)) throw OutcomeUnknown()
    throw error
  }
  return result
}

async function read<Result>(
  on: Database,
  tenant: Id<'tenant'> | undefined,
  work: (db: Db) => Promise<Result>,
): Promise<Result> {
  const client = await begun(on.reads, 'begin read only', tenant)
  try {
    const result = await work(reader(client))
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    await abandon(client, error)
    if (isConnectionLost(error)) throw DatabaseUnreachable({}, { retryAfter: 2 })
    throw isCancelled(error) ? QueryTooSlow() : error
  }
}

/** A connection in a transaction that has entered the tenant. A stale one is replaced once, unseen. */
async function begun(
  pool: pg.Pool,
  begin: string,
  tenant: Id<'tenant'> | undefined,
): Promise<pg.PoolClient> {
  for (let attempt = 1; ; attempt++) {
    const client = await connection(pool)
    try {
      await client.query(begin)
      if (tenant !== undefined) await client.query({ ...enter, values: [tenant] })
      return client
    } catch (error) {
      await abandon(client, error)
      if (!isConnectionLost(error)) throw error
      if (attempt === 2) throw DatabaseUnreachable({}, { retryAfter: 2 })
    }
  }
}

const enter = { name: 'kernel.enter', text: 'select kernel.enter($1)' }

async function abandon(client: pg.PoolClient, reason: unknown): Promise<void> {
  if (isConnectionLost(reason)) return client.release(true)
  try {
    await client.query('rollback')
    client.release()
  } catch {
    client.release(true)
  }
}

function reader(client: pg.PoolClient): Db {
  const rows = async <Row extends pg.QueryResultRow>(
    what: Statement | string,
    values: readonly unknown[] = [],
  ) => (await run<Row>(client, what, values)).rows
  return {
    rows,
    row: async <Row extends pg.QueryResultRow>(
      what: Statement | string,
      values?: readonly unknown[],
    ) => (await rows<Row>(what, values))[0],
    get select() {
      return lookups(client)
    },
  }
}

function writer(client: pg.PoolClient): Tx {
  return Object.defineProperties(reader(client), {
    execute: {
      value: async (what: Statement | string, values: readonly unknown[] = []) =>
        (await run(client, what, values)).rowCount ?? 0,
    },
    build: { get: () => lookups(client) },
  }) as Tx
}

/** The extended protocol always: an array of values, even an empty one, rules out a second statement. */
function run<Row extends pg.QueryResultRow>(
  client: pg.PoolClient,
  what: Statement | string,
  values: readonly unknown[],
) {
  const query = typeof what === 'string' ? { text: what } : { name: what.name, text: what.text }
  // The driver knows `queryMode`; its types do not.
  const extended = { ...query, values: [...values], queryMode: 'extended' }
  return client.query<Row>(extended)
}
