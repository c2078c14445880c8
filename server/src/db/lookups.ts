import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import type { Schema } from './schema.generated.ts'

/** The query builder over a connection that is already in a transaction. It opens and ends nothing. */
export function lookups(client: pg.PoolClient): Kysely<Schema> {
  let builder = builders.get(client)
  if (!builder) {
    const borrowed = {
      query: (text: string, values: readonly unknown[]) =>
        client.query(text, [...values]) as unknown,
      release() {},
    } as unknown as PostgresPoolClient
    const pool = { connect: async () => borrowed, end: async () => {} }
    builder = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
    builders.set(client, builder)
  }
  return builder
}

const builders = new WeakMap<pg.PoolClient, Kysely<Schema>>()
