import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { monotonicMs } from '../../kernel/clock.ts'

const linux = process.platform === 'linux'

/** Whether a process runs under this id. One that ended but was never reaped does not count. */
export function isAlive(pid: number): boolean {
  if (!holdsPid(pid)) return false
  return !linux || !['Z', 'X'].includes(statOf(pid)?.state ?? 'X')
}

/** Whether the id is taken, also by a process that ended and was never reaped. */
export function holdsPid(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A text that tells this process from a later one with the same id; empty when there is none. */
export function startOf(pid: number): string {
  if (linux) return statOf(pid)?.start ?? ''
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
}

/** The process that started this one; 0 when it is gone. */
export function parentOf(pid: number): number {
  if (linux) return Number(statOf(pid)?.parent ?? 0)
  return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout)
}

/** Whether the process is a PostgreSQL that works in this data folder. */
export function isPostgresIn(folder: string, pid: number): boolean {
  if (!isAlive(pid)) return false
  if (linux) return workingFolder(pid) === folder
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.includes('postgres') && stdout.includes(folder)
}

/**
 * All processes that work in this data folder: the postmaster and its children, also children that
 * outlived it. Linux only; empty elsewhere.
 */
export function processesIn(folder: string): number[] {
  if (!linux) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingFolder(pid) === folder && isAlive(pid))
}

/** Sends a signal; a process that is already gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Waits until the condition holds; false when it still does not after `ms` milliseconds. */
export async function until(condition: () => boolean, ms: number): Promise<boolean> {
  const end = monotonicMs() + ms
  while (!condition()) {
    if (monotonicMs() > end) return false
    await wait(10)
  }
  return true
}

function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

/** State, parent and start time of proc(5), fields 3, 4 and 22; the name before them may hold blanks. */
function statOf(pid: number): { state: string; parent: string; start: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? 'X', parent: fields[1] ?? '0', start: fields[19] ?? '' }
  } catch {
    return undefined
  }
}
