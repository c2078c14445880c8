import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase, useDatabase } from '../db/database.ts'
import { reading, transaction } from '../db/transaction.ts'
import { now } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import { createLog } from '../kernel/log.ts'
import {
  type AuditActor,
  checkTrail,
  exportTrail,
  newestAuditHead,
  publishAuditHead,
  sealAudit,
  searchAudit,
  useAuditSigning,
  verifyAudit,
  verifyExport,
} from './index.ts'
import type { LongWork, WorkStep } from './long-work.ts'

vi.setConfig({ hookTimeout: 120_000, testTimeout: 60_000 })

const EVENTS = 2_100
const folder = mkdtempSync(join(tmpdir(), 'saldo-export-'))
const file = join(folder, 'audit-trail.jsonl')
const tenantId = newId<'tenant'>()
const ana = { tenantId, kind: 'person', id: newId(), name: 'Ana Mokoena' } as const
let files: FreshDatabase
let database: Database

beforeAll(async () => {
  files = await freshDatabase()
  database = openDatabase(files.server)
  useDatabase(database)
  useAuditSigning(Buffer.alloc(32, 7))
  await transaction({ tenantId }, (tx) => tx.rows('select kernel.make_partitions($1, 2)', [now()]))
  // At once: a transaction that lasts would keep others from sealing what they wrote.
  await superuser(
    `insert into audit.event (tenant_id, occurred_at, id, actor_kind, actor_id, actor_name, action, object_kind,
       object_id, reason, before, after, xid)
     select $1, $2::timestamptz + n * interval '1 microsecond', gen_random_uuid(), 'person', $3, 'Ana Mokoena',
       'meter.block', 'meter', 'm' || n, 'Seal broken, “' || n || '”' || chr(10) || 'seen by a reader',
       '{"status":"installed"}', '{"status":"blocked"}', pg_current_xact_id()
     from generate_series(1, $4::integer) n`,
    [tenantId, now(), ana.id, EVENTS],
  )
  const sealed = async () => {
    await sealAudit(tenantId, 50)
    return (await reading({ tenantId }, (db) => verifyAudit(db, tenantId))).unsealed === 0
  }
  await vi.waitUntil(sealed, { timeout: 60_000, interval: 200 })
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** Does long work to its end, a chunk a transaction, as a job does. */
async function worked<Params, Place>(
  work: LongWork<AuditActor, Params, Place>,
  params: Params,
): Promise<{ files: Map<string, Buffer>; failures: unknown[]; done: number; chunks: number }> {
  const written = new Map<string, Buffer>()
  const jobId = newId<'job'>()
  const failures: unknown[] = []
  let [done, chunks] = [0, 0]
  let step: WorkStep<Place> | undefined
  do {
    // What is kept between two chunks is JSON.
    const place = step ? (JSON.parse(JSON.stringify(step.place)) as Place) : null
    step = await transaction({ tenantId }, (tx) =>
      work.step(tx, {
        jobId,
        actor: ana,
        params,
        place,
        write: async ({ name, bytes }) => {
          written.set(name, Buffer.concat([written.get(name) ?? Buffer.alloc(0), bytes]))
        },
      }),
    )
    failures.push(...(step.failures ?? []))
    done += step.done ?? 0
    chunks += 1
  } while (!step.finished)
  return { files: written, failures, done, chunks }
}

async function exported(params = { from: null, until: null } as const) {
  const { files, done, chunks } = await worked(
    exportTrail<AuditActor>(() => true),
    params,
  )
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes)
  return { done, chunks }
}

async function superuser(text: string, values: unknown[] = []) {
  const client = new pg.Client(files.privileged)
  await client.connect()
  await client.query(text, values)
  await client.end()
}

test('an export holds every event once, oldest first, and its signature is good without a database', async () => {
  const head = await reading({ tenantId }, (db) => newestAuditHead(db, tenantId))
  expect(await exported()).toEqual({ done: EVENTS, chunks: 2 })
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1)
  const objects = lines.map((line) => JSON.parse(line).objectId)
  expect(objects).toEqual(Array.from({ length: EVENTS }, (_, n) => `m${n + 1}`))
  expect(JSON.parse(lines[0]!)).toMatchObject({
    actorName: 'Ana Mokoena',
    reason: 'Seal broken, “1”\nseen by a reader',
    before: { status: 'installed' },
  })
  const check = await verifyExport(file)
  expect(check).toMatchObject({ sound: true, statement: { lines: EVENTS, tenantId } })
  expect(check.sound && check.statement.head?.head).toBe(head?.head)
})

