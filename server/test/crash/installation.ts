import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { accessBySocket, type DatabaseAccess } from '../../src/db/access.ts'
import { databaseName } from '../../src/db/bring-up.ts'
import { killFamily } from '../../src/db/embedded/postmaster.ts'
import { processesIn } from '../../src/db/embedded/processes.ts'
import { startEmbedded } from '../../src/db/embedded/server.ts'
import { migrate } from '../../src/db/migrate.ts'
import { freePort } from '../temporary-server.ts'
import { makeTown, masterKey, type Town } from '../town/town.ts'

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** One Saldo with its embedded database, as an operator runs it: something starts it again when it ends. */
export interface Installation {
  readonly origin: string
  readonly town: Town
  readonly access: DatabaseAccess
  /** Ends the program as a power cut does; it is started again as its supervisor would. */
  killServer(): Promise<void>
  /** Ends PostgreSQL and all its children at once. Nobody but the program itself may bring it back. */
  killDatabase(): Promise<void>
  /** How often the program ended without having been killed. */
  unexpectedEnds(): number
  stop(): Promise<void>
}

export async function install(): Promise<Installation> {
  const state = mkdtempSync(join(tmpdir(), `saldo-test-${process.pid}-`))
  chmodSync(state, 0o755)
  const { town, access, database } = await prepare(state)
  const port = await freePort()
  let child: ChildProcess | undefined
  let killed = false
  let stopping = false
  let unexpected = 0

  const keepRunning = async () => {
    while (!stopping) {
      killed = false
      child = startProgram(state, port)
      const [code, signal] = await once(child, 'exit')
      if (stopping || killed) continue
      unexpected += 1
      console.log(`The server ended by itself (${code ?? signal}).`)
      await wait(500)
    }
  }
  const running = keepRunning()
  // A test that fails must not leave a server behind.
  process.once('exit', () => child?.kill('SIGKILL'))

  return {
    origin: `http://127.0.0.1:${port}`,
    town,
    access,
    async killServer() {
      const victim = child!
      killed = true
      const gone = once(victim, 'exit')
      victim.kill('SIGKILL')
      await gone
    },
    async killDatabase() {
      while (processesIn(database).length === 0) await wait(50)
      killFamily(database)
    },
    unexpectedEnds: () => unexpected,
    async stop() {
      stopping = true
      child?.kill('SIGTERM')
      await running
      rmSync(state, { recursive: true, force: true })
    },
  }
}

/** A database with a town in it, shut down again: the program finds it as it would after a restart. */
async function prepare(state: string) {
  const server = await startEmbedded({ state })
  const access = accessBySocket(server.host, server.port, databaseName)
  const { default: pg } = await import('pg')
  const client = new pg.Client(accessBySocket(server.host, server.port, 'postgres').privileged)
  await client.connect()
  await client.query(`create database ${databaseName}`)
  await client.end()
  await migrate(access)
  const town = await makeTown(access, { vendors: 8, meters: 400, tills: 8 })
  await server.stop()
  return { town, access, database: server.database }
}

function startProgram(state: string, port: number): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      npm_lifecycle_event: undefined,
      SALDO_MODE: 'production',
      SALDO_DATA: state,
      SALDO_PORT: String(port),
      SALDO_MASTER_KEY: masterKey.toString('hex'),
      SALDO_LOG_LEVEL: 'error',
      SALDO_SALE_DEADLINE_MS: '10000',
    },
  })
  if (process.env.SALDO_TEST_CRASH_LOG && existsSync(process.env.SALDO_TEST_CRASH_LOG)) tell(child)
  else for (const output of [child.stdout, child.stderr]) output?.resume()
  return child
}

/** For whoever looks for the reason of a failure. */
function tell(child: ChildProcess): void {
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output! }).on('line', (line) =>
      console.log(`  server ${(performance.now() / 1000).toFixed(1)}: ${line}`),
    )
  }
}
