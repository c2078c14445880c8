import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import type { Id } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import { createBarrier } from './barrier.ts'
import { type Database, openDatabase, useDatabase } from './database.ts'
import { openPool, statement } from './pool.ts'
import { type Db, reading, readingOutsideTenants, type Tx, transaction } from './transaction.ts'

let fresh: FreshDatabase
let database: Database
const mine = { tenantId: newId<'tenant'>() }
const theirs = { tenantId: newId<'tenant'>() }

beforeAll(async () => {
  fresh = await freshDatabase()
  const owner = new pg.Client(fresh.owner)
  await owner.connect()
  await owner.query(`
    create schema try;
    grant usage on schema try to saldo_server;
    create table try.note (
      tenant_id uuid not null,
      id uuid not null,
      minor bigint not null,
      constraint note_pkey primary key (tenant_id, id),
      constraint note_positive check (minor > 0)
    );
    select kernel.protect('try.note', 'select, insert, update');`)
  await owner.end()
  database = openDatabase(fresh.server)
  useDatabase(database)
})

afterAll(() => database.close())

const insert = statement(
  'try.insert',
  'insert into try.note (tenant_id, id, minor) values ($1, $2, $3)',
)

function note(tx: Tx, tenantId: Id<'tenant'>, minor: bigint, id = newId<'note'>()) {
  return tx.execute(insert, [tenantId, id, minor])
}

function notes(db: Db) {
  return db.rows<{ minor: bigint }>('select minor from try.note order by minor')
}

test('a transaction sees the rows of its tenant and no others, and outside tenants there are none', async () => {
  await transaction(mine, (tx) => note(tx, mine.tenantId, 9_007_199_254_740_993n))
  await transaction(theirs, (tx) => note(tx, theirs.tenantId, 5n))
  expect(await reading(mine, notes)).toEqual([{ minor: 9_007_199_254_740_993n }])
  expect(await reading(theirs, notes)).toEqual([{ minor: 5n }])
  expect(await readingOutsideTenants(notes)).toEqual([])
})

test("a row of another tenant is refused by the tenant's policy", async () => {
  const intruding = transaction(mine, (tx) => note(tx, theirs.tenantId, 1n))
  await expect(intruding).rejects.toMatchObject({ code: '42501' })
})

test('what reads cannot write, by its type and by its transaction', async () => {
  const writing = reading(mine, (db) =>
    db.rows(insert, [mine.tenantId, newId<'note'>(), 1n] as const),
  )
  await expect(writing).rejects.toMatchObject({ code: '25006' })
  // @ts-expect-error a reading transaction has no execute
  await expect(reading(mine, (db) => db.execute(insert, []))).rejects.toThrow()
})

test('a refused row leaves nothing of its transaction and names its constraint', async () => {
  const before = await reading(mine, notes)
  const failing = transaction(mine, async (tx) => {
    await note(tx, mine.tenantId, 77n)
    await note(tx, mine.tenantId, 0n)
  })
  await expect(failing).rejects.toMatchObject({ constraint: 'note_positive' })
  expect(await reading(mine, notes)).toEqual(before)
})

test('a failure that was caught inside does not pass for a commit', async () => {
  const swallowing = transaction(mine, async (tx) => {
    await note(tx, mine.tenantId, 0n).catch(() => {})
  })
  await expect(swallowing).rejects.toThrow('rolled back')
})

test('one statement carries one statement', async () => {
  const two = transaction(mine, (tx) => tx.rows("select 1; set saldo.tenant = 'x'"))
  await expect(two).rejects.toMatchObject({ code: '42601' })
})

test('two transactions that block each other are both done, one of them again', async () => {
  const [a, b] = [newId<'note'>(), newId<'note'>()]
  await transaction(mine, (tx) => note(tx, mine.tenantId, 100n, a))
  await transaction(mine, (tx) => note(tx, mine.tenantId, 100n, b))
  let attempts = 0
  // Each of the first attempts has its first row before either asks for its second.
  let holding = 0
  const bothHold = async () => {
    holding++
    while (holding < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const raise = async (first: Id<'note'>, second: Id<'note'>) =>
    transaction(mine, async (tx) => {
      attempts++
      for (const id of [first, second]) {
        await tx.execute('update try.note set minor = minor + 1 where tenant_id = $1 and id = $2', [
          mine.tenantId,
          id,
        ])
        await bothHold()
      }
    })
  await Promise.all([raise(a, b), raise(b, a)])
  expect(attempts).toBe(3)
  const rows = await reading(mine, (db) =>
    db.rows('select minor from try.note where tenant_id = $1 and id = any ($2)', [
      mine.tenantId,
      [a, b],
    ]),
  )
  expect(rows).toEqual([{ minor: 102n }, { minor: 102n }])
})

test('a connection lost before the commit means that nothing was done; the next one works', async () => {
  const losing = transaction(mine, async (tx) => {
    await note(tx, mine.tenantId, 4242n)
    await endOwnConnections()
    await note(tx, mine.tenantId, 4243n)
  })
  await expect(losing).rejects.toMatchObject({ code: 'database.unreachable', status: 503 })
  const all = await reading(mine, notes)
  expect(all.filter(({ minor }) => minor === 4242n)).toEqual([])
  await transaction(mine, (tx) => note(tx, mine.tenantId, 4244n))
})

test('a call that loses its connection has an unknown outcome', async () => {
  const calling = database.call(statement('try.sleep', 'select pg_sleep(5)'), [])
  const refused = expect(calling).rejects.toMatchObject({ code: 'outcome.unknown', status: 504 })
  await new Promise((resolve) => setTimeout(resolve, 200))
  await endOwnConnections()
  await refused
})

test('types: numeric, date and interval stay text, an instant is a Date, lists of bigint are bigint', async () => {
  const row = await reading(mine, (db) =>
    db.row(
      `select 12345678901234567890.10::numeric as n, date '2026-02-29' + 0 as d, array[1, 9007199254740993]::bigint[] as l,
              timestamptz '2026-11-24 10:00:00+02' as t`.replace('2026-02-29', '2026-02-28'),
    ),
  )
  expect(row).toEqual({
    n: '12345678901234567890.10',
    d: '2026-02-28',
    l: [1n, 9_007_199_254_740_993n],
    t: new Date('2026-11-24T08:00:00Z'),
  })
})

test('the query builder works inside the transaction', async () => {
  const found = await transaction(mine, (tx) =>
    tx.build.selectFrom('tenants.tenant').select('name').where('id', '=', mine.tenantId).execute(),
  )
  expect(found).toEqual([])
})

test('forty callers at one barrier cost at most two commits', async () => {
  const pool = openPool(fresh.server, { name: 'barrier', max: 2 })
  // Each pass takes a connection once, for its one commit.
  let commits = 0
  pool.on('acquire', () => commits++)
  const barrier = createBarrier(pool, 5_000)
  await Promise.all(Array.from({ length: 40 }, () => barrier()))
  expect(commits).toBe(2)
  await pool.end()
})

async function endOwnConnections(): Promise<void> {
  const client = new pg.Client(fresh.privileged)
  await client.connect()
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'saldo_server'",
    [fresh.name],
  )
  await client.end()
}
