import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useDatabase } from '../../src/db/index.ts'
import { now } from '../../src/kernel/clock.ts'
import { newId } from '../../src/kernel/ids.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { columnsToFill, fillEveryTable } from '../every-table.ts'
import { till, type World, world } from '../harness.ts'
import { tenantTables } from '../house/catalogue.ts'

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

describe.each(['server', 'worker'] as const)('the %s in one tenant, both having rows', (role) => {
  const mine = newId<'tenant'>()
  const theirs = newId<'tenant'>()
  let superuser: pg.Client
  let client: pg.Client
  let tables: string[]

  beforeAll(async () => {
    const fresh: FreshDatabase = await freshDatabase()
    superuser = await connect(fresh.privileged)
    tables = await tenantTables(superuser)
    await fillEveryTable(superuser, tables, theirs)
    await fillEveryTable(superuser, tables, mine)
    client = await connect(fresh[role])
  })

  /** Runs a statement in `mine` and gives what it answered, or the code that refused it; nothing stays. */
  const asMine = async (text: string, values: unknown[] = []) => {
    await client.query('begin')
    await client.query('select kernel.enter($1)', [mine])
    try {
      const { rows, rowCount } = await client.query(text, values)
      return { rows, touched: rowCount ?? 0, refused: undefined }
    } catch (error) {
      return { rows: [], touched: 0, refused: (error as pg.DatabaseError).code }
    } finally {
      await client.query('rollback')
    }
  }
  const rowsIn = async (table: string, tenant: string) => {
    const { rows } = await superuser.query<{ row: string }>(
      `select to_json(t)::text as row from ${table} t where tenant_id = $1`,
      [tenant],
    )
    return rows.map(({ row }) => row)
  }

  test('every table is tried: each has a row of both, and a new table is among them', async () => {
    expect(tables.length).toBeGreaterThan(30)
    for (const table of tables) {
      expect(await rowsIn(table, mine), table).toHaveLength(1)
      expect(await rowsIn(table, theirs), table).toHaveLength(1)
    }
  })

  test('sees its own rows and none of the others, also when it asks for them by name', async () => {
    for (const table of tables) {
      const all = await asMine(`select tenant_id from ${table}`)
      const seen = all.refused ? [mine] : all.rows.map(({ tenant_id }) => tenant_id)
      expect(seen, table).toEqual([mine])
      const named = await asMine(`select 1 from ${table} where tenant_id = $1`, [theirs])
      expect(named.rows, table).toEqual([])
    }
  })

  test('changes and removes none of the others, moves none to them and adds none to them', async () => {
    for (const table of tables) {
      const [row] = await rowsIn(table, theirs)
      const before = await rowsIn(table, theirs)
      for (const deed of [
        `update ${table} set tenant_id = tenant_id where tenant_id = '${theirs}'`,
        `delete from ${table} where tenant_id = '${theirs}'`,
      ]) {
        const { touched, refused } = await asMine(deed)
        expect([touched, refused], deed).toEqual([0, refused === undefined ? undefined : '42501'])
      }
      const moved = await asMine(`update ${table} set tenant_id = '${theirs}'`)
      expect(moved.refused, `moving ${table}`).toBe('42501')
      const columns = await columnsToFill(superuser, table)
      const added = await asMine(
        `insert into ${table} (${columns}) select ${columns} from json_populate_record(null::${table}, $1)`,
        [row],
      )
      expect(added.refused, `adding to ${table}`).toBe('42501')
      expect(await rowsIn(table, theirs), table).toEqual(before)
    }
  })
})

