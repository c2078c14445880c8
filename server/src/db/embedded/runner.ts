import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'

/** Who runs the database: PostgreSQL refuses to run as root. */
export interface Runner {
  /** For messages: "this user", "postgres", "a user namespace". */
  readonly name: string
  readonly uid?: number
  readonly gid?: number
  /** What to put before the command. */
  readonly prefix: readonly string[]
}

/**
 * The runners to try, best first. An ordinary user runs the database as itself. Root never does: a
 * folder that already has an owner keeps it, a new one goes to `postgres`, else to `nobody`. A user
 * namespace, in which this user carries another number, is for root where no other user reaches the
 * folder, and for a container's user without a name, for whom PostgreSQL makes no data folder.
 */
export function runners(database: string): Runner[] {
  const self: Runner = { name: 'this user', prefix: [] }
  if (process.getuid?.() !== 0) return hasName() ? [self] : [...userNamespace(), self]
  if (existsSync(database)) return ownerOf(database)
  return [...['postgres', 'nobody'].flatMap(account), ...userNamespace()]
}

/** Whether this runner can start at all and reach the paths given. */
export function canReach(runner: Runner, paths: readonly string[]): boolean {
  const test = paths.map((_, index) => `test -r "$${index + 1}" && test -x "$${index + 1}"`)
  return run(runner, '/bin/sh', ['-c', test.join(' && ') || ':', 'sh', ...paths]).status === 0
}

/** Runs a command as the runner and waits for it. */
export function run(runner: Runner, command: string, args: readonly string[]) {
  const [first, ...rest] = [...runner.prefix, command, ...args]
  return spawnSync(first as string, rest, { ...identity(runner), cwd: '/', encoding: 'utf8' })
}

/** The part of the spawn options that changes the user. */
export function identity(runner: Runner): { uid?: number; gid?: number } {
  return runner.uid === undefined ? {} : { uid: runner.uid, gid: runner.gid ?? runner.uid }
}

/** Any number but root's will do, but PostgreSQL looks up its name, so it is one that has a name. */
function userNamespace(): Runner[] {
  const [other] = accounts().filter(({ uid }) => uid !== 0)
  if (!other) return []
  const prefix = ['unshare', '--user', `--map-user=${other.uid}`, `--map-group=${other.gid}`, '--']
  return [{ name: 'a user namespace', prefix }]
}

function ownerOf(database: string): Runner[] {
  const { uid, gid } = statSync(database)
  return uid === 0 ? userNamespace() : [{ name: `user ${uid}`, uid, gid, prefix: [] }]
}

function account(name: string): Runner[] {
  return accounts()
    .filter((entry) => entry.name === name && entry.uid !== 0)
    .map(({ uid, gid }) => ({ name, uid, gid, prefix: [] }))
}

function accounts(): { name: string; uid: number; gid: number }[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}
