import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { headOf } from '../db/chain/block.ts'
import { type Database, openDatabase, useDatabase } from '../db/database.ts'
import { reading, transaction } from '../db/transaction.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { newestAuditHead, record, sealAudit, verifyAudit } from './index.ts'

let fresh: FreshDatabase
let database: Database
/** Who may change what nobody else may. */
let superuser: pg.Client
const writers: pg.Client[] = []

beforeAll(async () => {
  fresh = await freshDatabase()
  database = openDatabase(fresh.server)
  useDatabase(database)
  superuser = new pg.Client(fresh.privileged)
  await superuser.connect()
  await superuser.query('select kernel.make_partitions($1, 2)', [now()])
})
afterAll(async () => {
  for (const client of [...writers, superuser]) await client.end()
  await database.close()
})

/** Writes down one deed and returns the id of its event. */
async function deed(tenantId: Id<'tenant'>, n = 0): Promise<string> {
  await transaction({ tenantId }, (tx) =>
    record(tx, {
      actor: { tenantId, kind: 'person', id: newId(), name: `Clerk ${n}` },
      action: 'meter.block',
      object: { kind: 'meter', id: `0450000000${n}` },
      reason: `Tampered with, case ${n}`,
      before: { status: 'installed' },
      after: { status: 'blocked' },
      requestId: `r-${n}`,
      source: '192.0.2.7',
    }),
  )
  const { rows } = await superuser.query<{ id: string }>(
    'select id from audit.event where tenant_id = $1 order by id desc limit 1',
    [tenantId],
  )
  return rows[0]!.id
}

/** A tenant with five deeds under three seals. */
async function sealedTrail() {
  const tenantId = newId<'tenant'>()
  const ids: string[] = []
  for (let n = 0; n < 5; n++) ids.push(await deed(tenantId, n))
  await sealAll(tenantId)
  return { tenantId, ids }
}

/** Seals when nothing older than the tenant's events is under way any more. */
async function sealAll(tenantId: Id<'tenant'>): Promise<void> {
  const waiting = async () => {
    await sealAudit(tenantId, 2)
    return (await verify(tenantId)).unsealed
  }
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
}

const verify = (tenantId: Id<'tenant'>, head?: string) =>
  reading({ tenantId }, (db) => verifyAudit(db, tenantId, head ? { head } : {}))

const headNow = (tenantId: Id<'tenant'>) =>
  reading({ tenantId }, (db) => newestAuditHead(db, tenantId))

test('an untouched trail has no findings and every event is under a seal', async () => {
  const { tenantId } = await sealedTrail()
  const verified = await verify(tenantId)
  expect(verified).toMatchObject({ findings: [], blocks: 3, sealed: 5, unsealed: 0 })
  const head = await headNow(tenantId)
  expect(head).toMatchObject({ epoch: 1, number: 3n, head: verified.head })
  await deed(tenantId)
  await sealAll(tenantId)
  expect(await verify(tenantId, head!.head)).toMatchObject({ findings: [], blocks: 4, sealed: 6 })
})

test('an event whose transaction commits late is not passed by', async () => {
  const tenantId = newId<'tenant'>()
  const late = new pg.Client(fresh.server)
  writers.push(late)
  await late.connect()
  await late.query('begin')
  await late.query('select kernel.enter($1)', [tenantId])
  await late.query('select pg_current_xact_id()')
  await deed(tenantId, 1)
  expect(await sealAudit(tenantId)).toEqual({ blocks: 0, events: 0 })
  const id = newId()
  await late.query(
    `insert into audit.event (
       tenant_id, occurred_at, id, actor_kind, actor_name, action, object_kind, object_id, xid)
     values ($1, $2, $3, 'system', 'Saldo', 'meter.release', 'meter', '1', pg_current_xact_id())`,
    [tenantId, now(), id],
  )
  await late.query('commit')
  await sealAll(tenantId)
  expect(await verify(tenantId)).toMatchObject({ findings: [], blocks: 1, sealed: 2 })
})

test('sealers that run at once make one chain', async () => {
  const tenantId = newId<'tenant'>()
  for (let n = 0; n < 9; n++) await deed(tenantId, n)
  await Promise.all([1, 2, 3].map(() => sealAudit(tenantId, 2)))
  await sealAll(tenantId)
  expect(await verify(tenantId)).toMatchObject({ findings: [], sealed: 9 })
})

test('events from before transactions were kept go into the first block', async () => {
  const tenantId = newId<'tenant'>()
  for (let n = 0; n < 3; n++) await deed(tenantId, n)
  await superuser.query("update audit.event set xid = '0' where tenant_id = $1", [tenantId])
  await deed(tenantId, 3)
  await sealAll(tenantId)
  expect(await verify(tenantId)).toMatchObject({ findings: [], sealed: 4 })
})

