import { createHash } from 'node:crypto'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { now } from '../../kernel/clock.ts'
import { giveToRunner } from '../embedded/place.ts'
import { livePostmaster } from '../embedded/postmaster.ts'
import { type EmbeddedServer, startEmbedded } from '../embedded/server.ts'
import { startArchiver } from './archive.ts'
import {
  baseFolder,
  copiesIn,
  copyName,
  isSegment,
  nextSegment,
  sealedWal,
  walIn,
} from './backup-folder.ts'
import type { Manifest } from './base-copy.ts'
import { DamagedBackup, headerOf, unseal, unsealAll } from './sealed-file.ts'

export interface RestorePlan {
  /** The backup folder. */
  from: string
  /** The last instant whose commits are wanted. */
  until: Date
  /** The data folder to fill. */
  to: string
  /** Set a database that is in `to` aside and use its latest WAL, instead of refusing. */
  replace?: boolean
  key: Buffer
  /** The name of the database inside the server whose installation is quarantined. */
  databaseName: string
  say: (sentence: string) => void
}

/**
 * Brings back the database as it was at an instant: the newest base copy before it, and the WAL since.
 * The restored copy is in quarantine: it issues and sends nothing until a named person releases it. It
 * archives into a new backup folder; the old one stays as it was, under another name when it stood in the
 * same data folder, so that one folder holds one history.
 * @throws DamagedBackup naming the file, when one is missing, altered or sealed under another key, or when
 *   the backups do not reach the instant
 */
export async function restore(plan: RestorePlan): Promise<void> {
  const present = join(plan.to, 'database')
  refuseToOverwrite(plan, present)
  await emptySpool(plan)
  const copy = join(baseFolder(plan.from), newestBefore(plan))
  const state = join(plan.to, 'restoring')
  const database = join(state, 'database')
  rmSync(state, { recursive: true, force: true })
  for (const folder of [database, join(state, 'restored-wal')]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }
  const manifest = JSON.parse(
    (await unsealAll(plan.key, join(copy, 'manifest.sealed'))).toString('utf8'),
  ) as Manifest
  // The log first: a gap in it is found before the long work.
  const reached = await unpackWal(plan, manifest, join(state, 'restored-wal'))
  plan.say(`Unpacking the copy of ${manifest.finishedAt}.`)
  await unpackFiles(plan.key, join(copy, 'data.sealed'), manifest, database)
  await recover(plan, state, reached)
  setAside(plan.to, ['database', 'backup', 'spool'])
  renameSync(database, present)
  rmSync(state, { recursive: true, force: true })
  plan.say(`Restored to ${plan.until.toISOString()}. The copy is in quarantine.`)
}

function refuseToOverwrite(plan: RestorePlan, present: string): void {
  if (!existsSync(present)) return
  if (!plan.replace) throw new Error(`${plan.to} holds a database already.`)
  if (livePostmaster(present)) throw new Error(`A server runs in ${plan.to}. Stop Saldo first.`)
}

/** Segments that were handed over and not sealed yet, because the server that does it was killed. */
async function emptySpool(plan: RestorePlan): Promise<void> {
  const spool = join(plan.to, 'spool')
  if (!plan.replace || !existsSync(spool)) return
  await startArchiver(spool, join(plan.to, 'backup'), plan.key, plan.say).stop()
}

function setAside(folder: string, names: readonly string[]): void {
  const mark = `before-restore-${copyName(now())}`
  for (const name of names) {
    const path = join(folder, name)
    if (existsSync(path)) renameSync(path, `${path}-${mark}`)
  }
}

/** The newest base copy that was complete at the instant. */
function newestBefore(plan: RestorePlan): string {
  const copies = copiesIn(plan.from)
  const usable = copies.filter((copy) => copy.at <= plan.until).at(-1)
  if (usable) return usable.name
  const first = copies[0]
  throw new DamagedBackup(
    first
      ? `The oldest copy in ${plan.from} was complete at ${first.at.toISOString()}; nothing earlier can be restored.`
      : `${plan.from} holds no base copy.`,
  )
}

async function unpackFiles(
  key: Buffer,
  path: string,
  manifest: Manifest,
  database: string,
): Promise<void> {
  for (const folder of manifest.folders) {
    mkdirSync(inside(database, folder), { recursive: true, mode: 0o700 })
  }
  mkdirSync(join(database, 'pg_wal', 'archive_status'), { recursive: true, mode: 0o700 })
  const source = unseal(key, path)
  let rest: Buffer = Buffer.alloc(0)
  for (const file of manifest.files) {
    const hash = createHash('sha256')
    const target = await open(inside(database, file.path), 'wx', 0o600)
    try {
      for (let missing = file.size; missing > 0; ) {
        if (rest.length === 0) rest = await nextPiece(source, path, file.path)
        const part = rest.subarray(0, missing)
        rest = rest.subarray(part.length)
        missing -= part.length
        hash.update(part)
        await target.write(part)
      }
    } finally {
      await target.close()
    }
    if (hash.digest('hex') !== file.sha256) {
      throw new DamagedBackup(
        `${path} is damaged: the content of ${file.path} is not what was copied.`,
      )
    }
  }
  // Nothing is synced here: PostgreSQL syncs a data folder that was not shut down before it recovers it.
  await writeFile(join(database, 'backup_label'), manifest.label, { mode: 0o600 })
}

