import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ownLikeFolder } from '../ownership.ts'
import {
  prepareSpool,
  socketFolder,
  spoolFolder,
  writeAccessRules,
  writeSettings,
} from './cluster.ts'
import { choosePlace, type Place } from './place.ts'
import {
  clearRemains,
  isSupervised,
  livePostmaster,
  noteSupervisor,
  type Postmaster,
  stopPostmaster,
} from './postmaster.ts'
import { isAlive, parentOf, until } from './processes.ts'
import { identity, type Runner } from './runner.ts'
import { logFile, serverSettings } from './settings.ts'

export interface EmbeddedOptions {
  /** The folder that holds all that Saldo keeps; the database cluster is its subfolder `database`. */
  state: string
  /** When the database's user cannot reach `state`, use a folder in /var/lib instead of refusing. */
  mayMove?: boolean
  /** Open this TCP port on 127.0.0.1 too, with passwords. For tests, and for programs that need TCP. */
  tcpPort?: number
  /** Keep finished WAL in the folder `spool`, from where an archiver must take it. */
  archive?: boolean
  settings?: Readonly<Record<string, string>>
  /** Told in plain sentences what an operator should know: a restart, a wait, a stray server. */
  log?: (sentence: string) => void
}

export interface EmbeddedServer {
  /** Host and port for the driver: the folder of the socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  /** The folder with `bin/postgres`. */
  readonly native: string
  /** Where PostgreSQL puts finished WAL when it was asked to archive. */
  readonly spool: string
  /** Who runs it; its files belong to that user. */
  readonly runner: Runner
  /** False when another Saldo had already started the server and this one only uses it. */
  owned(): boolean
  /** Stops the server if this process started it; leaves it alone otherwise. */
  stop(): Promise<void>
}

/**
 * Brings up the PostgreSQL of a state folder and keeps it up until `stop`. A server that already runs
 * there under a living Saldo is shared; one whose Saldo died is stopped first. When the server ends by
 * itself it is started again. When this process ends, however it ends, the server stops with it.
 * @throws when PostgreSQL cannot start; the message says why, with the end of its log
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const place = choosePlace(options)
  let running = await joinOrStart(place, options)
  let stopping = false
  let watching: NodeJS.Timeout | undefined

  const watch = () => {
    watching = setTimeout(async () => {
      if (!stopping && !stillThere(running))
        running = await startAgain(place, options, () => stopping)
      if (!stopping) watch()
    }, 100)
    watching.unref()
  }
  watch()

  return {
    host: running.postmaster.socketFolder,
    port: running.postmaster.port,
    database: place.database,
    native: place.native,
    spool: spoolFolder(place.state),
    runner: place.runner,
    owned: () => running.child !== undefined,
    async stop() {
      stopping = true
      clearTimeout(watching)
      if (!running.child) return
      await stopPostmaster(place.database, running.postmaster.pid)
      removeShortSocketFolder(place.state, running.postmaster.socketFolder)
    },
  }
}

interface Running {
  postmaster: Postmaster
  /** The process, when this one started it. */
  child?: ChildProcess
}

async function joinOrStart(place: Place, options: EmbeddedOptions): Promise<Running> {
  const say = options.log ?? (() => {})
  for (let attempt = 1; ; attempt++) {
    const live = livePostmaster(place.database)
    if (live && isSupervised(place.database, live)) {
      const ready = await waitReady(
        place,
        () => livePostmaster(place.database)?.pid === live.pid,
        say,
      )
      if (ready) return { postmaster: ready }
    } else if (live) {
      say('A PostgreSQL without its Saldo was left in the data folder; stopping it.')
      await stopPostmaster(place.database, live.pid)
    }
    await clearRemains(place.database)
    const child = launch(place, options)
    const ready = await waitReady(place, () => isRunning(child), say)
    if (ready && isOurs(child, ready)) {
      noteSupervisor(place.database, ready.pid)
      return { postmaster: ready, child }
    }
    if (ready) continue
    if (attempt >= 40)
      throw new Error(`PostgreSQL did not start. Its log ends:\n${logEnd(place.state)}`)
    // Another Saldo may have been faster, or children of a killed server still hold its memory: both pass.
    if (!livePostmaster(place.database) && !passes(logEnd(place.state))) {
      throw new Error(`PostgreSQL did not start. Its log ends:\n${logEnd(place.state)}`)
    }
    await wait(250)
  }
}

