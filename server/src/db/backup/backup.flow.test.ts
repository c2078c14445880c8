import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Config, readConfig } from '../../kernel/config.ts'
import { readMasterKey } from '../../kernel/master-key.ts'
import { type BroughtUp, bringUp, databaseName } from '../bring-up.ts'
import { baseFolder, copiesIn, sealedWal, walIn } from './backup-folder.ts'
import { backupCommand, backupFolder, releaseCommand, restoreCommand } from './commands.ts'
import { restore } from './restore.ts'
import { backupKey } from './sealed-file.ts'

const folder = mkdtempSync(join(tmpdir(), `saldo-test-${process.pid}-`))
chmodSync(folder, 0o711)
const config: Config = readConfig({ SALDO_DATA: join(folder, 'data') })
const said: string[] = []
const say = (sentence: string) => said.push(sentence)
/** A backup folder as it was when the story below was over, for the faults. */
const kept = join(folder, 'kept')
const running: BroughtUp[] = []
let before: Date
let moment: Date
let afterAllCommits: Date

afterAll(async () => {
  for (const up of running) await up.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function up(): Promise<BroughtUp> {
  const brought = await bringUp(config, readMasterKey(config), say)
  running.push(brought)
  return brought
}

async function query(to: BroughtUp, text: string, values: unknown[] = []) {
  const client = new pg.Client(to.access.privileged)
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}

/** Sells until told to stop; returns the numbers that were acknowledged. */
function seller(to: BroughtUp, from: number) {
  const acknowledged: number[] = []
  let open = true
  const selling = (async () => {
    const client = new pg.Client(to.access.privileged)
    await client.connect()
    for (let n = from; open; n++) {
      await client.query('insert into public.sold (n, note) values ($1, $2)', [n, 'x'.repeat(500)])
      acknowledged.push(n)
    }
    await client.end()
  })()
  return {
    acknowledged,
    async stop() {
      open = false
      await selling
    },
  }
}

let expected: number[]

beforeAll(async () => {
  before = new Date()
  const shop = await up()
  await query(shop, 'create table public.sold (n bigint primary key, note text)')
  const first = seller(shop, 1)
  await wait(300)
  // Copied by another process's hands while sales go on.
  await backupCommand(config, undefined, say)
  await wait(300)
  await first.stop()
  await query(shop, 'select pg_switch_wal()')
  await query(shop, 'insert into public.sold (n) values (0)')
  first.acknowledged.push(0)
  await wait(20)
  moment = new Date()
  await wait(20)
  expected = [...first.acknowledged].sort((a, b) => a - b)
  const second = seller(shop, 1_000_000)
  await wait(500)
  await second.stop()
  await query(shop, 'select pg_switch_wal()')
  await query(shop, 'drop table public.sold')
  await wait(20)
  afterAllCommits = new Date()
  // The log goes on without commits until it certainly passed that instant.
  await wait(2_500)
  await query(shop, "select pg_logical_emit_message(false, 'try', '')")
  await shop.stop()
  cpSync(backupFolder(config), kept, { recursive: true })
}, 120_000)

test('restored to an instant, it has exactly the sales acknowledged before it, and issues nothing until released', async () => {
  await restoreCommand(config, undefined, moment.toISOString(), undefined, say)
  const again = await up()
  const rows = await query(again, 'select n::int as n from public.sold order by n')
  expect(rows.map((row) => row.n)).toEqual(expected)
  expect(expected.length).toBeGreaterThan(20)

  const quarantined = () => query(again, 'select kernel.quarantined() as on')
  expect(await quarantined()).toEqual([{ on: true }])
  await releaseCommand(config, 'Thandi Mokoena', say)
  expect(await quarantined()).toEqual([{ on: false }])
  const [row] = await query(again, 'select released_by, quarantine_reason from kernel.installation')
  expect(row.released_by).toBe('Thandi Mokoena')
  expect(row.quarantine_reason).toContain(moment.toISOString())

  // Life goes on: sales, and a new copy in the new history.
  await query(again, 'insert into public.sold (n) values (-1)')
  await backupCommand(config, undefined, say)
  expect(copiesIn(backupFolder(config))).toHaveLength(1)
  await again.stop()
}, 120_000)

test('a copy in quarantine cannot be freed by changing the row alone or the setting alone', async () => {
  const other = join(folder, 'other')
  await restoreTo(other, moment)
  const master = readFileSync(join(config.dataFolder, 'master.key'))
  writeFileSync(join(other, 'master.key'), master, { mode: 0o600 })
  const copy = await bringUp(readConfig({ SALDO_DATA: other }), readMasterKey(config), say)
  running.push(copy)
  await query(copy, "update kernel.installation set released_at = now(), released_by = 'x'")
  expect(await query(copy, 'select kernel.quarantined() as on')).toEqual([{ on: true }])
  await query(copy, 'update kernel.installation set released_at = null')
  await query(copy, 'alter system reset saldo.quarantine')
  await query(copy, 'select pg_reload_conf()')
  expect(await query(copy, 'select kernel.quarantined() as on')).toEqual([{ on: true }])
  await copy.stop()
}, 120_000)

test('a missing WAL segment is named', async () => {
  const from = spoiled()
  const [, second = ''] = segmentsFromCopy(from)
  rmSync(sealedWal(from, second))
  await expect(restoreFrom(from)).rejects.toThrow(`WAL segment ${second} is missing`)
})

test('a copy that is older than its archive is named as such', async () => {
  const from = spoiled()
  const [first = ''] = segmentsFromCopy(from)
  rmSync(sealedWal(from, first))
  await expect(restoreFrom(from)).rejects.toThrow('the copy is older than its archive')
})

test('a flipped byte in the copy or in the WAL is noticed and the file named', async () => {
  const inCopy = spoiled()
  const [copy] = copiesIn(inCopy)
  const data = join(baseFolder(inCopy), copy?.name ?? '', 'data.sealed')
  flip(data)
  await expect(restoreFrom(inCopy)).rejects.toThrow(`${data} is damaged`)

  const inWal = spoiled()
  const segment = sealedWal(inWal, segmentsFromCopy(inWal)[0] ?? '')
  flip(segment)
  await expect(restoreFrom(inWal)).rejects.toThrow(`${segment} is damaged`)
})

test('a file that was cut off is noticed', async () => {
  const from = spoiled()
  const data = join(baseFolder(from), copiesIn(from)[0]?.name ?? '', 'data.sealed')
  const whole = readFileSync(data)
  writeFileSync(data, whole.subarray(0, whole.length - 40))
  await expect(restoreFrom(from)).rejects.toThrow('damaged')
})

test('another master key opens nothing and is named as the cause', async () => {
  const wrong = backupKey(Buffer.alloc(32, 1))
  await expect(restoreFrom(kept, moment, wrong)).rejects.toThrow('another master key')
})

test('an instant before the first copy, or beyond the archive, is refused with the limit', async () => {
  await expect(restoreFrom(kept, before)).rejects.toThrow('nothing earlier can be restored')
  const beyond = new Date(Date.now() + 3_600_000)
  await expect(restoreFrom(kept, beyond)).rejects.toThrow('ends before')
}, 60_000)

test('an instant after the last commit is restored when the log goes on beyond it', async () => {
  const to = join(folder, 'idle')
  await restoreTo(to, afterAllCommits)
  expect(said.at(-1)).toContain(afterAllCommits.toISOString())
}, 60_000)

test('nothing of a backup can be read without the key', () => {
  for (const segment of walIn(kept)) {
    expect(readFileSync(sealedWal(kept, segment)).includes('x'.repeat(100))).toBe(false)
  }
})

let count = 0

function spoiled(): string {
  const path = join(folder, `spoiled-${count++}`)
  cpSync(kept, path, { recursive: true })
  return path
}

/** The segments from the copy's first one on. */
function segmentsFromCopy(from: string): string[] {
  const backup = walIn(from).find((name) => name.endsWith('.backup'))
  return walIn(from).filter(
    (name) => /^[0-9A-F]{24}$/.test(name) && name >= (backup ?? '').slice(0, 24),
  )
}

function flip(path: string): void {
  const bytes = readFileSync(path)
  const middle = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle)
  writeFileSync(path, bytes)
}

function restoreFrom(from: string, until = moment, key = backupKey(readMasterKey(config))) {
  return restore({ from, until, to: join(folder, `to-${count++}`), key, databaseName, say })
}

function restoreTo(to: string, until: Date) {
  return restore({
    from: kept,
    until,
    to,
    key: backupKey(readMasterKey(config)),
    databaseName,
    say,
  })
}