test('that it was exported is in the trail', async () => {
  await exported()
  const { events } = await reading({ tenantId }, (db) =>
    searchAudit(db, tenantId, { action: 'audit.export' }, { limit: 1 }),
  )
  expect(events[0]).toMatchObject({
    actor: { name: 'Ana Mokoena' },
    after: { events: expect.any(Number), digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
})

test('an export of which one byte is altered, added or gone is not sound, nor is its signature', async () => {
  await exported()
  for (const name of [file, `${file}.sig`]) {
    const good = await readFile(name)
    const places = Array.from({ length: 12 }, (_, n) => Math.floor((n * (good.length - 1)) / 11))
    for (const place of places) {
      const bytes = Buffer.from(good)
      bytes[place] = bytes[place]! ^ 1
      await writeFile(name, bytes)
      expect((await verifyExport(file)).sound, `${name} ${place}`).toBe(false)
    }
    for (const bytes of [good.subarray(0, -1), Buffer.concat([good, Buffer.from('\n')])]) {
      await writeFile(name, bytes)
      expect((await verifyExport(file)).sound, `${name} ${bytes.length}`).toBe(false)
    }
    await writeFile(name, good)
  }
  expect((await verifyExport(file)).sound).toBe(true)
})

test('an export that somebody else signed shows another key', async () => {
  await exported()
  const first = await verifyExport(file)
  useAuditSigning(Buffer.alloc(32, 8))
  await exported()
  useAuditSigning(Buffer.alloc(32, 7))
  const second = await verifyExport(file)
  expect(first.sound && second.sound && first.fingerprint !== second.fingerprint).toBe(true)
})

test('whoever reaches less than the company takes nothing out and checks nothing', async () => {
  const none = () => false
  await expect(worked(exportTrail<AuditActor>(none), { from: null, until: null })).rejects.toThrow()
  await expect(worked(checkTrail<AuditActor>(none), { knownHead: null })).rejects.toThrow()
})

test('the head of the trail is written outside the database, signed', async () => {
  const log = createLog('silent')
  await publishAuditHead(tenantId, { dataFolder: folder, log })
  const lines = await readFile(join(folder, 'published', 'audit-heads.jsonl'), 'utf8')
  const { statement } = JSON.parse(lines.trim())
  const head = await reading({ tenantId }, (db) => newestAuditHead(db, tenantId))
  expect(JSON.parse(statement)).toMatchObject({ tenantId, head: head?.head })
})

test('a check in chunks finds nothing in a sound trail, and then the event that was altered', async () => {
  const check = checkTrail<AuditActor>(() => true)
  const head = await reading({ tenantId }, (db) => newestAuditHead(db, tenantId))
  const sound = await worked(check, { knownHead: head!.head })
  expect(sound).toMatchObject({ failures: [], chunks: 3 })
  expect(sound.done).toBeGreaterThanOrEqual(EVENTS)

  const strange = await worked(check, { knownHead: 'ab'.repeat(32) })
  expect(strange.failures).toEqual([expect.objectContaining({ code: 'audit.head_unknown' })])

  await superuser(`update audit.event set reason = 'A clerk asked' where object_id = 'm1777'`)
  const { failures } = await worked(check, { knownHead: null })
  expect(failures).toEqual([expect.objectContaining({ code: 'audit.event_altered' })])
})
