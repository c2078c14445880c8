import { createHash } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { ownLikeFolder } from '../ownership.ts'
import { isAlive } from './processes.ts'
import { type Runner, run } from './runner.ts'

/** sun_path holds 108 bytes with its closing zero (unix(7)); macOS holds 104. */
const socketPathLimit = process.platform === 'darwin' ? 103 : 107

/** The one port number used in socket names; no TCP port is opened by it. */
export const socketPort = 5432

/**
 * Makes a new database cluster, or does nothing when there is one. It is made beside its place and moved
 * there when complete, so that neither a kill in the middle nor two starts at once leave half of one.
 * UTF-8, data checksums, and the locale C.UTF-8 that is built into PostgreSQL: the order of text does not
 * depend on the machine, so an index survives a move to another one.
 */
export function makeCluster(native: string, database: string, runner: Runner): void {
  if (existsSync(join(database, 'PG_VERSION'))) return
  removeHalfMade(database)
  const half = `${database}.new-${process.pid}`
  ownedFolder(half, runner)
  const made = run(runner, join(native, 'bin', 'initdb'), [
    ...['--pgdata', half, '--username', 'postgres', '--encoding', 'UTF8', '--data-checksums'],
    ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ...['--auth-local', 'trust', '--auth-host', 'scram-sha-256', '--no-instructions'],
  ])
  if (made.status !== 0) {
    rmSync(half, { recursive: true, force: true })
    throw new Error(`PostgreSQL could not make its data folder: ${made.stderr || made.error}`)
  }
  appendFileSync(join(half, 'postgresql.conf'), "\ninclude 'saldo.conf'\n")
  try {
    renameSync(half, database)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (!existsSync(join(database, 'PG_VERSION'))) throw error
  }
}

/** A folder that belongs to whoever runs the database, and that no one else can look into. */
export function ownedFolder(folder: string, runner: Runner): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (process.getuid?.() !== 0) return
  chownSync(folder, runner.uid ?? 0, runner.gid ?? runner.uid ?? 0)
  chmodSync(folder, 0o700)
}

/**
 * A private folder for the socket: beside the data if the path is short enough for a socket address,
 * else in the temporary folder.
 */
export function socketFolder(state: string, runner: Runner): string {
  const beside = join(state, 'socket')
  if (fits(beside)) {
    ownedFolder(beside, runner)
    return beside
  }
  const hash = createHash('sha256').update(state).digest('hex').slice(0, 12)
  for (const base of [tmpdir(), '/tmp']) {
    const short = join(base, `saldo-${hash}`)
    if (!fits(short)) continue
    if (isOursAlone(short, runner)) return short
    const fresh = mkdtempSync(`${short}-`)
    ownedFolder(fresh, runner)
    return fresh
  }
  throw new Error(`No folder with a path short enough for a socket: ${beside} and ${tmpdir()}.`)
}

/** Where PostgreSQL puts finished WAL for the archiver. */
export function spoolFolder(state: string): string {
  return join(state, 'spool')
}

/**
 * Makes the spool and the command that fills it, and returns the `archive_command`. It runs in the data
 * folder, so paths are relative: no name of a folder has to pass through a shell.
 */
export function prepareSpool(state: string, runner: Runner): string {
  ownedFolder(spoolFolder(state), runner)
  const script = readFileSync(new URL('./spool-wal.sh', import.meta.url))
  writeFileSync(join(state, 'spool-wal.sh'), script, { mode: 0o755 })
  ownLikeFolder(join(state, 'spool-wal.sh'))
  return 'sh ../spool-wal.sh "%p" "%f"'
}

/** Writes `saldo.conf` into the data folder. What an operator changes by `alter system` goes before it. */
export function writeSettings(
  database: string,
  settings: Readonly<Record<string, string>>,
  runner: Runner,
): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoted(value)}`)
  const file = join(database, 'saldo.conf')
  const text = `# Written by Saldo at each start. Use "alter system" to change a setting.\n${lines.join('\n')}\n`
  writeFileSync(`${file}.new`, text, { mode: 0o600 })
  if (runner.uid !== undefined) chownSync(`${file}.new`, runner.uid, runner.gid ?? runner.uid)
  renameSync(`${file}.new`, file)
}

/** Who may come in: anyone through the private socket; through TCP, where it is open, with a password. */
export function writeAccessRules(database: string, tcp: boolean, runner: Runner): void {
  const local = ['local all all trust', 'local replication all trust']
  const host = ['127.0.0.1/32', '::1/128'].flatMap((address) => [
    `host all all ${address} scram-sha-256`,
    `host replication all ${address} scram-sha-256`,
  ])
  const file = join(database, 'pg_hba.conf')
  writeFileSync(`${file}.new`, `${[...local, ...(tcp ? host : [])].join('\n')}\n`, { mode: 0o600 })
  if (runner.uid !== undefined) chownSync(`${file}.new`, runner.uid, runner.gid ?? runner.uid)
  renameSync(`${file}.new`, file)
}

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${socketPort}`)) <= socketPathLimit
}

/** The temporary folder is open to all: a folder that someone else made there must not be trusted. */
function isOursAlone(folder: string, runner: Runner): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 })
    ownedFolder(folder, runner)
    return true
  } catch {
    const found = lstatSync(folder)
    const owner = runner.uid ?? process.getuid?.()
    return found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0
  }
}

function removeHalfMade(database: string): void {
  const start = `${basename(database)}.new-`
  for (const name of readdirSync(dirname(database))) {
    if (!name.startsWith(start) || isAlive(Number(name.slice(start.length)))) continue
    rmSync(join(dirname(database), name), { recursive: true, force: true })
  }
}