/** Restarts a server that ended by itself, for as long as it takes. */
async function startAgain(
  place: Place,
  options: EmbeddedOptions,
  givenUp: () => boolean,
): Promise<Running> {
  const say = options.log ?? (() => {})
  for (;;) {
    say('PostgreSQL ended; starting it again.')
    try {
      return await joinOrStart(place, options)
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
      if (givenUp()) throw error
      await wait(2_000)
    }
  }
}

function stillThere(running: Running): boolean {
  return running.child ? isRunning(running.child) : isAlive(running.postmaster.pid)
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}

/** Whether our process became the server: of two started at once, one finds the other's lock and ends. */
function isOurs(child: ChildProcess, postmaster: Postmaster): boolean {
  return postmaster.pid === child.pid || parentOf(postmaster.pid) === child.pid
}

function launch(place: Place, options: EmbeddedOptions): ChildProcess {
  const { state, database, native, runner } = place
  writeSettings(
    database,
    serverSettings({
      socketFolder: socketFolder(state, runner),
      ...(options.archive ? { archiveCommand: prepareSpool(state, runner) } : {}),
      ...(options.tcpPort === undefined ? {} : { tcpPort: options.tcpPort }),
      ...(options.settings === undefined ? {} : { more: options.settings }),
    }),
    runner,
  )
  writeAccessRules(database, options.tcpPort !== undefined, runner)
  const log = openLog(state)
  const postgres = [join(native, 'bin', 'postgres'), '-D', database]
  const [command, ...args] = [...runner.prefix, ...endsWithUs(runner), ...postgres]
  const child = spawn(command as string, args, {
    ...identity(runner),
    cwd: '/',
    // A group of its own: Ctrl-C goes to us, and we stop the database when the last sale is answered.
    detached: true,
    stdio: ['pipe', log, log],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  })
  closeSync(log)
  child.on('error', () => {})
  child.stdin?.on('error', () => {})
  child.unref()
  ;(child.stdin as { unref?: () => void } | null)?.unref?.()
  return child
}

/**
 * What ties the database's life to ours: the kernel's parent-death signal where `setpriv` can set it,
 * else a shell that holds our end of a pipe and stops the database when the pipe closes.
 */
function endsWithUs(runner: Runner): string[] {
  const setpriv = ['setpriv', '--pdeathsig', 'INT', '--']
  const [command, ...args] = [...runner.prefix, ...setpriv, 'true']
  if (spawnSync(command as string, args, identity(runner)).status === 0) return setpriv
  const script =
    'exec 3<&0; "$@" </dev/null 3<&- & server=$!; (read -r _ <&3; kill -INT $server) & pipe=$!; wait $server; code=$?; kill $pipe; exit $code'
  return ['/bin/sh', '-c', script, 'sh']
}

/** The live server once it answers, or nothing when `alive` turned false first. Recovery may take long. */
async function waitReady(
  place: Place,
  alive: () => boolean,
  say: (sentence: string) => void,
): Promise<Postmaster | undefined> {
  for (let seconds = 0; ; seconds += 5) {
    let found: Postmaster | undefined
    await until(() => {
      found = livePostmaster(place.database)
      return found?.ready === true || !alive()
    }, 5_000)
    if (found?.ready) return found
    if (!alive()) return undefined
    say(`PostgreSQL is still starting (recovery after a crash), ${seconds + 5} s so far.`)
  }
}

/** A socket folder that had to be in the temporary folder would be litter there. */
function removeShortSocketFolder(state: string, folder: string): void {
  if (!folder.startsWith(state)) rmSync(folder, { recursive: true, force: true })
}

/** Appends; a log that grew beyond 10 MB is set aside at the next start, the one before it goes. */
function openLog(state: string): number {
  const file = logFile(state)
  if (existsSync(file) && statSync(file).size > 10_000_000) renameSync(file, `${file}.1`)
  const log = openSync(file, 'a', 0o600)
  ownLikeFolder(file)
  return log
}

function logEnd(state: string): string {
  return readFileSync(logFile(state), 'utf8').trimEnd().split('\n').slice(-5).join('\n')
}

/** The two failures to start that time heals. */
function passes(log: string): boolean {
  return /lock file ".*" already exists|pre-existing shared memory block/.test(log)
}
