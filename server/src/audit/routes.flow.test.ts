import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase, useDatabase } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import { createHttp, type Http } from '../http/index.ts'
import { now, setClock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import { createLog } from '../kernel/log.ts'
import { refusal } from '../kernel/refusal.ts'
import { type AuditActor, type AuditEntry, auditRoutes, record } from './index.ts'

const Stranger = refusal('test.stranger', 401, 'Nobody is signed in.')

interface Reader extends AuditActor {
  readonly whole: boolean
}

let database: Database
let app: Http
const readers = new Map<string, Reader>()
const tenantId = newId<'tenant'>()
const ana = { tenantId, kind: 'person', id: newId(), name: 'Ana Mokoena' } as const
const ben = { tenantId, kind: 'person', id: newId(), name: 'Ben Otieno' } as const
const saldo = { tenantId, kind: 'system', id: newId(), name: 'Saldo' } as const
const meter = { kind: 'meter', id: newId() }

beforeAll(async () => {
  database = openDatabase((await freshDatabase()).server)
  useDatabase(database)
  const somebody = { tenantId, kind: 'person', id: newId(), name: 'Somebody' } as const
  readers.set('auditor', { ...somebody, whole: true })
  readers.set('elsewhere', { ...somebody, tenantId: newId<'tenant'>(), whole: true })
  readers.set('ben', { ...ben, whole: false })
  const readerOf = (name: unknown) => readers.get(String(name))
  app = await createHttp({ log: createLog('silent'), version: 'test' })
  await app.register(
    auditRoutes({
      guard: async ({ headers }) => {
        if (!readerOf(headers.reader)) throw Stranger()
      },
      callerOf: ({ headers }) => readerOf(headers.reader)!,
      seesAll: ({ whole }) => whole,
      start: async () => newId<'job'>(),
    }),
  )
  await transaction({ tenantId }, (tx) => tx.rows('select kernel.make_partitions($1, 2)', [now()]))
  await deed({ actor: ana, action: 'meter.register', object: meter, requestId: 'r-1' })
  await deed({
    actor: ana,
    action: 'meter.block',
    object: meter,
    reason: 'Tampered with: seal broken',
    before: { status: 'installed' },
    after: { status: 'blocked' },
    requestId: 'r-2',
    source: '192.0.2.7',
  })
  await deed({ actor: ben, action: 'vendor.suspend', object: { kind: 'vendor', id: newId() } })
  await deed({ actor: saldo, action: 'meter.release', object: meter, reason: 'Seal renewed' })
})
afterAll(async () => {
  await app.close()
  await database.close()
})
afterEach(() => setClock())

const deed = (entry: AuditEntry) => transaction(entry.actor, (tx) => record(tx, entry))

async function ask(url: string, reader = 'auditor') {
  const reply = await app.inject({ method: 'GET', url, headers: { reader } })
  const body = reply.json()
  const actions = body.data?.map(({ action }: { action: string }) => action)
  return { status: reply.statusCode, body, actions, code: body.code }
}

const query = (fields: Record<string, string>) => `/audit?${new URLSearchParams(fields)}`

test('the newest deed comes first, with all that was written down', async () => {
  const { status, body, actions } = await ask('/audit')
  expect(status).toBe(200)
  expect(actions).toEqual(['meter.release', 'vendor.suspend', 'meter.block', 'meter.register'])
  expect(body.next).toBeNull()
  expect(body.data[2]).toEqual({
    id: expect.any(String),
    occurredAt: expect.stringMatching(/^20.*Z$/),
    actor: { kind: 'person', id: ana.id, name: 'Ana Mokoena' },
    action: 'meter.block',
    object: meter,
    reason: 'Tampered with: seal broken',
    before: { status: 'installed' },
    after: { status: 'blocked' },
    requestId: 'r-2',
    source: '192.0.2.7',
  })
})

describe('a search finds what fits', () => {
  const searches: [string, Record<string, string>, string[]][] = [
    ['one person', { actor: ben.id }, ['vendor.suspend']],
    ['Saldo itself', { actor: 'system' }, ['meter.release']],
    ['one action', { action: 'meter.block' }, ['meter.block']],
    ['a kind of thing', { objectKind: 'vendor' }, ['vendor.suspend']],
    [
      'one thing',
      { objectKind: 'meter', objectId: meter.id, actor: ana.id },
      ['meter.block', 'meter.register'],
    ],
    ['one request', { requestId: 'r-1' }, ['meter.register']],
    ['a word of the reason', { reason: 'SEAL' }, ['meter.release', 'meter.block']],
    ['words in another order', { reason: 'broken tampered' }, ['meter.block']],
    ['words of two reasons', { reason: 'broken renewed' }, []],
    ['a part of a word', { reason: 'brok' }, []],
    ['what nobody did', { action: 'meter.eat' }, []],
    ['the time after all', { from: '2199-01-01T00:00:00Z' }, []],
    ['the time before all', { until: '2020-01-01T00:00:00+02:00' }, []],
  ]
  test.each(searches)('%s', async (_, fields, actions) => {
    expect((await ask(query(fields))).actions).toEqual(actions)
  })

  test('from an instant on, and before another', async () => {
    const { body } = await ask('/audit')
    const [from, until] = [body.data[2].occurredAt, body.data[1].occurredAt]
    const fitting = await ask(query({ from, until, actor: ana.id }))
    expect(fitting.actions).toContain('meter.block')
    expect((await ask(query({ until: from }))).actions).not.toContain('meter.block')
  })
})

test('pages show every event once, also those of one instant, while others are written', async () => {
  const actor = { ...ana, id: newId() }
  const instant = now().getTime()
  setClock(() => instant)
  const ids = Array.from({ length: 60 }, (_, n) => `m${n}`)
  for (const id of ids) await deed({ actor, action: 'meter.read', object: { kind: 'meter', id } })
  setClock()
  const seen: string[] = []
  const sizes: number[] = []
  let next = ''
  do {
    const page = await ask(query({ actor: actor.id, limit: '25', ...(next && { after: next }) }))
    sizes.push(page.body.data.length)
    seen.push(...page.body.data.map(({ object }: { object: { id: string } }) => object.id))
    next = page.body.next
    await deed({ actor, action: 'meter.read', object: { kind: 'meter', id: 'new' } })
  } while (next)
  expect(sizes).toEqual([25, 25, 10])
  expect(seen.toSorted()).toEqual(ids.toSorted())
})

test('the history of one thing is its own deeds alone', async () => {
  const path = `/audit?objectKind=meter&objectId=${meter.id}`
  expect((await ask(path)).actions).toEqual(['meter.release', 'meter.block', 'meter.register'])
  expect((await ask(`/audit?objectKind=vendor&objectId=${meter.id}`)).actions).toEqual([])
})

test('another tenant sees nothing, and a thing of ours is to it like one that nobody has', async () => {
  expect((await ask('/audit', 'elsewhere')).actions).toEqual([])
  expect((await ask(query({ reason: 'seal' }), 'elsewhere')).actions).toEqual([])
  const [ours, madeUp] = [
    await ask(`/audit?objectKind=meter&objectId=${meter.id}`, 'elsewhere'),
    await ask(`/audit?objectKind=meter&objectId=${newId()}`, 'elsewhere'),
  ]
  expect(ours).toEqual(madeUp)
})

test('who reaches less than the tenant sees the own deeds alone', async () => {
  expect((await ask('/audit', 'ben')).actions).toEqual(['vendor.suspend'])
  expect((await ask(query({ actor: ana.id }), 'ben')).actions).toEqual([])
  expect((await ask(`/audit?objectKind=meter&objectId=${meter.id}`, 'ben')).actions).toEqual([])
})

test('nobody reads the trail unasked', async () => {
  for (const path of ['/audit', `/audit?objectKind=meter&objectId=${meter.id}`]) {
    expect(await ask(path, 'nobody')).toMatchObject({ status: 401, code: 'test.stranger' })
  }
})

test('a page mark of another tenant is refused, and so is what is none', async () => {
  const actor = { ...ana, id: newId() }
  for (let n = 0; n < 26; n++) await deed({ actor, action: 'meter.read', object: meter })
  const { body } = await ask(query({ actor: actor.id, limit: '25' }))
  const mark: string = body.next
  expect((await ask(query({ after: mark }))).status).toBe(200)
  const text = Buffer.from(mark, 'base64url').toString()
  const altered = Buffer.from(text.replace(/^20/, '21')).toString('base64url')
  const wrong = { status: 400, code: 'audit.cursor' }
  expect(await ask(query({ after: mark }), 'elsewhere')).toMatchObject(wrong)
  for (const after of [
    altered,
    'x',
    '0',
    '%00',
    "' or 1=1 --",
    mark.slice(0, -4),
    'AAAA'.repeat(9),
  ]) {
    expect(await ask(query({ after }))).toMatchObject(wrong)
    expect(
      await ask(`/audit?objectKind=meter&objectId=1&${new URLSearchParams({ after })}`),
    ).toMatchObject(wrong)
  }
})

test.each([
  ['from', 'yesterday'],
  ['from', '2026-13-45T00:00:00Z'],
  ['until', '0000-01-01T00:00:00Z'],
  ['actor', 'Ana'],
  ['action', 'meter block'],
  ['objectKind', 'Meter'],
  ['objectId', '\u0000'],
  ['objectId', 'of no kind'],
  ['requestId', ''],
  ['reason', '…'],
  ['limit', '26'],
  ['limit', '1000000'],
  ['after', ''],
  ['sort', 'oldest'],
])('a search by %s "%s" is refused, and the field is named', async (name, value) => {
  const { status, body } = await ask(query({ [name]: value }))
  expect({ status, code: body.code }).toEqual({ status: 400, code: 'request.malformed' })
  expect(body.errors[0].pointer).toContain('/querystring')
})
