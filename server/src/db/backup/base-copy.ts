import { createHash } from 'node:crypto'
import { constants, createReadStream, mkdirSync } from 'node:fs'
import { copyFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { now } from '../../kernel/clock.ts'
import { ownLikeFolder } from '../ownership.ts'
import {
  baseFolder,
  copyName,
  makeBackupFolder,
  nextSegment,
  sealedWal,
  walFolder,
} from './backup-folder.ts'
import { seal, syncFolder } from './sealed-file.ts'

/** What a base copy consists of. Sealed beside the copy itself. */
export interface Manifest {
  readonly startedAt: string
  /** From here on any instant can be restored. */
  readonly finishedAt: string
  readonly systemIdentifier: string
  readonly serverVersion: number
  /** First and last WAL segment that the copy needs to be sound. */
  readonly startWal: string
  readonly stopWal: string
  /** Text of `backup_label`. */
  readonly label: string
  readonly folders: readonly string[]
  /** In the order in which they stand in the copy. */
  readonly files: readonly { path: string; size: number; sha256: string }[]
}

export interface CopyPlan {
  /** The data folder of the running server. */
  database: string
  /** Connects as `saldo_backup`. */
  connection: pg.ClientConfig
  /** Where the copy goes. */
  folder: string
  /** Where WAL is archived; the segments that the copy needs are taken from there when it is elsewhere. */
  archive: string
  key: Buffer
}

/**
 * Copies the running database (RELIABILITY.md 6.3): one session begins and ends the backup, and the files
 * are copied in between while sales go on. The copy is complete when the WAL written meanwhile is in the
 * backup folder too. It appears under its name only then.
 * @returns the name of the copy
 */
export async function copyBase(plan: CopyPlan): Promise<string> {
  const session = new pg.Client({ ...plan.connection, application_name: 'saldo backup' })
  await session.connect()
  const startedAt = now()
  const draft = join(baseFolder(plan.folder), `new-${copyName(startedAt)}-${process.pid}`)
  makeBackupFolder(plan.folder)
  mkdirSync(draft, { mode: 0o700 })
  ownLikeFolder(draft)
  try {
    const begun = await begin(session)
    const files: { path: string; size: number; sha256: string }[] = []
    const folders: string[] = []
    const header = { kind: 'base', name: 'data', at: startedAt.toISOString() } as const
    await seal(
      plan.key,
      header,
      allFiles(plan.database, '', folders, files),
      join(draft, 'data.sealed'),
    )
    const ended = await end(session)
    await gatherWal(plan, begun.startWal, ended.stopWal)
    const finishedAt = now()
    const manifest: Manifest = {
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      ...begun,
      ...ended,
      folders,
      files,
    }
    await sealManifest(plan.key, manifest, join(draft, 'manifest.sealed'))
    const name = copyName(finishedAt)
    await rename(draft, join(baseFolder(plan.folder), name))
    await syncFolder(baseFolder(plan.folder))
    return name
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  } finally {
    await session.end().catch(() => {})
  }
}

async function begin(session: pg.Client) {
  const { rows } = await session.query<{
    startWal: string
    systemIdentifier: string
    serverVersion: number
  }>(
    `select pg_walfile_name(pg_backup_start('saldo', true)) as "startWal",
            (select system_identifier::text from pg_control_system()) as "systemIdentifier",
            current_setting('server_version_num')::int as "serverVersion"`,
  )
  if (!rows[0]) throw new Error('PostgreSQL did not begin the backup.')
  return rows[0]
}

async function end(session: pg.Client) {
  // Waits until the last segment that the copy needs has been handed to the archive.
  const { rows } = await session.query<{ stopWal: string; label: string; spcmap: string }>(
    `select pg_walfile_name(lsn) as "stopWal", labelfile as label, spcmapfile as spcmap
     from pg_backup_stop(true)`,
  )
  if (!rows[0]) throw new Error('PostgreSQL did not end the backup.')
  if (rows[0].spcmap) throw new Error('A database with tablespaces of its own cannot be copied.')
  return { stopWal: rows[0].stopWal, label: rows[0].label }
}

/** Rebuilt by PostgreSQL at its start, or about the running server only; the folders are kept, empty. */
const emptied = new Set(
  'pg_wal pg_replslot pg_dynshmem pg_notify pg_serial pg_snapshots pg_stat_tmp pg_subtrans'.split(
    ' ',
  ),
)
const skipped =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map|pg_internal\.init|pgsql_tmp.*|.*\.new)$/

/**
 * The content of all files, one after the other; notes each file's name, size and hash, and each folder.
 * A file may vanish or change meanwhile: the WAL brings the copy to one moment.
 */
async function* allFiles(
  database: string,
  within: string,
  folders: string[],
  files: { path: string; size: number; sha256: string }[],
): AsyncGenerator<Buffer> {
  const entries = await readdir(join(database, within), { withFileTypes: true }).catch(ifGone([]))
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = within ? `${within}/${entry.name}` : entry.name
    if (skipped.test(entry.name)) continue
    if (entry.isDirectory()) {
      folders.push(path)
      if (!emptied.has(path)) yield* allFiles(database, path, folders, files)
    } else if (entry.isFile()) {
      const hash = createHash('sha256')
      let size = 0
      for await (const piece of content(join(database, path))) {
        hash.update(piece)
        size += piece.length
        yield piece
      }
      files.push({ path, size, sha256: hash.digest('hex') })
    }
  }
}

async function* content(path: string): AsyncGenerator<Buffer> {
  // What is added while reading belongs to the WAL.
  const size = await stat(path).then((found) => found.size, ifGone(0))
  if (size === 0) return
  const stream = createReadStream(path, { end: size - 1, highWaterMark: 1 << 18 })
  try {
    for await (const piece of stream) yield piece as Buffer
  } catch (error) {
    ifGone(undefined)(error as Error)
  }
}

function ifGone<Value>(value: Value): (error: Error) => Value {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return value
    throw error
  }
}

/** Waits for the segments in the archive and brings them into the backup's own folder. */
async function gatherWal(plan: CopyPlan, first: string, last: string): Promise<void> {
  for (let segment = first; ; segment = nextSegment(segment)) {
    await arrival(sealedWal(plan.archive, segment), segment)
    if (plan.archive !== plan.folder) {
      const target = sealedWal(plan.folder, segment)
      await copyFile(sealedWal(plan.archive, segment), target, constants.COPYFILE_EXCL).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error
        },
      )
    }
    if (segment >= last) return syncFolder(walFolder(plan.folder))
  }
}

async function arrival(path: string, segment: string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (await stat(path).then(() => true, ifGone(false))) return
    await wait(100)
  }
  throw new Error(`WAL segment ${segment} did not reach the archive within a minute.`)
}

async function sealManifest(key: Buffer, manifest: Manifest, path: string): Promise<void> {
  const header = { kind: 'manifest', name: 'manifest', at: manifest.finishedAt } as const
  async function* text() {
    yield Buffer.from(JSON.stringify(manifest))
  }
  await seal(key, header, text(), path)
}