test('after the rows of an old server were loaded into a new one, a new epoch follows', async () => {
  const tenantId = newId<'tenant'>()
  for (let n = 0; n < 3; n++) await deed(tenantId, n)
  // The old server's numbers are ahead of the new one's.
  await superuser.query(
    `update audit.event set xid = ((xid::text)::bigint + 1000000000)::text::xid8 where tenant_id = $1`,
    [tenantId],
  )
  await sealAsOldServer(tenantId)
  expect(await verify(tenantId)).toMatchObject({ findings: [], sealed: 1, unsealed: 2 })
  await deed(tenantId, 3)
  await sealAll(tenantId)
  expect(await verify(tenantId)).toMatchObject({ findings: [], sealed: 4, unsealed: 0 })
  expect(await headNow(tenantId)).toMatchObject({ epoch: 2, number: 1n })
})

/** Seals the first event in an own chain and puts the block where the old server would have left it. */
async function sealAsOldServer(tenantId: Id<'tenant'>): Promise<void> {
  await superuser.query(
    `update audit.event set xid = ((xid::text)::bigint - 1000000000)::text::xid8
     where tenant_id = $1 and id = (select min(id::text)::uuid from audit.event where tenant_id = $1)`,
    [tenantId],
  )
  await expect.poll(() => sealAudit(tenantId), { timeout: 20_000 }).toMatchObject({ events: 1 })
  // The seal's own hash of the row holds the number too: it is made again from the shifted row.
  await superuser.query(
    `update audit.event set xid = ((xid::text)::bigint + 1000000000)::text::xid8
     where tenant_id = $1 and (xid::text)::bigint < 1000000000`,
    [tenantId],
  )
  await resealShifted(tenantId)
}

async function resealShifted(tenantId: Id<'tenant'>): Promise<void> {
  const { auditChain } = await import('./chain.ts')
  const { leafOf } = await import('../db/chain/leaf.ts')
  const { originOf } = await import('../db/chain/block.ts')
  const [row] = await reading({ tenantId }, (db) =>
    db.rows<{ id: string; xid: string; canonical: string }>(auditChain.future, [
      tenantId,
      '0',
      '00000000-0000-0000-0000-000000000000',
      1,
    ]),
  )
  const block = {
    epoch: 1,
    number: 1n,
    sealed_at: now(),
    first_xid: row!.xid,
    last_xid: row!.xid,
    rows: 1,
    leaves: leafOf(row!),
    previous: originOf(auditChain.name, tenantId),
  }
  await superuser.query('delete from audit.seal where tenant_id = $1', [tenantId])
  await superuser.query(auditChain.insertSeal.text, [
    tenantId,
    ...Object.values(block),
    headOf(auditChain.name, tenantId, block),
  ])
}