describe('the functions that act with the rights of their owner', () => {
  const recorded = new Map<string, readonly unknown[]>()
  let mine: World
  let theirs: World
  let superuser: pg.Client
  let sold: string

  beforeAll(async () => {
    theirs = await world({ meters: 1 })
    const { files, db, app } = theirs
    mine = await world({ in: { files, db, app } })
    superuser = await connect(files.privileged)
    useDatabase({
      ...db,
      call: (what, values) => {
        recorded.set(what.name, values)
        return db.call(what, values)
      },
    })
    const counter = await till(theirs, theirs.vendor)
    const sale = await counter.sell(theirs.meter.serialNumber, '100.00')
    expect(sale.status).toBe(201)
    sold = String(sale.body.id)
    useDatabase(db)
  })
  afterAll(() => theirs.close())

  /** All rows of a tenant in every table, as one text for each table. */
  const booksOf = async ({ tenantId }: World) => {
    const books: Record<string, string> = {}
    for (const table of await tenantTables(superuser)) {
      const { rows } = await superuser.query<{ sum: string | null }>(
        `select md5(string_agg(t::text, ' ' order by t::text)) as sum from ${table} t where tenant_id = $1`,
        [tenantId],
      )
      books[table] = rows[0]?.sum ?? 'none'
    }
    return books
  }

  /** A sale as it was committed for the other tenant, under another id and key. */
  const theirSale = () => {
    const [, , , sale = '', transfers = ''] = recorded.get('hub.commit_sale') as string[]
    const id = newId<'sale'>()
    receiptNumber += 1
    return {
      sale: { ...JSON.parse(sale), id, key: newId<'key'>(), receipt_number: receiptNumber },
      transfers: transfers.replaceAll(sold, id),
    }
  }
  const hour = '1 hour'
  let receiptNumber = 900_000

  const tries: Readonly<Record<string, (tenant: string) => [text: string, values: unknown[]]>> = {
    'hub.sale_context': (tenant) => [
      'select * from hub.sale_context($1, $2, $3)',
      [tenant, now(), recorded.get('hub.sale_context')?.[2]],
    ],
    'hub.commit_sale': (tenant) => {
      const { sale, transfers } = theirSale()
      return [
        'select * from hub.commit_sale($1, $2, $3, $4, $5)',
        [tenant, now(), hour, JSON.stringify(sale), transfers],
      ]
    },
    'hub.commit_sales': (tenant) => {
      const { sale, transfers } = theirSale()
      return [
        'select * from hub.commit_sales($1, $2, $3, $4, $5)',
        [tenant, now(), hour, JSON.stringify([sale]), transfers],
      ]
    },
    'hub.hold_sale': (tenant) => {
      const { sale, transfers } = theirSale()
      return [
        'select * from hub.hold_sale($1, $2, $3, $4, $5, $6)',
        [tenant, now(), hour, JSON.stringify(sale), transfers, now()],
      ]
    },
    'hub.settle_sale': (tenant) => [
      `select * from hub.settle_sale($1, $2, $3, $4, 'refused', '[]', '\\x00', $5)`,
      [tenant, now(), sold, now(), now()],
    ],
    'ledger.post': (tenant) => [
      `select ledger.post($1, $2, 'deposit', $3::text::timestamptz, $3::text::date, null, '\\x00', $4)`,
      [tenant, newId(), now(), theirSale().transfers],
    ],
  }
  /** They name no tenant's rows: the catalogue's rules say why each may be there. */
  const ofNoTenant = [
    'hub.unfit',
    'kernel.enter',
    'kernel.make_partitions',
    'kernel.quarantined',
    'kernel.take_figures',
  ]

  test('are all tried here: a new one is not forgotten', async () => {
    const { rows } = await superuser.query<{ name: string }>(
      `select n.nspname || '.' || p.proname as name from pg_proc p
       join pg_namespace n on n.oid = p.pronamespace
       where p.prosecdef and n.nspname not in ('pg_catalog', 'graphile_worker')
         and (has_function_privilege('saldo_server', p.oid, 'execute')
           or has_function_privilege('saldo_worker', p.oid, 'execute')) order by 1`,
    )
    expect(rows.map(({ name }) => name)).toEqual([...Object.keys(tries), ...ofNoTenant].toSorted())
  })

  test.each(Object.keys(tries))(
    '%s, asked in one tenant for the things of another, touches neither',
    async (name) => {
      const before = { mine: await booksOf(mine), theirs: await booksOf(theirs) }
      const answer = await answerOf(name, mine)
      expect(JSON.stringify(answer)).not.toContain(theirs.meter.id)
      expect(JSON.stringify(answer)).not.toContain('"done"')
      expect({ mine: await booksOf(mine), theirs: await booksOf(theirs) }).toEqual(before)
    },
  )

  test('in its own tenant each of these calls is understood: the tries above try something', async () => {
    for (const name of Object.keys(tries)) {
      const answer = await answerOf(name, theirs)
      expect(typeof answer, `${name}: ${answer}`).toBe('object')
    }
    expect(JSON.stringify(await answerOf('hub.sale_context', theirs))).toContain(theirs.meter.id)
  })

  /** What a function says, called as the server calls it; a text when the database refused it. */
  const answerOf = async (name: string, { tenantId }: World) => {
    const server = await connect(theirs.files.server)
    const [text, values] = tries[name]!(tenantId)
    await server.query('begin')
    // Books are posted to inside the tenant; the sale path names it in the call alone.
    if (name === 'ledger.post') await server.query('select kernel.enter($1)', [tenantId])
    try {
      const { rows } = await server.query(text, values)
      await server.query('commit')
      return rows
    } catch (error) {
      await server.query('rollback')
      return (error as pg.DatabaseError).message
    }
  }
})
