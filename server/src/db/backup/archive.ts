import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeBackupFolder, sealedWal } from './backup-folder.ts'
import { contentOf, seal, unseal } from './sealed-file.ts'

export interface Archiver {
  /** Seals what lies in the spool now; resolves when it is in the backup folder. */
  drain(): Promise<void>
  stop(): Promise<void>
}

/**
 * Moves finished WAL segments from the spool, where PostgreSQL puts them, into the backup folder, sealed.
 * PostgreSQL runs as a user who must not know the key, hence the two steps. Several servers on one data
 * folder may all do it: a segment is published once.
 */
export function startArchiver(
  spool: string,
  folder: string,
  key: Buffer,
  say: (sentence: string) => void,
): Archiver {
  makeBackupFolder(folder)
  let working: Promise<void> | undefined
  let complained = false

  const drain = () => {
    working ??= moveAll(spool, folder, key, say).finally(() => {
      working = undefined
    })
    return working
  }
  const timer = setInterval(() => {
    drain().then(
      () => {
        complained = false
      },
      (error: Error) => {
        // Once, not every second: the segments stay in the spool and are tried again.
        if (!complained) say(`The WAL archive cannot be written to: ${error.message}`)
        complained = true
      },
    )
  }, 1_000)
  timer.unref()
  return {
    drain,
    async stop() {
      clearInterval(timer)
      await working?.catch(() => {})
      await drain().catch(() => {})
    },
  }
}

async function moveAll(
  spool: string,
  folder: string,
  key: Buffer,
  say: (sentence: string) => void,
): Promise<void> {
  for (const name of readdirSync(spool).sort()) {
    // Files that are still being written begin with a point.
    if (!/^[0-9A-F.]+(\.history|\.backup|\.partial)?$/.test(name) || name.startsWith('.')) continue
    try {
      await move(join(spool, name), name, folder, key, say)
    } catch (error) {
      // Another server on this data folder was faster.
      if (existsSync(join(spool, name))) throw error
    }
  }
}

async function move(
  source: string,
  name: string,
  folder: string,
  key: Buffer,
  say: (sentence: string) => void,
): Promise<void> {
  const at = statSync(source).mtime.toISOString()
  const target = sealedWal(folder, name)
  const isNew = await seal(key, { kind: 'wal', name, at }, contentOf(source), target)
  if (isNew || (await sameContent(source, target, key))) return rm(source, { force: true })
  // After a crash PostgreSQL may hand over a segment again, but always the same one.
  say(`The archive has another ${name}. It was kept, and the new one set aside in ${source}.other.`)
  await rename(source, `${source}.other`)
}

async function sameContent(source: string, target: string, key: Buffer): Promise<boolean> {
  const [a, b] = await Promise.all([digest(contentOf(source)), digest(unseal(key, target))])
  return a === b
}

async function digest(content: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of content) hash.update(piece)
  return hash.digest('hex')
}
