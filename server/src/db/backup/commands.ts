import { join, resolve } from 'node:path'
import type { Config } from '../../kernel/config.ts'
import { readMasterKey } from '../../kernel/master-key.ts'
import { bringUp, databaseName } from '../bring-up.ts'
import { copyBase } from './base-copy.ts'
import { prune } from './prune.ts'
import { release } from './release.ts'
import { restore } from './restore.ts'
import { backupKey } from './sealed-file.ts'

type Say = (sentence: string) => void

/** How long an instant stays restorable. */
const keepDays = 35

/** The backup folder of an installation, where its WAL is archived. */
export function backupFolder(config: Config): string {
  return join(config.dataFolder, 'backup')
}

/** `saldo backup [--to DIR]`: a base copy beside the archive, or in a folder of its own. */
export async function backupCommand(config: Config, to: string | undefined, say: Say) {
  refuseExternal(config)
  const masterKey = readMasterKey(config)
  const archive = backupFolder(config)
  const folder = to === undefined ? archive : resolve(to)
  const key = backupKey(masterKey)
  const running = await bringUp(config, masterKey, say)
  try {
    const name = await copyBase({
      database: running.databaseFolder,
      connection: running.access.backup,
      folder,
      archive,
      key,
    })
    await prune(folder, key, keepDays)
    say(`Copied to ${join(folder, 'base', name)}.`)
  } finally {
    await running.stop()
  }
}

/** `saldo restore --from DIR --until TIME [--to DATA]`. The time has a zone: 2026-11-24T10:15:00Z. */
export async function restoreCommand(
  config: Config,
  from: string | undefined,
  until: string,
  to: string | undefined,
  say: Say,
) {
  const target = to === undefined ? config.dataFolder : resolve(to)
  await restore({
    from: from === undefined ? backupFolder(config) : resolve(from),
    until: instant(until),
    to: target,
    replace: target === config.dataFolder,
    key: backupKey(readMasterKey(config)),
    databaseName,
    say,
  })
  if (target !== config.dataFolder)
    say(`Start it with SALDO_DATA=${target} and the same master key.`)
  say('It issues and sends nothing until "saldo release --by NAME".')
}

/** `saldo release --by NAME`. */
export async function releaseCommand(config: Config, by: string, say: Say) {
  const running = await bringUp(config, readMasterKey(config), say)
  try {
    const released = await release(running.access, by)
    say(released ? `Released by ${by}.` : 'This installation is not in quarantine.')
  } finally {
    await running.stop()
  }
}

function instant(text: string): Date {
  const withZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)$/
  const at = new Date(text)
  if (withZone.test(text) && !Number.isNaN(at.getTime())) return at
  throw new Error(`"${text}" is not a time with a zone, such as 2026-11-24T10:15:00Z.`)
}

function refuseExternal(config: Config): void {
  if (config.databaseUrl === undefined) return
  throw new Error(
    'DATABASE_URL names a PostgreSQL of your own: back it up with its own tools, as docs/operate/backup.md says.',
  )
}
