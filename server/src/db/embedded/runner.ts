import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'

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
 * folder that already has an owner keeps it, a new one goes to `postgres`, else to `nobody`; a user
 * namespace, in which root carries another number, is for machines that have neither.
 */
export function runners(database: string): Runner[] {
  if (process.getuid?.() !== 0) return [{ name: 'this user', prefix: [] }]
  if (existsSync(database)) return [ownerOf(database)]
  return [...['postgres', 'nobody'].flatMap(account), userNamespace]
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

const userNamespace: Runner = {
  name: 'a user namespace',
  prefix: ['unshare', '--user', '--map-user=70', '--map-group=70', '--'],
}

function ownerOf(database: string): Runner {
  const { uid, gid } = statSync(database)
  return uid === 0 ? userNamespace : { name: `the folder's owner, ${uid}`, uid, gid, prefix: [] }
}

function account(name: string): Runner[] {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined || uid === '0') return []
  return [{ name, uid: Number(uid), gid: Number(gid), prefix: [] }]
}
