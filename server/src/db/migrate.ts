import pg from 'pg'
import { now } from '../kernel/clock.ts'
import { type DatabaseAccess, type Role, rolePassword, scramVerifier } from './access.ts'
import { migrateJobs } from './migrate-jobs.ts'
import { functionFiles, migrationFiles, type SqlFile, statements } from './migration-files.ts'

export interface MigrateOptions {
  migrations?: readonly SqlFile[]
  functions?: readonly SqlFile[]
  /** Given for a PostgreSQL that asks for passwords: the login roles get theirs. */
  masterKey?: Uint8Array
  /** Told each file that is applied. */
  log?: (sentence: string) => void
}

/**
 * Brings a database to the newest schema: the migrations that are missing, then the functions whose
 * text changed, then the tables of the job queue. Several servers may call it at once; one works, the
 * others wait. Every file is one transaction: a fault in a file leaves nothing of that file.
 * @throws when a migration that was applied has changed or is missing, or when PostgreSQL is older than 15
 */
export async function migrate(access: DatabaseAccess, options: MigrateOptions = {}): Promise<void> {
  const client = new pg.Client({ ...access.privileged, application_name: 'saldo migrate' })
  await client.connect()
  try {
    await refuseOldServer(client)
    // "Saldo" in ASCII, as a number of this database's own lock space.
    await client.query('select pg_advisory_lock(358385308783)')
    await applyMigrations(client, options)
    await applyFunctions(client, options)
    await migrateJobs(access, client)
    await fixTimeZone(client)
    if (options.masterKey) await setPasswords(client, options.masterKey)
  } finally {
    await client.end()
  }
}

/** The names of migrations that this program has and the database has not. For the readiness check. */
export async function missingMigrations(query: pg.Pool | pg.Client): Promise<string[]> {
  const { rows } = await query.query<{ name: string }>('select name from kernel.migration')
  const applied = new Set(rows.map((row) => row.name))
  return migrationFiles()
    .map((file) => file.name)
    .filter((name) => !applied.has(name))
}

async function applyMigrations(client: pg.Client, options: MigrateOptions): Promise<void> {
  await makeJournal(client)
  const files = options.migrations ?? migrationFiles()
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from kernel.migration',
  )
  const applied = new Map(rows.map((row) => [row.name, row.sha256]))
  refuseRewrittenHistory(files, applied)
  for (const file of files) {
    if (applied.has(file.name)) continue
    options.log?.(`Migrating: ${file.name}`)
    await apply(client, file, 'kernel.migration')
  }
}

/** Older servers know fewer files than the database has: that is an upgrade going on, and no fault. */
function refuseRewrittenHistory(files: readonly SqlFile[], applied: Map<string, string>): void {
  const newest = [...applied.keys()].sort().at(-1) ?? ''
  for (const file of files) {
    const sha256 = applied.get(file.name)
    if (sha256 !== undefined && sha256 !== file.sha256) {
      throw new Error(
        `The migration ${file.name} was applied and has changed since. Restore it and write a new one.`,
      )
    }
    if (sha256 === undefined && file.name < newest) {
      throw new Error(
        `The migration ${file.name} comes before ${newest}, which was applied. Give it a later name.`,
      )
    }
  }
}

async function applyFunctions(client: pg.Client, options: MigrateOptions): Promise<void> {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from kernel.repeatable',
  )
  const applied = new Map(rows.map((row) => [row.name, row.sha256]))
  for (const file of options.functions ?? functionFiles()) {
    if (applied.get(file.name) === file.sha256) continue
    options.log?.(`Applying the functions of ${file.name}`)
    await apply(client, file, 'kernel.repeatable')
  }
}

async function apply(client: pg.Client, file: SqlFile, journal: string): Promise<void> {
  const note = `insert into ${journal} (name, sha256, applied_at) values ($1, $2, $3)
    on conflict (name) do update set sha256 = excluded.sha256, applied_at = excluded.applied_at`
  const row = [file.name, file.sha256, now()]
  try {
    if (file.alone) {
      await become(client, file)
      for (const statement of statements(file.text)) await client.query(statement)
      await client.query('reset role')
      await client.query(note, row)
      return
    }
    await client.query('begin')
    await become(client, file)
    await client.query(file.text)
    await client.query('reset role')
    if (file.superuser) await giveJournalToOwner(client)
    await client.query(note, row)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    await client.query('reset role').catch(() => {})
    throw new Error(`${file.name} failed: ${placeOf(error, file.text)}`, { cause: error })
  }
}

async function become(client: pg.Client, file: SqlFile): Promise<void> {
  if (!file.superuser) await client.query('set role saldo_owner')
}

/** The message with its line; the rest of a PostgreSQL error may carry a row's values. */
function placeOf(error: unknown, text: string): string {
  if (!(error instanceof pg.DatabaseError)) return String(error)
  const line = error.position ? text.slice(0, Number(error.position)).split('\n').length : undefined
  return line === undefined ? error.message : `line ${line}: ${error.message}`
}

async function makeJournal(client: pg.Client): Promise<void> {
  await client.query('create schema if not exists kernel')
  for (const journal of ['migration', 'repeatable']) {
    await client.query(`create table if not exists kernel.${journal} (
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null,
      constraint ${journal}_pkey primary key (name))`)
  }
}

/** The journal exists before the roles do; once there is an owner, it is the owner's like all else. */
async function giveJournalToOwner(client: pg.Client): Promise<void> {
  await client.query('alter schema kernel owner to saldo_owner')
  for (const journal of ['migration', 'repeatable']) {
    await client.query(`alter table kernel.${journal} owner to saldo_owner`)
    await client.query(`grant select on kernel.${journal} to saldo_server, saldo_worker`)
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  )
  const version = rows[0]?.version ?? 0
  if (version < 150_000) {
    throw new Error(`Saldo needs PostgreSQL 15 or later; this is ${Math.floor(version / 10_000)}.`)
  }
}

/** Every session counts in UTC, whatever the operator's server is set to; business days are the utility's. */
async function fixTimeZone(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `select format('alter database %I set timezone = ''UTC''', current_database()) as statement
     where not exists (select from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
                       where d.datname = current_database() and s.setrole = 0 and 'TimeZone=UTC' = any (s.setconfig))`,
  )
  for (const { statement } of rows) await client.query(statement)
}

async function setPasswords(client: pg.Client, masterKey: Uint8Array): Promise<void> {
  for (const role of ['saldo_server', 'saldo_worker', 'saldo_backup'] satisfies Role[]) {
    const verifier = scramVerifier(rolePassword(masterKey, role))
    await client.query(`alter role ${role} password '${verifier}'`)
  }
}