describe('someone with the database password', () => {
  const one = 'where tenant_id = $1 and id = $2'
  // Every column of the third of five events, and the whole of it.
  const harms: [string, string, string][] = [
    ['the time', "occurred_at = occurred_at - interval '1 microsecond'", 'event_altered'],
    ['the kind of actor', "actor_kind = 'client'", 'event_altered'],
    ['the actor', 'actor_id = tenant_id', 'event_altered'],
    ["the actor's name", "actor_name = 'Nobody'", 'event_altered'],
    ['the action', "action = 'meter.release'", 'event_altered'],
    ['the kind of object', "object_kind = 'vendor'", 'event_altered'],
    ['the object', "object_id = '1'", 'event_altered'],
    ['the reason', 'reason = null', 'event_altered'],
    ['what was before', `before = '{"status": "installed"}'`, 'event_altered'],
    ['what was after', 'after = null', 'event_altered'],
    ['the request', "request_id = 'r'", 'event_altered'],
    ['the address', 'source_address = null', 'event_altered'],
    ['the transaction', "xid = '5'", 'event_altered'],
  ]
  test.each(harms)('alters %s: the event is named', async (_, change, code) => {
    const { tenantId, ids } = await sealedTrail()
    await superuser.query(`update audit.event set ${change} ${one}`, [tenantId, ids[2]])
    const { findings } = await verify(tenantId)
    expect(findings[0]).toMatchObject({ code, subject: ids[2] })
  })

  test('deletes an event: it is named', async () => {
    const { tenantId, ids } = await sealedTrail()
    await superuser.query(`delete from audit.event ${one}`, [tenantId, ids[2]])
    const { findings } = await verify(tenantId)
    expect(findings).toMatchObject([{ code: 'event_deleted', subject: ids[2] }])
  })

  const copy = (id: string, at: string, xid: string) =>
    `insert into audit.event (tenant_id, occurred_at, id, actor_kind, actor_id, actor_name, action, object_kind,
       object_id, reason, before, after, request_id, source_address, xid)
     select tenant_id, ${at}, ${id}, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason,
       before, after, request_id, source_address, ${xid} from audit.event ${one}`

  test('inserts an event among the sealed ones: it is named', async () => {
    const { tenantId, ids } = await sealedTrail()
    const id = newId()
    await superuser.query(copy(`'${id}'`, 'occurred_at', 'xid'), [tenantId, ids[1]])
    const { findings } = await verify(tenantId)
    expect(findings).toMatchObject([{ code: 'event_inserted', subject: id }])
  })

  test('inserts a copy under the id of a sealed event: it is named', async () => {
    for (const at of [
      'occurred_at - interval $$1 second$$',
      'occurred_at + interval $$1 second$$',
    ]) {
      const { tenantId, ids } = await sealedTrail()
      await superuser.query(copy('id', at, 'xid'), [tenantId, ids[1]])
      expect((await verify(tenantId)).findings[0]).toMatchObject({ subject: ids[1] })
    }
  })

  test('inserts an event of a transaction that has not begun: it is named', async () => {
    const { tenantId, ids } = await sealedTrail()
    const id = newId()
    await superuser.query(copy(`'${id}'`, 'occurred_at', "'99999999999'"), [tenantId, ids[1]])
    const { findings } = await verify(tenantId)
    expect(findings).toMatchObject([{ code: 'event_inserted', subject: id }])
  })

  test('swaps two events: both are named, the first one first', async () => {
    const { tenantId, ids } = await sealedTrail()
    await superuser.query(
      `update audit.event set id = case id when $2 then $3::uuid else $2::uuid end
       where tenant_id = $1 and id in ($2, $3)`,
      [tenantId, ids[1], ids[3]],
    )
    const { findings } = await verify(tenantId)
    expect(findings.map(({ subject }) => subject)).toEqual([ids[1], ids[3]])
  })

  test('moves an event to another tenant: the one misses it', async () => {
    const { tenantId, ids } = await sealedTrail()
    const other = await sealedTrail()
    await superuser.query(
      'update audit.event set tenant_id = $3 where tenant_id = $1 and id = $2',
      [tenantId, ids[2], other.tenantId],
    )
    expect((await verify(tenantId)).findings[0]).toMatchObject({ code: 'event_deleted' })
  })

  test('cuts off the end of the trail with its seals: the published head is missed', async () => {
    const { tenantId, ids } = await sealedTrail()
    const published = (await headNow(tenantId))!.head
    await superuser.query('delete from audit.seal where tenant_id = $1 and number = 3', [tenantId])
    await superuser.query(`delete from audit.event ${one}`, [tenantId, ids[4]])
    expect((await verify(tenantId)).findings).toEqual([])
    expect((await verify(tenantId, published)).findings).toMatchObject([{ code: 'head_unknown' }])
  })

  test('alters an event and seals anew: the published head is missed', async () => {
    const { tenantId, ids } = await sealedTrail()
    const published = (await headNow(tenantId))!.head
    await superuser.query(`update audit.event set reason = 'None' ${one}`, [tenantId, ids[2]])
    await superuser.query('delete from audit.seal where tenant_id = $1', [tenantId])
    await sealAll(tenantId)
    expect((await verify(tenantId, published)).findings).toMatchObject([{ code: 'head_unknown' }])
  })

  test.each([
    ['sealed_at', "sealed_at - interval '1 hour'"],
    ['events', 'events + 1'],
    ['head', "sha256('x')"],
    ['previous', "sha256('x')"],
    ['leaves', 'substring(leaves from 33)'],
  ])('alters %s of a seal: the block is named', async (column, value) => {
    const { tenantId } = await sealedTrail()
    await superuser.query(
      `update audit.seal set ${column} = ${value} where tenant_id = $1 and number = 2`,
      [tenantId],
    )
    expect((await verify(tenantId)).findings).toContainEqual(
      expect.objectContaining({ code: 'block_altered', subject: '1/2' }),
    )
  })

  test('removes a seal from the middle: the block is named', async () => {
    const { tenantId } = await sealedTrail()
    await superuser.query('delete from audit.seal where tenant_id = $1 and number = 2', [tenantId])
    expect((await verify(tenantId)).findings[0]).toMatchObject({
      code: 'block_missing',
      subject: '1/2',
    })
  })
})

test('the server can neither change nor remove a seal, and another tenant sees none', async () => {
  const { tenantId } = await sealedTrail()
  for (const harm of [
    'update audit.seal set number = 9 where tenant_id = $1',
    'delete from audit.seal where tenant_id = $1',
  ]) {
    const harming = transaction({ tenantId }, (tx) => tx.execute(harm, [tenantId]))
    await expect(harming).rejects.toThrow('permission denied')
  }
  const other = { tenantId: newId<'tenant'>() }
  expect(await reading(other, (db) => newestAuditHead(db, tenantId))).toBeUndefined()
})
