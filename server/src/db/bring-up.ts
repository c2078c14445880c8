import { join } from 'node:path'
import pg from 'pg'
import type { Config } from '../kernel/config.ts'
import { accessBySocket, accessByUrl, type DatabaseAccess } from './access.ts'
import { startArchiver } from './backup/archive.ts'
import { backupKey } from './backup/sealed-file.ts'
import { startEmbedded } from './embedded/server.ts'
import { migrate } from './migrate.ts'
import { isConnectionLost } from './outcome.ts'

/** A database that is up and migrated. */
export interface BroughtUp {
  readonly access: DatabaseAccess
  /** False when the operator's own PostgreSQL is used. */
  readonly embedded: boolean
  /** True when another Saldo runs on the same data folder and started the database. */
  readonly shared: boolean
  /** The data folder of the embedded server; empty otherwise. */
  readonly databaseFolder: string
  /** Stops what was started; an operator's own PostgreSQL is left alone. */
  stop(): Promise<void>
}

/** The database of an installation, inside the embedded server. */
export const databaseName = 'saldo'

/**
 * Brings up the database that the configuration names: the embedded one in the data folder, or the one
 * of `DATABASE_URL`. Migrates it. `say` is told in plain sentences what an operator should know.
 */
export async function bringUp(
  config: Config,
  masterKey: Uint8Array,
  say: (sentence: string) => void,
): Promise<BroughtUp> {
  if (config.databaseUrl !== undefined) return bringUpExternal(config.databaseUrl, masterKey, say)
  const server = await startEmbedded({
    state: config.dataFolder,
    mayMove: true,
    archive: true,
    log: say,
  })
  const archiver = startArchiver(
    server.spool,
    join(config.dataFolder, 'backup'),
    backupKey(masterKey),
    say,
  )
  const stop = async () => {
    // A server that stops hands over its last segment, so the archiver goes after it.
    await server.stop()
    await archiver.stop()
  }
  try {
    await makeDatabase(accessBySocket(server.host, server.port, 'postgres').privileged)
    const access = accessBySocket(server.host, server.port, databaseName)
    await migrate(access, { log: once(say) })
    const shared = !server.owned()
    return { access, embedded: true, shared, databaseFolder: server.database, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function bringUpExternal(
  url: string,
  masterKey: Uint8Array,
  say: (sentence: string) => void,
): Promise<BroughtUp> {
  const access = accessByUrl(url, masterKey)
  try {
    await migrate(access, { log: once(say), masterKey })
  } catch (error) {
    if (!isConnectionLost(error)) throw error
    throw new Error('The PostgreSQL of DATABASE_URL does not answer.', { cause: error })
  }
  return { access, embedded: false, shared: false, databaseFolder: '', stop: async () => {} }
}

/** A new database takes dozens of files; one sentence is enough for a person. */
function once(say: (sentence: string) => void): () => void {
  let said = false
  return () => {
    if (!said) say('Bringing the database up to date.')
    said = true
  }
}

async function makeDatabase(config: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      databaseName,
    ])
    if (rowCount === 0) await client.query(`create database ${databaseName}`)
  } catch (error) {
    // Two servers that start together both find it missing; one makes it.
    const taken = error instanceof pg.DatabaseError && ['42P04', '23505'].includes(error.code ?? '')
    if (!taken) throw error
  } finally {
    await client.end()
  }
}
