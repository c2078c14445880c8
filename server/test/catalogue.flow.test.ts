import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../src/kernel/ids.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { columnsToFill, fillEveryTable } from './every-table.ts'
import { catalogueFaults, tenantTables } from './house/catalogue.ts'

const open: pg.Client[] = []
async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config)
  await client.connect()
  open.push(client)
  return client
}
afterAll(async () => {
  for (const client of open) await client.end()
})

describe('the catalogue of a migrated database', () => {
  test('keeps every rule', async () => {
    const superuser = await connect((await freshDatabase()).privileged)
    expect(await catalogueFaults(superuser)).toEqual([])
    expect((await tenantTables(superuser)).length).toBeGreaterThan(30)
  })
})

describe('what would break a rule is named', () => {
  const planted: [string, string, string][] = [
    [
      'a table of no tenant',
      'create table hub.lost (id uuid primary key)',
      'hub.lost has no tenant_id',
    ],
    [
      'a table without a policy',
      'create table hub.bare (tenant_id uuid not null, id uuid, primary key (tenant_id, id))',
      'hub.bare has no forced row-level security',
    ],
    [
      'a policy that lets more through',
      'create policy more on hub.sale using (true)',
      'hub.sale does not have the one policy',
    ],
    [
      'row-level security that is not forced',
      'alter table hub.sale_key no force row level security',
      'hub.sale_key has no forced',
    ],
    [
      'a key across tenants',
      'alter table hub.reprint add constraint reprint_once unique (sale_id)',
      'reprint_once is a key without tenant_id',
    ],
    [
      'a row of no tenant',
      'create table hub.none (tenant_id uuid, id uuid)',
      'hub.none allows a row of no tenant',
    ],
    [
      'a foreign key by id alone',
      `create table hub.far (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id));
       alter table customers.customer add constraint customer_id unique (id);
       alter table hub.far add constraint far_customer foreign key (id) references customers.customer (id)`,
      'far_customer is a foreign key without tenant_id',
    ],
    [
      'a foreign key from a global table',
      `alter table kernel.directory add constraint directory_utility
         foreign key (tenant_id, tenant_id) references tenants.utility (tenant_id, id)`,
      'directory_utility is a foreign key from a global table',
    ],
    [
      'a cascade',
      `alter table hub.reprint add constraint reprint_vendor
         foreign key (tenant_id, client_id) references vendors.vendor (tenant_id, id) on update cascade`,
      'reprint_vendor sets null',
    ],
    [
      'a trigger',
      `create function hub.f() returns trigger language plpgsql as 'begin return new; end';
       alter function hub.f() owner to saldo_owner;
       create trigger t before insert on hub.reprint for each row execute function hub.f()`,
      'hub.reprint.t is a trigger',
    ],
    [
      'an identity column',
      'alter table hub.reprint add column n bigint generated always as identity',
      'hub.reprint.n is numbered',
    ],
    [
      'a clock of the database',
      'alter table hub.reprint alter column printed_at set default now()',
      'hub.reprint.printed_at is numbered or dated',
    ],
    ['a view of its owner', 'create view hub.seen as select 1 as one', 'hub.seen is a view'],
    [
      'a materialised view',
      'create materialized view hub.kept as select id from hub.sale',
      'hub.kept is a view',
    ],
    [
      'a function with the rights of its owner',
      "create function hub.all_sales() returns bigint language sql security definer as 'select count(*) from hub.sale'",
      'hub.all_sales acts with the rights of its owner and is not on the list',
    ],
    [
      'a table of the server',
      `create table hub.mine (tenant_id uuid not null); alter table hub.mine owner to saldo_server`,
      'saldo_server owns something',
    ],
    [
      'a grant on a partition',
      'grant select on ledger.transfer_planted to saldo_server',
      'on a partition',
    ],
    [
      'a grant to everybody',
      'grant select on hub.sale to public',
      'hub.sale is granted to everybody',
    ],
    [
      'set_config given back',
      'grant execute on function pg_catalog.set_config(text, text, boolean) to saldo_worker',
      'saldo_worker may call set_config',
    ],
    [
      'temporary tables',
      `do $$ begin
         execute format('grant temporary on database %I to saldo_server', current_database()); end $$`,
      'saldo_server may make temporary',
    ],
    [
      'plpgsql',
      'grant usage on language plpgsql to saldo_server',
      'saldo_server may write plpgsql',
    ],
    [
      'a schema to build in',
      'grant create on schema hub to saldo_server',
      'saldo_server in hub may create',
    ],
  ]
  let superuser: pg.Client
  beforeAll(async () => {
    const fresh = await freshDatabase()
    superuser = await connect(fresh.privileged)
    await superuser.query(`create table ledger.transfer_planted partition of ledger.transfer
      for values from ('2001-01-01') to ('2001-02-01')`)
    await superuser.query('alter table ledger.transfer_planted owner to saldo_owner')
  })

  test.each(planted)('%s', async (_, text, sentence) => {
    await superuser.query('begin')
    try {
      for (const statement of text.split(/;\n/)) await superuser.query(statement)
      expect((await catalogueFaults(superuser)).join('\n')).toContain(sentence)
    } finally {
      await superuser.query('rollback')
    }
  })

  test('a role that passes by row-level security', async () => {
    await superuser.query('begin')
    try {
      await superuser.query('grant saldo_functions to saldo_worker')
      const found = await catalogueFaults(superuser)
      expect(found.join('\n')).toContain('saldo_worker has rights beyond its tables')
    } finally {
      await superuser.query('rollback')
    }
  })
})

