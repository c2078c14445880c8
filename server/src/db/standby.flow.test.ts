import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Standby, synchronousStandby } from '../../test/standby.ts'
import { type TemporaryServer, temporaryServer } from '../../test/temporary-server.ts'
import { newId } from '../kernel/ids.ts'
import type { DatabaseAccess } from './access.ts'
import { type Database, openDatabase, useDatabase } from './database.ts'
import { statement } from './pool.ts'
import { reading, transaction } from './transaction.ts'

// A primary whose only synchronous standby is cut off (RELIABILITY.md section 2.2 to 2.4).

let primary: TemporaryServer
let standby: Standby
let access: DatabaseAccess
let database: Database
let patient: Database
const actor = { tenantId: newId<'tenant'>() }

beforeAll(async () => {
  primary = await temporaryServer({ tcp: true })
  access = await primary.migratedDatabase('shop')
  await ask(
    access,
    `create schema try authorization saldo_owner;
     grant usage on schema try to saldo_server;
     create table try.sale (n int primary key);
     grant select, insert on try.sale to saldo_server`,
  )
  standby = await synchronousStandby(primary)
  database = openDatabase(access.server, { deadlineMs: 700, barrierDeadlineMs: 700 })
  patient = openDatabase(access.server, { deadlineMs: 20_000, barrierDeadlineMs: 700 })
  useDatabase(database)
}, 120_000)

afterAll(async () => {
  standby.link.heal()
  await ask(primary.access('postgres'), 'alter system reset synchronous_standby_names')
  await ask(primary.access('postgres'), 'select pg_reload_conf()')
  await Promise.all([database.close(), patient.close()])
  await standby.stop()
  await primary.stop()
}, 60_000)

const insert = statement('try.sell', 'insert into try.sale (n) values ($1)')
const sell = (n: number) => transaction(actor, (tx) => tx.execute(insert, [n]))
const sold = () =>
  reading(actor, (db) => db.rows<{ n: number }>('select n from try.sale order by n'))

test('with the standby in step a sale is on it when it is acknowledged', async () => {
  await sell(1)
  await database.barrier()
  expect(await ask(standby.access('shop'), 'select n from try.sale')).toEqual([{ n: 1 }])
})

test('with the link cut nothing that was committed is called done, and nothing found is shown', async () => {
  standby.link.cut()
  await expect(sell(2)).rejects.toMatchObject({ code: 'outcome.unknown', status: 504 })
  await expect(database.call(insert, [3])).rejects.toMatchObject({ code: 'outcome.unknown' })
  await expect(database.barrier()).rejects.toMatchObject({ code: 'outcome.unknown' })
})

test('a cancelled wait reports success and is unknown all the same: the barrier stops its disclosure', async () => {
  const selling = patient.call(statement('try.wait', `${insert.text} /* cancelled */`), [4])
  const unknown = expect(selling).rejects.toMatchObject({ code: 'outcome.unknown' })
  await cancelWait()
  await unknown
  // Negative control: without the barrier the sale would be read and shown, though the standby has none.
  expect((await sold()).map(({ n }) => n)).toContain(4)
  expect(await ask(standby.access('shop'), 'select n from try.sale where n = 4')).toEqual([])
  await expect(patient.barrier()).rejects.toMatchObject({ code: 'outcome.unknown' })
}, 60_000)

test('when the link is back the waits end by themselves, the barrier passes and all is on the standby', async () => {
  standby.link.heal()
  await eventually(() => database.barrier())
  expect(await ask(standby.access('shop'), 'select n from try.sale order by n')).toEqual(
    await sold(),
  )
  await sell(5)
}, 60_000)

/** Cancels the statement that is marked so, once it waits for the standby. */
async function cancelWait(): Promise<void> {
  await eventually(async () => {
    const rows = await ask(
      access,
      `select pg_cancel_backend(pid) from pg_stat_activity
       where wait_event = 'SyncRep' and query like 'insert%/* cancelled */'`,
    )
    if (rows.length === 0) throw new Error('The sale does not wait yet.')
  })
}

async function eventually(deed: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await deed()
    } catch (error) {
      if (tries === 60) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

async function ask(to: DatabaseAccess, text: string) {
  const client = new pg.Client(to.privileged)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
