import pg from 'pg'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase, testMasterKey } from '../../test/database.ts'
import { accessByUrl } from './access.ts'
import { migrate } from './migrate.ts'
import { functionFiles, migrationFiles, type SqlFile, statements } from './migration-files.ts'

let fresh: FreshDatabase
const clients: pg.Client[] = []

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.end()
})

async function as(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config)
  await client.connect()
  clients.push(client)
  return client
}

function file(name: string, text: string, more: Partial<SqlFile> = {}): SqlFile {
  return { name, text, sha256: `${text.length}`, superuser: false, alone: false, ...more }
}

/** The real migrations and these after them. */
function plus(...files: SqlFile[]) {
  return { migrations: [...migrationFiles(), ...files] }
}

test('a migration that fails leaves nothing, names its line, and runs when it is mended', async () => {
  const broken = file('29990101T0001__try__a.sql', 'create schema half;\nselect 1/0;')
  await expect(migrate(fresh, plus(broken))).rejects.toThrow('29990101T0001__try__a.sql failed')
  const client = await as(fresh.privileged)
  expect((await client.query("select to_regnamespace('half') as found")).rows[0].found).toBeNull()
  await migrate(fresh, plus(file(broken.name, 'create schema half')))
  const owner = await client.query(
    "select nspowner::regrole::text as owner from pg_namespace where nspname = 'half'",
  )
  expect(owner.rows[0].owner).toBe('saldo_owner')
})

test('a migration that was applied and then changed is refused, and so is one that comes too early', async () => {
  const known = file('29990101T0001__try__a.sql', 'create schema half')
  const changed = { ...known, sha256: 'other' }
  await expect(migrate(fresh, plus(changed))).rejects.toThrow('has changed since')
  const early = [file('20000101T0000__try__early.sql', 'select 1'), ...migrationFiles(), known]
  await expect(migrate(fresh, { migrations: early })).rejects.toThrow('Give it a later name')
})

test('five servers that migrate at once apply a file once', async () => {
  const known = file('29990101T0001__try__a.sql', 'create schema half')
  const next = file('29990101T0002__try__b.sql', 'create table half.once (n int)')
  await Promise.all(Array.from({ length: 5 }, () => migrate(fresh, plus(known, next))))
  const client = await as(fresh.privileged)
  const { rows } = await client.query(
    'select count(*)::int as n from kernel.migration where name = $1',
    [next.name],
  )
  expect(rows).toEqual([{ n: 1 }])
})

test('an index can be built outside a transaction, statement by statement', async () => {
  const known = [
    file('29990101T0001__try__a.sql', 'create schema half'),
    file('29990101T0002__try__b.sql', 'create table half.once (n int)'),
  ]
  const alone = file(
    '29990101T0003__try__c.sql',
    "-- saldo: no transaction\nselect ';';\ncreate index concurrently once_n on half.once (n);",
    { alone: true },
  )
  await migrate(fresh, plus(...known, alone))
  const client = await as(fresh.privileged)
  const { rows } = await client.query("select to_regclass('half.once_n')::text as found")
  expect(rows).toEqual([{ found: 'half.once_n' }])
})

test('functions are applied again when their text changes, and only then', async () => {
  const text = (n: number) =>
    `create or replace function public.answer() returns int language sql return ${n}`
  const applied: string[] = []
  const options = (n: number) => ({
    migrations: [],
    functions: [...functionFiles(), file('try', text(n), { sha256: `answer ${n}` })],
    log: (sentence: string) => applied.push(sentence),
  })
  const client = await as(fresh.privileged)
  await client.query('grant create on schema public to saldo_owner')
  await migrate(fresh, options(1))
  await migrate(fresh, options(1))
  expect(applied).toEqual(['Applying the functions of try'])
  await migrate(fresh, options(2))
  expect((await client.query('select public.answer() as n')).rows).toEqual([{ n: 2 }])
})

test('statements end at semicolons outside texts, comments and function bodies', () => {
  const text = "select ';'; -- not; here\ncreate function f() as $x$ a; b $x$; select 1"
  expect(statements(text)).toEqual([
    "select ';'",
    '-- not; here\ncreate function f() as $x$ a; b $x$',
    'select 1',
  ])
})

test('a PostgreSQL with passwords gives each role its own, which follows from the master key', async () => {
  const masterKey = testMasterKey
  const access = accessByUrl(fresh.url, masterKey)
  await migrate(access, { masterKey })
  for (const role of ['server', 'worker', 'backup'] as const) {
    const client = await as(access[role])
    const { rows } = await client.query('select current_user::text as name')
    expect(rows).toEqual([{ name: `saldo_${role}` }])
  }
  const stranger = new pg.Client(accessByUrl(fresh.url, Buffer.alloc(32, 8)).server)
  await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' })
})

test('the server queues a job and the worker sees it', async () => {
  const server = await as(fresh.server)
  await server.query("select graphile_worker.add_job('try', '{}')")
  const worker = await as(fresh.worker)
  const { rows } = await worker.query(
    'select count(*)::int as n from graphile_worker._private_jobs',
  )
  expect(rows).toEqual([{ n: 1 }])
})