describe('the server in another tenant', () => {
  const mine = newId<'tenant'>()
  const theirs = newId<'tenant'>()
  let fresh: FreshDatabase
  let server: pg.Client
  let tables: string[]

  beforeAll(async () => {
    fresh = await freshDatabase()
    const superuser = await connect(fresh.privileged)
    tables = await tenantTables(superuser)
    await fillEveryTable(superuser, tables, theirs)
    server = await connect(fresh.server)
  })

  const entered = async <Result>(tenant: string | undefined, work: () => Promise<Result>) => {
    await server.query('begin')
    if (tenant !== undefined) await server.query('select kernel.enter($1)', [tenant])
    try {
      return await work()
    } finally {
      await server.query('rollback')
    }
  }
  const count = async (table: string, tenant: string | undefined) =>
    entered(tenant, async () => {
      const { rows } = await server.query<{ count: string }>(`select count(*) from ${table}`)
      return rows[0]?.count
    })

  test('sees no row of any table; in its own tenant it sees them, in none it sees nothing', async () => {
    for (const table of tables) {
      expect(await count(table, mine), table).toBe('0')
      expect(await count(table, undefined), table).toBe('0')
      expect(await count(table, theirs), table).toBe('1')
    }
  })

  test('changes and removes no row of any table', async () => {
    for (const table of tables) {
      for (const deed of [`update ${table} set tenant_id = tenant_id`, `delete from ${table}`]) {
        const touched = await entered(mine, () =>
          server.query(deed).then(
            ({ rowCount }) => rowCount,
            (error: pg.DatabaseError) => error.code,
          ),
        )
        // Either the policy hides the row or the right itself is missing.
        expect([0, '42501'], `${deed}: ${touched}`).toContain(touched)
      }
      expect(await count(table, theirs), table).toBe('1')
    }
  })

  test('adds no row to any table, and moves none of its own there', async () => {
    const rowOf = await connect(fresh.privileged)
    for (const table of tables) {
      const { rows } = await rowOf.query<{ row: string }>(
        `select to_json(t)::text as row from ${table} t where tenant_id = $1`,
        [theirs],
      )
      const columns = await columnsToFill(rowOf, table)
      const adding = entered(mine, () =>
        server.query(
          `insert into ${table} (${columns}) select ${columns} from json_populate_record(null::${table}, $1)`,
          [rows[0]?.row],
        ),
      )
      await expect(adding, table).rejects.toMatchObject({ code: '42501' })
    }
  })

  const injected: [string, string][] = [
    ['set_config inside a statement', `select set_config('saldo.tenant', '${theirs}', true)`],
    ['entering a second tenant', `select kernel.enter('${theirs}')`],
    ['a block of plpgsql', `do $$ begin perform 1; end $$`],
    ['a function of its own', `create function pg_temp.f() returns int language sql as 'select 1'`],
    ['a temporary table', 'create temporary table t (a int)'],
    ['taking another role', 'set local role saldo_functions'],
    ['acting as the owner', 'set local session authorization saldo_owner'],
    [
      "posting to another tenant's books",
      `select ledger.post('${theirs}', '${newId()}', 'deposit', '2026-11-24', '2026-11-24', null, '\\x00', '[]')`,
    ],
  ]
  test.each(injected)('%s is refused', async (_, text) => {
    await expect(entered(mine, () => server.query({ text, values: [] }))).rejects.toMatchObject({
      code: '42501',
    })
  })

  test('a second statement in one text is refused by the extended protocol', async () => {
    const text = `select 1; set local saldo.tenant = '${theirs}'`
    const config = { text, values: [], queryMode: 'extended' } as pg.QueryConfig
    await expect(entered(mine, () => server.query(config))).rejects.toMatchObject({ code: '42601' })
  })

  test('entering the same tenant again is no fault, and the next transaction is in none', async () => {
    await entered(theirs, () => server.query('select kernel.enter($1)', [theirs]))
    expect(await count(tables[0] as string, undefined)).toBe('0')
  })
})
