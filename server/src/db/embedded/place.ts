import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { preparedBinaries } from './binaries.ts'
import { makeCluster, ownedFolder } from './cluster.ts'
import { canReach, type Runner, runners } from './runner.ts'

/** The data folder and who runs it: fixed before anything is started. */
export interface Place {
  state: string
  database: string
  native: string
  runner: Runner
}

/**
 * Finds who can run the database in the state folder, prepares the binaries, and makes the cluster when
 * there is none. With `mayMove` a folder in /var/lib serves where nobody reaches the one asked for.
 * @throws when neither works; the message says what to set
 */
export function choosePlace(options: {
  state: string
  mayMove?: boolean
  log?: (sentence: string) => void
}): Place {
  mkdirSync(options.state, { recursive: true, mode: 0o755 })
  const wanted = realpathSync(options.state)
  const tried: string[] = []
  for (const state of options.mayMove ? homes(wanted) : [wanted]) {
    for (const runner of runners(join(state, 'database'))) {
      if (!canEnter(runner, state)) {
        tried.push(`${runner.name} in ${state}`)
        continue
      }
      if (state !== wanted) {
        options.log?.(`The database's user does not reach ${wanted}: the database is in ${state}.`)
      }
      return settle(state, runner)
    }
  }
  throw new Error(
    `PostgreSQL cannot run here: it refuses root, and no other user reaches the data folder (tried ${tried.join(', ')}). Set SALDO_DATA to a folder that all users may enter.`,
  )
}

/**
 * Where the database may live: in the folder asked for, or, when that is in a private home folder
 * (a clone under /root), in /var/lib. Where there is a database already goes first.
 */
function homes(wanted: string): string[] {
  if (process.getuid?.() !== 0) return [wanted]
  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 12)
  const elsewhere = join('/var/lib/saldo', hash)
  const moved = existsSync(join(elsewhere, 'database')) && !existsSync(join(wanted, 'database'))
  return moved ? [elsewhere, wanted] : [wanted, elsewhere]
}

/** Enter only: the state folder itself need not be listed by the database's user. */
function canEnter(runner: Runner, state: string): boolean {
  if (!canReach(runner, [])) return false
  mkdirSync(state, { recursive: true, mode: 0o755 })
  if (runner.uid !== undefined && statSync(state).uid === 0) chmodSync(state, 0o711)
  const probe = join(state, 'socket')
  ownedFolder(probe, runner)
  return canReach(runner, [probe])
}

function settle(state: string, runner: Runner): Place {
  const usable = (folder: string) => canReach(runner, [join(folder, 'bin', 'postgres')])
  const native = preparedBinaries(state, usable)
  const database = join(state, 'database')
  makeCluster(native, database, runner)
  return { state, database, native, runner }
}

/**
 * Gives folders that were made from outside, such as a restored copy, to the user who will run the
 * database in this state folder.
 */
export function giveToRunner(state: string, folders: readonly string[]): void {
  if (process.getuid?.() !== 0) return
  const runner = runners(join(state, 'none')).find((candidate) => canEnter(candidate, state))
  if (runner?.uid === undefined) return
  for (const folder of folders) giveTree(folder, runner.uid, runner.gid ?? runner.uid)
}

function giveTree(path: string, uid: number, gid: number): void {
  chownSync(path, uid, gid)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) giveTree(join(path, name), uid, gid)
}
