import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase, useDatabase } from '../db/database.ts'
import { reading, transaction } from '../db/transaction.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { type AuditEntry, record } from './index.ts'

let database: Database
const tenantId = newId<'tenant'>()
const actor = { tenantId, kind: 'person', id: newId(), name: 'Ana Mokoena' } as const
const entry: AuditEntry = {
  actor,
  action: 'meter.block',
  object: { kind: 'meter', id: newId() },
  reason: 'Tampered with',
  before: { status: 'installed' },
  after: { status: 'blocked', owed: 12_345n, at: new Date(0), reasons: ['a', null] },
  requestId: 'r-1',
  source: '192.0.2.7',
}

beforeAll(async () => {
  database = openDatabase((await freshDatabase()).server)
  useDatabase(database)
  await transaction(actor, (tx) => tx.row('select kernel.make_partitions($1, 1)', [now()]))
})
afterAll(() => database.close())

const eventsOf = (tenant: Id<'tenant'>) =>
  reading({ tenantId: tenant }, (db) =>
    db.rows('select * from audit.event where tenant_id = $1 order by id', [tenant]),
  )

test('a deed is written down with who, what, why and from where', async () => {
  await transaction(actor, (tx) => record(tx, entry))
  expect(await eventsOf(tenantId)).toEqual([
    expect.objectContaining({
      actor_kind: 'person',
      actor_id: actor.id,
      actor_name: 'Ana Mokoena',
      action: 'meter.block',
      object_kind: 'meter',
      object_id: entry.object.id,
      reason: 'Tampered with',
      before: { status: 'installed' },
      after: {
        status: 'blocked',
        owed: '12345',
        at: '1970-01-01T00:00:00.000Z',
        reasons: ['a', null],
      },
      request_id: 'r-1',
      source_address: '192.0.2.7',
    }),
  ])
})

test('a deed that fails leaves no trace that it was done', async () => {
  const failing = transaction(actor, async (tx) => {
    await record(tx, { ...entry, action: 'meter.release' })
    throw new Error('The deed failed.')
  })
  await expect(failing).rejects.toThrow('The deed failed.')
  expect(await eventsOf(tenantId)).toHaveLength(1)
})

test.each(['pin', 'pin_hash', 'passwordHash', 'Token', 'digits', 'vendingKey', 'code'])(
  'a field called %s is not kept, however deep it lies',
  async (name) => {
    const secretive = { ...entry, after: { terminal: { [name]: '1234' } } }
    await expect(transaction(actor, (tx) => record(tx, secretive))).rejects.toThrow(TypeError)
  },
)

test('the trail cannot be changed or shortened, and is seen by its tenant alone', async () => {
  const deeds = [
    'update audit.event set actor_name = $2 where tenant_id = $1',
    'delete from audit.event where tenant_id = $1 and actor_name <> $2',
  ]
  for (const deed of deeds) {
    const harm = transaction(actor, (tx) => tx.execute(deed, [tenantId, 'Nobody']))
    await expect(harm).rejects.toThrow('permission denied')
  }
  const other = newId<'tenant'>()
  const seen = await reading({ tenantId: other }, (db) =>
    db.rows('select id from audit.event where tenant_id = $1', [tenantId]),
  )
  expect(seen).toEqual([])
})

test('what Saldo does by itself has no person', async () => {
  const other = newId<'tenant'>()
  const system = { tenantId: other, kind: 'system', id: newId(), name: 'Saldo' } as const
  await transaction(system, (tx) => record(tx, { ...entry, actor: system }))
  expect(await eventsOf(other)).toMatchObject([{ actor_kind: 'system', actor_id: null }])
})