async function nextPiece(source: AsyncGenerator<Buffer>, path: string, file: string) {
  const { value, done } = await source.next()
  if (done) throw new DamagedBackup(`${path} is damaged: it ends within ${file}.`)
  return Buffer.from(value)
}

/** A manifest is genuine, but a path that leads out of the folder is refused all the same. */
function inside(folder: string, path: string): string {
  if (path.startsWith('/') || path.split('/').includes('..')) {
    throw new DamagedBackup(`The copy names a file outside its folder: ${path}.`)
  }
  return join(folder, path)
}

/** Clocks and file times may differ by this much from the times inside the log. */
const marginMs = 2_000

/**
 * Opens the WAL from the copy's first segment to the one that certainly ends after the instant. Returns
 * whether what there is reaches that far.
 */
async function unpackWal(plan: RestorePlan, manifest: Manifest, target: string): Promise<boolean> {
  const sealed = sealedSegments(plan)
  let segment = manifest.startWal
  for (let path = sealed.get(segment); path; path = sealed.get(segment)) {
    const at = await unpackOne(plan.key, path, join(target, segment))
    const enough = at.getTime() > plan.until.getTime() + marginMs
    if (enough && segment >= manifest.stopWal) return true
    segment = nextSegment(segment)
  }
  // What the replaced database had not yet handed to the archive is complete by itself.
  const left = join(plan.to, 'database', 'pg_wal')
  if (existsSync(join(left, segment))) {
    for (; existsSync(join(left, segment)); segment = nextSegment(segment)) {
      copyFileSync(join(left, segment), join(target, segment))
    }
    return true
  }
  // A later segment shows that this one existed.
  const later = [...sealed.keys()].some((name) => name > segment)
  if (later || segment <= manifest.stopWal) throw missing(plan, manifest, segment)
  return false
}

function missing(plan: RestorePlan, manifest: Manifest, segment: string): DamagedBackup {
  const path = sealedWal(plan.from, segment)
  const older =
    segment === manifest.startWal
      ? ' The archive begins after the copy was made: the copy is older than its archive.'
      : ''
  return new DamagedBackup(`WAL segment ${segment} is missing (${path}).${older}`)
}

/**
 * Where each segment is. A copy in a folder of its own has only the WAL it needs to be sound; when the
 * installation itself is restored, its own archive has the rest.
 */
function sealedSegments(plan: RestorePlan): Map<string, string> {
  const folders = [...(plan.replace ? [join(plan.to, 'backup')] : []), plan.from]
  return new Map(
    folders.flatMap((folder) =>
      walIn(folder)
        .filter(isSegment)
        .map((name): [string, string] => [name, sealedWal(folder, name)]),
    ),
  )
}

/** Opens one segment; returns when it was last written to. */
async function unpackOne(key: Buffer, path: string, target: string): Promise<Date> {
  const file = await open(target, 'w', 0o600)
  try {
    for await (const piece of unseal(key, path)) await file.write(piece)
  } finally {
    await file.close()
  }
  return new Date((await headerOf(path)).at)
}

/** Lets PostgreSQL replay the log, marks the copy, and stops it again. */
async function recover(plan: RestorePlan, state: string, reached: boolean): Promise<void> {
  const database = join(state, 'database')
  // An override of the copied server's own settings, and the first lock of the quarantine.
  appendFileSync(join(database, 'postgresql.auto.conf'), "saldo.quarantine = 'on'\n")
  appendFileSync(join(database, 'recovery.signal'), '')
  giveToRunner(state, [database, join(state, 'restored-wal')])
  const server = await replay(plan, state, reached)
  try {
    await quarantine(plan, server)
  } finally {
    await server.stop()
  }
}

async function replay(plan: RestorePlan, state: string, reached: boolean): Promise<EmbeddedServer> {
  const settings = {
    archive_command: 'true',
    restore_command: 'cp ../restored-wal/%f "%p"',
    recovery_target_timeline: 'current',
    recovery_target_action: 'promote',
    // Nobody reads while it replays; it answers when it is done.
    hot_standby: 'off',
  }
  const target = plan.until.toISOString().replace('T', ' ').replace('Z', '+00')
  try {
    return await startEmbedded({ state, settings: { ...settings, recovery_target_time: target } })
  } catch (error) {
    if (!String(error).includes('recovery ended before configured recovery target')) throw error
    // The log ends before the instant. Where the archive reaches beyond it all the same, nothing was
    // committed in between and the end is right. Otherwise nobody knows what is missing.
    if (!reached) {
      throw new DamagedBackup(
        `The archive in ${plan.from} ends before ${plan.until.toISOString()}. Choose an earlier time.`,
      )
    }
    return startEmbedded({ state, settings })
  }
}

/** The second lock of the quarantine, in the installation's own row, with the reason. */
async function quarantine(plan: RestorePlan, server: EmbeddedServer): Promise<void> {
  const client = new pg.Client({
    host: server.host,
    port: server.port,
    user: 'postgres',
    database: plan.databaseName,
  })
  await client.connect()
  try {
    await client.query(
      `update kernel.installation
       set quarantined_at = $1, quarantine_reason = $2, released_at = null, released_by = null`,
      [now(), `restored to ${plan.until.toISOString()}`],
    )
  } finally {
    await client.end()
  }
}
