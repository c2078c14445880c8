import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownLikeFolder } from '../ownership.ts'
import {
  holdsPid,
  isAlive,
  isPostgresIn,
  processesIn,
  signal,
  startOf,
  until,
} from './processes.ts'

/** What `postmaster.pid` says: PostgreSQL's own note about the server that runs in a data folder. */
export interface Postmaster {
  pid: number
  port: number
  socketFolder: string
  /** True once it answers queries. */
  ready: boolean
}

/** The live server of this data folder, if there is one. Waits for nothing. */
export function livePostmaster(database: string): Postmaster | undefined {
  const noted = notedPostmaster(database)
  return noted && isPostgresIn(database, noted.pid) ? noted : undefined
}

/** Whether the Node process that started this server still lives. */
export function isSupervised(database: string, postmaster: Postmaster): boolean {
  try {
    const note = JSON.parse(readFileSync(noteFile(database), 'utf8')) as SupervisorNote
    if (note.postmaster !== postmaster.pid) return true // Started by someone else: not ours to judge.
    return isAlive(note.supervisor) && startOf(note.supervisor) === note.supervisorStart
  } catch {
    return true
  }
}

/** Writes down that this process looks after the server, so that a later start can tell an orphan. */
export function noteSupervisor(database: string, postmaster: number): void {
  const supervisorStart = startOf(process.pid)
  const note: SupervisorNote = { supervisor: process.pid, supervisorStart, postmaster }
  writeFileSync(noteFile(database), JSON.stringify(note))
  ownLikeFolder(noteFile(database))
}

/**
 * Stops a server: politely (sessions end, a checkpoint is written), and when that takes longer than
 * `patience` ms at once, which costs a recovery at the next start but no committed row. A server that
 * waits for a standby that is gone needs the second.
 */
export async function stopPostmaster(
  database: string,
  pid: number,
  patience = 10_000,
): Promise<void> {
  const gone = () => !isPostgresIn(database, pid)
  signal(pid, 'SIGINT')
  if (await until(gone, patience)) return
  signal(pid, 'SIGQUIT')
  if (await until(gone, 6_000)) return
  killFamily(database)
  await until(gone, 2_000)
}

/** Kills the server of a data folder and all its children at once, as a power cut would. */
export function killFamily(database: string): void {
  const noted = notedPostmaster(database)
  const family = processesIn(database)
  for (const pid of family) signal(pid, 'SIGKILL')
  if (family.length === 0 && noted && isPostgresIn(database, noted.pid)) {
    signal(noted.pid, 'SIGKILL')
  }
}

/**
 * Clears what a killed server left and what would stop PostgreSQL from starting. Most of it PostgreSQL
 * clears itself; it cannot tell a process that was never reaped, or another program that now has the
 * same id (usual in containers), from a running server.
 */
export async function clearRemains(database: string): Promise<void> {
  const noted = notedPostmaster(database)
  if (!noted || isPostgresIn(database, noted.pid)) return
  // The note names the shared memory of the dead server. It may go only when no child uses that any more.
  if (!(await until(() => processesIn(database).length === 0, 3_000))) killFamily(database)
  await until(() => processesIn(database).length === 0, 2_000)
  if (!holdsPid(noted.pid)) return
  rmSync(join(database, 'postmaster.pid'), { force: true })
  if (noted.socketFolder) {
    rmSync(join(noted.socketFolder, `.s.PGSQL.${noted.port}.lock`), { force: true })
  }
}

interface SupervisorNote {
  supervisor: number
  supervisorStart: string
  postmaster: number
}

function noteFile(database: string): string {
  return `${database}.supervisor.json`
}

function notedPostmaster(database: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(database, 'postmaster.pid'), 'utf8').split('\n')
    const [pid, , , port, socketFolder, , , status] = lines.map((line) => line.trim())
    if (!pid || !/^\d+$/.test(pid)) return undefined
    // "standby" is a server that replays and lets nobody in; a hot standby says "ready" too.
    const ready = status === 'ready'
    return { pid: Number(pid), port: Number(port ?? 0), socketFolder: socketFolder ?? '', ready }
  } catch {
    return undefined
  }
}
