import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { DatabaseAccess } from './access.ts'

/** The schema of the job queue; its tables are graphile-worker's own. */
export const jobsSchema = 'graphile_worker'

/**
 * Brings the tables of the job queue up to date. They belong to our owner like all others. Their author
 * switched row-level security on and wrote no policy, so that only the owner saw a row; the server and
 * the worker get grants and one policy for each table. The queue is not a tenant's: a job carries its
 * tenant in its payload and enters it when it runs.
 */
export async function migrateJobs(access: DatabaseAccess, client: pg.Client): Promise<void> {
  const pool = new pg.Pool({ ...access.owner, max: 2 })
  // A connection that ends while idle is replaced; without a listener the event would end the process.
  pool.on('error', () => {})
  pool.on('connect', (connection) => connection.on('error', () => {}))
  try {
    await runMigrations({ pgPool: pool, schema: jobsSchema, logger: silent })
  } finally {
    await pool.end()
  }
  await client.query('begin')
  await client.query('set local role saldo_owner')
  for (const statement of grants) await client.query(statement)
  for (const { policy } of (await client.query<{ policy: string }>(missingPolicies)).rows) {
    await client.query(policy)
  }
  await client.query('commit')
}

const silent = new Logger(() => () => {})

const grants = [
  `grant usage on schema ${jobsSchema} to saldo_server, saldo_worker`,
  `grant select, insert, update, delete on all tables in schema ${jobsSchema} to saldo_server, saldo_worker`,
  `grant usage, select on all sequences in schema ${jobsSchema} to saldo_server, saldo_worker`,
]

const missingPolicies = `
  select format('create policy saldo on %s to saldo_server, saldo_worker using (true) with check (true)',
                c.oid::regclass) as policy
  from pg_class c
  where c.relnamespace = '${jobsSchema}'::regnamespace and c.relkind = 'r' and c.relrowsecurity
    and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'saldo')`
