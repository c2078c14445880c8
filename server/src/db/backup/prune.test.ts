import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { setClock } from '../../kernel/clock.ts'
import {
  baseFolder,
  copiesIn,
  copyName,
  lastBackup,
  makeBackupFolder,
  nextSegment,
  sealedWal,
  walIn,
} from './backup-folder.ts'
import { prune } from './prune.ts'
import { seal, unsealAll } from './sealed-file.ts'

const key = Buffer.alloc(32, 3)
let folder: string

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'saldo-prune-')), 'backup')
  makeBackupFolder(folder)
})
afterEach(() => {
  setClock()
  rmSync(join(folder, '..'), { recursive: true, force: true })
})

async function* text(content: string) {
  yield Buffer.from(content)
}

async function copy(day: string, startWal: string) {
  const at = new Date(`${day}T12:00:00Z`)
  const path = join(baseFolder(folder), copyName(at))
  mkdirSync(path)
  const header = { kind: 'manifest', name: 'manifest', at: at.toISOString() } as const
  await seal(key, header, text(JSON.stringify({ startWal })), join(path, 'manifest.sealed'))
}

function wal(name: string, day: string) {
  const header = { kind: 'wal', name, at: `${day}T12:00:00Z` } as const
  return seal(key, header, text(name), sealedWal(folder, name))
}

const segment = (n: number) => `00000001000000000000000${n}`

test('the newest copy that is old enough stays, with the WAL since it; older ones go', async () => {
  await copy('2026-01-01', segment(1))
  await copy('2026-02-01', segment(3))
  await copy('2026-03-20', segment(5))
  for (const n of [1, 2, 3, 4, 5, 6]) await wal(segment(n), '2026-03-01')
  setClock(() => Date.parse('2026-03-31T12:00:00Z'))
  await prune(folder, key, 35)
  expect(copiesIn(folder).map(({ at }) => at.toISOString().slice(0, 10))).toEqual([
    '2026-02-01',
    '2026-03-20',
  ])
  expect(walIn(folder)).toEqual([3, 4, 5, 6].map(segment))
  expect(lastBackup(folder)).toEqual(new Date('2026-03-20T12:00:00Z'))
})

test('a lone copy is never deleted, however old, and all WAL since it stays', async () => {
  await copy('2020-01-01', segment(2))
  for (const n of [1, 2, 3]) await wal(segment(n), '2020-01-01')
  await prune(folder, key, 35)
  expect(copiesIn(folder)).toHaveLength(1)
  expect(walIn(folder)).toEqual([2, 3].map(segment))
})

test('without a copy WAL older than the limit goes: nothing could be restored from it', async () => {
  await wal(segment(1), '2026-01-01')
  await wal(segment(2), '2026-03-30')
  setClock(() => Date.parse('2026-03-31T12:00:00Z'))
  await prune(folder, key, 35)
  expect(walIn(folder)).toEqual([segment(2)])
})

test('a sealed file is never replaced', async () => {
  expect(await wal(segment(1), '2026-01-01')).toBe(true)
  const header = { kind: 'wal', name: segment(1), at: '2026-01-01T00:00:00Z' } as const
  expect(await seal(key, header, text('other'), sealedWal(folder, segment(1)))).toBe(false)
  expect((await unsealAll(key, sealedWal(folder, segment(1)))).toString()).toBe(segment(1))
})

test('segments follow each other over the end of a log file', () => {
  expect(nextSegment('000000010000000000000001')).toBe('000000010000000000000002')
  expect(nextSegment('0000000100000000000000FF')).toBe('000000010000000100000000')
  expect(nextSegment('00000002000000FE000000FF')).toBe('00000002000000FF00000000')
})
