import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ownLikeFolder } from '../ownership.ts'

/**
 * A backup folder: `wal/` holds the sealed WAL segments, `base/<when>/` one base copy each. The name of a
 * copy is the instant at which it was complete, so that it sorts and can be read without a key.
 */
export function walFolder(folder: string): string {
  return join(folder, 'wal')
}

export function baseFolder(folder: string): string {
  return join(folder, 'base')
}

export function sealedWal(folder: string, segment: string): string {
  return join(walFolder(folder), `${segment}.sealed`)
}

/** Makes the folder and what it needs; each belongs to the owner of the folder around it. */
export function makeBackupFolder(folder: string): void {
  for (const path of [folder, walFolder(folder), baseFolder(folder)]) {
    if (existsSync(path)) continue
    mkdirSync(path, { recursive: true, mode: 0o700 })
    ownLikeFolder(path)
  }
}

/** The copies in a folder, oldest first. */
export function copiesIn(folder: string): { name: string; at: Date }[] {
  if (!existsSync(baseFolder(folder))) return []
  return readdirSync(baseFolder(folder))
    .flatMap((name) => {
      const at = instantOf(name)
      return at ? [{ name, at }] : []
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** When the newest base copy was complete; for the console's "backup is old". */
export function lastBackup(folder: string): Date | undefined {
  return copiesIn(folder).at(-1)?.at
}

/** The WAL files in a folder, in the order of the log. */
export function walIn(folder: string): string[] {
  if (!existsSync(walFolder(folder))) return []
  return readdirSync(walFolder(folder))
    .filter((name) => name.endsWith('.sealed'))
    .map((name) => name.slice(0, -'.sealed'.length))
    .sort()
}

/** 20261124T081500123Z */
export function copyName(at: Date): string {
  return at.toISOString().replace(/[-:.]/g, '')
}

function instantOf(name: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(name)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second, ms] = parts
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`)
}

const segmentName = /^[0-9A-F]{24}$/

export function isSegment(name: string): boolean {
  return segmentName.test(name)
}

/** The name of the segment after this one on its timeline: 16 MiB segments, 256 of them to a log file. */
export function nextSegment(name: string): string {
  const log = BigInt(`0x${name.slice(8, 16)}`)
  const within = BigInt(`0x${name.slice(16)}`)
  const next = log * 256n + within + 1n
  const hex = (value: bigint) => value.toString(16).toUpperCase().padStart(8, '0')
  return name.slice(0, 8) + hex(next / 256n) + hex(next % 256n)
}
