import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { nowMs } from '../../kernel/clock.ts'
import { baseFolder, copiesIn, isSegment, sealedWal, walIn } from './backup-folder.ts'
import type { Manifest } from './base-copy.ts'
import { headerOf, unsealAll } from './sealed-file.ts'

const dayMs = 86_400_000

/**
 * Deletes what is no longer needed to restore any instant of the last `days` days: base copies older
 * than the newest one that is `days` days old, and the WAL from before the first copy that stays.
 * Without any copy, WAL older than `days` days goes.
 */
export async function prune(folder: string, key: Buffer, days: number): Promise<void> {
  const limit = nowMs() - days * dayMs
  const copies = copiesIn(folder)
  const firstKept = copies.filter((copy) => copy.at.getTime() <= limit).at(-1) ?? copies[0]
  for (const copy of copies) {
    if (firstKept && copy.at < firstKept.at) {
      rmSync(join(baseFolder(folder), copy.name), { recursive: true, force: true })
    }
  }
  removeHalfMade(folder, limit)
  const keepFrom = firstKept ? await startOf(folder, firstKept.name, key) : undefined
  for (const segment of walIn(folder).filter(isSegment)) {
    const path = sealedWal(folder, segment)
    const old = keepFrom ? segment < keepFrom : Date.parse((await headerOf(path)).at) < limit
    // In the order of the log: the first one that stays ends the work.
    if (!old) break
    rmSync(path, { force: true })
  }
}

async function startOf(folder: string, copy: string, key: Buffer): Promise<string> {
  const text = await unsealAll(key, join(baseFolder(folder), copy, 'manifest.sealed'))
  return (JSON.parse(text.toString('utf8')) as Manifest).startWal
}

/** Copies that were cut off. One that is being made now is younger than the limit of a day. */
function removeHalfMade(folder: string, limit: number): void {
  const before = Math.min(limit, nowMs() - dayMs)
  const names = copiesIn(folder).length > 0 ? readdirSync(baseFolder(folder)) : []
  for (const name of names) {
    const [, day] = /^new-(\d{8})T/.exec(name) ?? []
    if (day === undefined) continue
    const at = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T23:59:59Z`)
    if (at < before) rmSync(join(baseFolder(folder), name), { recursive: true, force: true })
  }
}
