import { createServer } from 'node:net'
import { buildApp } from './app.ts'
import { type BroughtUp, bringUp } from './db/bring-up.ts'
import { parentOf } from './db/embedded/processes.ts'
import { exclusively, openDatabase, trustClock, useDatabase } from './db/index.ts'
import { foreignFolder } from './db/ownership.ts'
import { monotonicMs } from './kernel/clock.ts'
import { type Config, ConfigError, readConfig } from './kernel/config.ts'
import { createLog } from './kernel/log.ts'
import { readMasterKey } from './kernel/master-key.ts'
import { bringRolesUpToDate } from './tenants/index.ts'

/**
 * Starts the server: configuration, database, migrations, the demo world on an empty database, and the
 * one port that everything is served on. Ends on SIGTERM or Ctrl-C when what is in flight is answered.
 */
async function main(): Promise<void> {
  const began = monotonicMs()
  const config = readConfig()
  for (const name of config.unknownNames) say(`There is no setting ${name}; is it misspelt?`)
  const foreign = config.databaseUrl === undefined ? foreignFolder(config.dataFolder) : undefined
  if (foreign) throw new ConfigError([foreign])
  const masterKey = readMasterKey(config)
  const log = createLog(config.logLevel)

  const database = await bringUp(config, masterKey, say)
  ending.push(() => database.stop())
  const pools = openDatabase(database.access.server, { deadlineMs: config.saleDeadlineMs })
  useDatabase(pools)
  ending.push(() => pools.close())

  const parts = { config, masterKey, log, access: database.access, database: pools }
  const app = await buildApp(parts)
  // Before anybody signs in: rights that came with this version must be somebody's to give.
  await bringRolesUpToDate()
  ending.push(() => app.close())
  const guide = config.mode === 'demo' ? await demo(parts) : undefined
  const port = await freePort(config)
  await app.listen({ host: config.host, port })

  const origin = config.publicUrl ?? `http://${shownHost(config.host)}:${port}`
  tellAddresses(config, database, origin)
  for (const sentence of (await guide?.(origin)) ?? []) say(sentence)
  say(`Ready after ${((monotonicMs() - began) / 1000).toFixed(1)} s. Ctrl-C stops everything.`)
}

/** The demo is another module's and is not even loaded in production. */
async function demo(parts: Parameters<typeof buildApp>[0]) {
  const { demoGuide, demoIsMissing, makeDemoWorld } = await import('./demo/index.ts')
  await exclusively(parts.access.server, 'demo', async () => {
    // A demo that rested for months sells again without a person who looks at the clock.
    await trustClock(parts.access, 'demo')
    if (!(await demoIsMissing())) return
    say('Making the demo utilities, meters and three months of sales.')
    await makeDemoWorld(parts)
  })
  return demoGuide
}

/** The port wished for, or the next one that nobody listens on. */
async function freePort(config: Config): Promise<number> {
  if (config.port === 0) return 0
  for (let port = config.port; port < config.port + 100 && port <= 65_535; port++) {
    if (!(await isFree(config.host, port))) continue
    if (port !== config.port) {
      say(`Port ${config.port} is taken by another program: using ${port}. SALDO_PORT chooses one.`)
    }
    return port
  }
  throw new ConfigError([`No free port from ${config.port} on. Set SALDO_PORT to another one.`])
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false)
      else reject(error)
    })
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

function tellAddresses(config: Config, database: BroughtUp, origin: string): void {
  if (database.shared) {
    say('Another Saldo runs on this data folder. This one shares its database.')
  }
  say('')
  say(`Point of sale   ${origin}/pos/`)
  say(`Console         ${origin}/console/`)
  if (config.mode === 'demo') say(`Keypad meter    ${origin}/demo/meter/`)
  say('')
}

function shownHost(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** For a person at a terminal. Events for machines go to the log. */
function say(sentence: string): void {
  console.log(sentence)
}

/** What to close, in the order in which it was opened. */
const ending: (() => Promise<unknown>)[] = []
let stopping = false

async function stop(why: string, code: number): Promise<void> {
  if (stopping) return
  stopping = true
  if (why) say(why)
  // A standby that never answers must not keep the program alive; the sale it waits for is settled later.
  setTimeout(() => process.exit(1), 20_000).unref()
  for (const close of ending.reverse()) {
    await close().catch((error) => console.error(error))
  }
  process.exit(code)
}

function stopBySignal(name: string): void {
  if (stopping) process.exit(1)
  stop(name === 'SIGINT' ? '\nStopping.' : 'Stopping.', 0)
}

/** npm passes no signal on when it is killed; without this the server would outlive its command. */
function stopWithNpm(): void {
  if (process.env.npm_lifecycle_event === undefined || process.platform !== 'linux') return
  // npm starts a shell, and the shell starts us.
  const parents = () => `${process.ppid} ${parentOf(process.ppid)}`
  const atStart = parents()
  setInterval(() => {
    if (parents() !== atStart) stop('The command that started this server is gone.', 0)
  }, 1_000).unref()
}

process.on('SIGINT', () => stopBySignal('SIGINT'))
process.on('SIGTERM', () => stopBySignal('SIGTERM'))
process.on('uncaughtException', (error) => {
  console.error(error)
  stop('Stopping after an error that nothing caught.', 1)
})
stopWithNpm()
main().catch((error: unknown) => {
  const known = error instanceof ConfigError || process.env.SALDO_LOG_LEVEL !== 'debug'
  console.error(known && error instanceof Error ? `Saldo cannot start. ${error.message}` : error)
  stop('', 1)
})
