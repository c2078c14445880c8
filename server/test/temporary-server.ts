import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { accessBySocket, type DatabaseAccess, scramVerifier } from '../src/db/access.ts'
import { isAlive } from '../src/db/embedded/processes.ts'
import { type EmbeddedServer, startEmbedded } from '../src/db/embedded/server.ts'
import { migrate } from '../src/db/migrate.ts'

export interface TemporaryServer {
  readonly host: string
  readonly port: number
  /** The port on 127.0.0.1; 0 when TCP was not asked for. */
  readonly tcpPort: number
  /** Of the role `postgres`, through TCP. */
  readonly password: string
  readonly state: string
  readonly embedded: EmbeddedServer
  access(database: string): DatabaseAccess
  /** Makes a database and migrates it. */
  migratedDatabase(name: string): Promise<DatabaseAccess>
  stop(): Promise<void>
}

export interface TemporaryOptions {
  tcp?: boolean
  archive?: boolean
  settings?: Readonly<Record<string, string>>
}

/** A PostgreSQL of its own in a temporary folder, durable like any other; `stop` removes it. */
export async function temporaryServer(options: TemporaryOptions = {}): Promise<TemporaryServer> {
  removeAbandoned()
  const state = mkdtempSync(join(tmpdir(), `saldo-test-${process.pid}-`))
  const tcpPort = options.tcp ? await freePort() : 0
  const embedded = await startEmbedded({
    state,
    ...(options.tcp && { tcpPort }),
    ...(options.archive && { archive: true }),
    ...(options.settings && { settings: options.settings }),
  })
  const access = (database: string) => accessBySocket(embedded.host, embedded.port, database)
  const password = randomBytes(16).toString('hex')
  await asAdministrator(access, `alter role postgres password '${scramVerifier(password)}'`)
  return {
    host: embedded.host,
    port: embedded.port,
    tcpPort,
    password,
    state,
    embedded,
    access,
    async migratedDatabase(name) {
      await asAdministrator(access, `create database ${name}`)
      await migrate(access(name))
      return access(name)
    },
    async stop() {
      await embedded.stop()
      rmSync(state, { recursive: true, force: true })
    },
  }
}

/**
 * A port nobody listens on, below the range that outgoing connections take theirs from: one from that
 * range may be taken again by the time a server wants it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

async function asAdministrator(
  access: (database: string) => DatabaseAccess,
  statement: string,
): Promise<void> {
  const client = new pg.Client(access('postgres').privileged)
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** Folders of runs that were killed. The number in the name is the process they belonged to. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^saldo-test-(\d+)-/.exec(name) ?? []
    if (pid === undefined || isAlive(Number(pid))) continue
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
    } catch {
      // Another user's.
    }
  }
}
