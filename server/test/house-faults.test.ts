// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code that is planted holds templates.
import { describe, expect, test } from 'vitest'
import { checksumFaults, sha256 } from './house/checksums.ts'
import { clockFaults } from './house/clock.ts'
import { contractFaults } from './house/contract.ts'
import { circleFaults, directionFaults, moduleFaults, wallFaults } from './house/imports.ts'
import { lengthFaults } from './house/length.ts'
import { moneyFaults } from './house/money.ts'
import { pageOf, refusalFaults, refusalsOf } from './house/refusals.ts'
import { type Fault, isTest, type SourceFile } from './house/repository.ts'
import { routeFaults } from './house/routes.ts'
import {
  insertSelectFaults,
  migrationFaults,
  ownershipFaults,
  tenantFaults,
  tenantTablesOf,
  volatileFaults,
} from './house/sql.ts'
import { sqlTexts } from './house/sql-texts.ts'
import { faultsOf as wordFaults } from './house/words.ts'

// A check that cannot fail checks nothing: here each fault is planted, and next to it what is no fault.

const file = (path: string, text: string): SourceFile => ({ path, text })
const inLedger = (text: string) => file('server/src/ledger/planted.ts', text)
const order = ['reports', 'hub', 'meters', 'ledger', 'jobs', 'db', 'kernel']
const sentences = (faults: readonly Fault[]) => faults.map(({ sentence }) => sentence).join('\n')

describe('money through a JavaScript number', () => {
  test.each([
    'Number(sale.minor)',
    'Number(minor)',
    'Number(row.tender_minor)',
    'Number(sale.minor.toString())',
    'Number(`${minor}`)',
    'Number(sale.units ?? 0n)',
    'Number(amount as string)',
    'Number((a.owed - b.owed) / 2n)',
    'new Number(price)',
    'parseFloat(text)',
    'Number.parseFloat(text)',
    'parseInt(units, 10)',
    'Number.parseInt(sale.amount, 10)',
    '+amount',
    '+debt.owed',
    '+row["tender"]',
    'Math.round(price * 100)',
    'Math.max(...sales.map((s) => s.amount))',
    'Math.floor(Number(balance))',
    'available.toFixed(2)',
  ])('%s is found', (expression) => {
    const faults = moneyFaults([inLedger(`export const planted = ${expression}\n`)])
    expect(faults[0], expression).toMatchObject({ path: 'server/src/ledger/planted.ts', line: 1 })
  })

  test.each([
    'let planted: { amount: number }',
    'let tenderMinor: number',
    'function f(price: number | null) {}',
    'const f = (units: number[]) => units',
    'interface Planted { owed?: number }',
  ])('%s is found', (declaration) => {
    expect(moneyFaults([inLedger(declaration)]), declaration).toHaveLength(1)
  })

  test.each([
    'Number(currency.decimals)',
    'Number(units.length)',
    'Number(row.count)',
    'Math.max(...amounts.map((amount) => amount.length))',
    'amount.indexOf(".") + Number(position)',
    'Math.min(taxBasisPoints, 10)',
    'parseInt(port, 10)',
    'BigInt(amount)',
    '-minor',
  ])('%s is no fault', (expression) => {
    expect(moneyFaults([inLedger(`export const planted = ${expression}\n`)])).toEqual([])
  })
})

describe('the contract', () => {
  const contractOf = (schema: unknown) => ({
    paths: {
      '/sales': {
        post: {
          parameters: [{ name: 'tender', in: 'query', schema: { type: 'number' } }],
          responses: { 200: { content: { 'application/json': { schema } } } },
        },
      },
    },
  })
  test.each(['amount', 'price', 'owed', 'units', 'value', 'earnings', 'available', 'quickAmounts'])(
    'a number-typed %s is found',
    (name) => {
      const properties = {
        [name]: { anyOf: [{ type: 'null' }, { type: 'array', items: { type: 'integer' } }] },
      }
      const found = sentences(
        contractFaults('openapi.json', contractOf({ type: 'object', properties })),
      )
      expect(found).toContain(`properties/${name} is a number`)
      expect(found).toContain('tender is a number')
    },
  )
  test('counts are numbers and amounts are strings', () => {
    const properties = { items: { type: 'integer' }, amount: { type: 'string' } }
    const contract = { components: { schemas: { Sale: { type: 'object', properties } } } }
    expect(contractFaults('openapi.json', contract)).toEqual([])
  })
})

describe('imports', () => {
  const direction = (text: string) => sentences(directionFaults([inLedger(text)], order))
  test('up the order', () => {
    expect(direction("import { sell } from '../hub/index.ts'")).toContain('stands above ledger')
    expect(direction("export * from '../hub/index.ts'")).toContain('stands above ledger')
    expect(direction("const hub = await import('../hub/index.ts')")).toContain('stands above')
    expect(direction("type Sale = import('../hub/index.ts').Sale")).toContain('stands above')
  })
  test('past the index.ts of a module', () => {
    expect(direction("import { x } from '../jobs/queue.ts'")).toContain('entered by its index.ts')
    expect(direction("import { x } from '../jobs/index.ts'")).toBe('')
    expect(direction("import { x } from '../db/pool.ts'")).toBe('')
  })
  test('from outside the server, of the composition root, of a module without a place', () => {
    expect(direction("import x from '../../../packages/sts/src/index.ts'")).toContain('their name')
    expect(direction("import { app } from '../app.ts'")).toContain('composition root')
    expect(direction("import { x } from '../voodoo/index.ts'")).toContain('server/order.json')
  })
  test('a test may look where it likes', () => {
    const found = directionFaults(
      [file('server/src/ledger/x.test.ts', "import { sell } from '../hub/index.ts'")],
      order,
    )
    expect(found).toEqual([])
  })
  test('in a circle', () => {
    const files = [
      file('server/src/ledger/a.ts', "import { b } from './b.ts'"),
      file('server/src/ledger/b.ts', "import type { C } from './c.ts'"),
      file('server/src/ledger/c.ts', "export * from './a.ts'"),
    ]
    expect(sentences(circleFaults(files))).toContain('a.ts → server/src/ledger/b.ts')
    expect(circleFaults(files.slice(0, 2))).toEqual([])
  })
  test('of the server by an app, of a package past its name, of anything by packages/sts', () => {
    const wall = (path: string, text: string) => sentences(wallFaults([file(path, text)]))
    const app = 'apps/pos/src/sell/SellScreen.tsx'
    expect(wall(app, "import { sell } from '../../../../server/src/hub/index.ts'")).not.toBe('')
    expect(wall(app, "import { x } from '../../../../packages/ui/src/index.ts'")).not.toBe('')
    expect(wall(app, "import { x } from '@saldo/server'")).not.toBe('')
    expect(wall(app, "import { x } from '@saldo/ui'\nimport { y } from './y.ts'")).toBe('')
    const sts = 'packages/sts/src/crc.ts'
    expect(wall(sts, "import { readFileSync } from 'node:fs'")).toContain('node:crypto')
    expect(wall(sts, "import { createHash } from 'node:crypto'")).toBe('')
  })
  test('a folder without a place in the order, a module without README or index.ts', () => {
    const found = sentences(moduleFaults(['nowhere', 'kernel'], ['nowhere', 'kernel', 'voodoo']))
    expect(found).toContain('is a module without a place')
    expect(found).toContain('half a page')
    expect(found).toContain('public face')
  })
})

describe('SQL', () => {
  const generated = `export interface Schema {
  'ledger.account': {
    tenant_id: Id<'tenant'>
    id: Id<'account'>
  }
  'hub.sale': {
    tenant_id: Id<'tenant'>
  }
  'tenants.tenant': {
    id: Id<'tenant'>
  }
}`
  const tables = tenantTablesOf(generated)
  const ownership = (text: string, path = 'server/src/ledger/planted.ts') =>
    sentences(ownershipFaults(sqlTexts([file(path, text)]), order))
  const tenant = (text: string) => sentences(tenantFaults(sqlTexts([inLedger(text)]), tables))

  test('the tables of tenants are those with a tenant_id', () => {
    expect([...tables]).toEqual(['ledger.account', 'hub.sale'])
  })
  test.each([
    "tx.execute('update hub.sale set state = $2 where tenant_id = $1')",
    'tx.execute(`insert into meters.meter (tenant_id) values ($1)`)',
    "tx.execute('delete from hub.sale where tenant_id = $1')",
    "tx.build.updateTable('hub.sale').set({}).where('tenant_id', '=', id)",
  ])("writing another module's table is found: %s", (text) => {
    expect(ownership(text)).toContain('only')
  })
  test('reading a table of a module above is found, below is not', () => {
    expect(ownership("db.rows('select id from hub.sale where tenant_id = $1')")).toContain('above')
    const join = 'db.rows(`select a.id from ledger.account a join meters.meter m on m.id = a.id`)'
    expect(ownership(join)).toContain('meters.meter')
    expect(ownership("db.rows('select 1 from kernel.installation')")).toBe('')
  })
  test('reports read everything and write nothing', () => {
    const report = 'server/src/reports/sales.ts'
    expect(ownership("db.rows('select id from hub.sale where tenant_id = $1')", report)).toBe('')
    expect(ownership("tx.execute('insert into reports.run (id) values ($1)')", report)).not.toBe('')
  })
  test('of the functions only those of the sale path write across modules', () => {
    const sql = (name: string) => `create or replace function ${name}(p_tenant uuid) returns void
      language sql as $$ update ledger.account set frozen = true where tenant_id = p_tenant; $$;`
    const path = 'server/src/hub/functions/commit-sales.sql'
    expect(ownership(sql('hub.commit_sales'), path)).toBe('')
    expect(ownership(sql('hub.tidy_up'), path)).toContain('writes ledger.account')
  })
  test('a statement without its tenant is found, also for one of two tables and in the builder', () => {
    expect(tenant("db.rows('select id from ledger.account where id = $1')")).toContain('tenant_id')
    expect(
      tenant(
        'db.rows(`select 1 from ledger.account a join hub.sale s on s.id = a.id where a.tenant_id = $1`)',
      ),
    ).toContain('say it of each')
    expect(
      tenant("db.select.selectFrom('ledger.account').where('id', '=', id).execute()"),
    ).not.toBe('')
    expect(
      tenant("db.select.selectFrom('ledger.account').where('tenant_id', '=', t).execute()"),
    ).toBe('')
    expect(tenant("db.rows('select id from tenants.tenant')")).toBe('')
  })
  test('what a constant of the file adds is seen', () => {
    const text =
      "const MINE = 'tenant_id = $1'\ndb.rows(`select id from ledger.account where ${MINE}`)"
    expect(tenant(text)).toBe('')
  })
  test('insert … select without compared counts is found', () => {
    const found = (text: string) => insertSelectFaults(sqlTexts([inLedger(text)]), tables)
    const bare = 'insert into ledger.account (tenant_id, id) select tenant_id, id from hub.sale'
    expect(found(`tx.execute('${bare}')`)).toHaveLength(1)
    expect(found(`tx.execute('${bare} on conflict do nothing returning id')`)).toEqual([])
    expect(
      found("tx.execute('insert into ledger.account (tenant_id, id) values ($1, $2)')"),
    ).toEqual([])
  })
  test('asking the database for the time or an id is found', () => {
    const found = (text: string) => sentences(volatileFaults(sqlTexts([inLedger(text)])))
    expect(found("db.rows('select id from hub.sale where booked_at < now()')")).toContain('now()')
    expect(found("tx.execute('insert into hub.sale values (gen_random_uuid())')")).not.toBe('')
    expect(found("db.rows('select id from hub.sale where booked_at < $2')")).toBe('')
  })
  test.each([
    'create trigger t before insert on hub.sale execute function f();',
    'create table hub.x (id bigint generated always as identity);',
    'create table hub.x (id bigserial);',
    'create sequence hub.s;',
    'alter table hub.x add foreign key (a) references hub.y (a) on delete set null;',
    'alter table hub.x add foreign key (a) references hub.y (a) on update cascade;',
    'create table hub.x (at timestamptz default now());',
  ])('a migration may not say: %s', (text) => {
    expect(migrationFaults([file('server/migrations/x.sql', text)])).toHaveLength(1)
    expect(migrationFaults([file('server/migrations/x.sql', `-- ${text}`)])).toEqual([])
  })
})

test('a merged migration that changed, went away or came late is found', () => {
  const a = file('server/migrations/20260101T0000__a__create.sql', 'create schema a;')
  const b = file('server/migrations/20260102T0000__b__create.sql', 'create schema b;')
  const merged = { '20260102T0000__b__create.sql': sha256(b.text) }
  expect(checksumFaults([b], merged)).toEqual([])
  expect(sentences(checksumFaults([{ ...b, text: 'drop schema b;' }], merged))).toContain('changed')
  expect(sentences(checksumFaults([], merged))).toContain('is gone')
  expect(sentences(checksumFaults([a, b], merged))).toContain('a later name')
  const c = file('server/migrations/20260103T0000__c__create.sql', '')
  expect(sentences(checksumFaults([b, c], merged))).toContain('write-checksums.ts')
})

test('reading the time anywhere but in the clock is found', () => {
  for (const text of ['Date.now()', 'new Date()', 'performance.now()', 'Date()']) {
    expect(clockFaults([inLedger(`export const at = ${text}`)]), text).toHaveLength(1)
  }
  expect(clockFaults([inLedger('export const at = new Date(0)')])).toEqual([])
  expect(clockFaults([file('server/src/kernel/clock.ts', 'Date.now()')])).toEqual([])
})

test('a route without permission or summary, or with a permission nobody has, is found', () => {
  const route = (options: string) =>
    sentences(routeFaults([inLedger(`app.get('/x', ${options}, handler)`)], new Set(['sale.read'])))
  expect(route("{ schema: { summary: 'X' } }")).toContain('names no permission')
  expect(route("{ config: { permission: 'sale.rea' }, schema: { summary: 'X' } }")).toContain(
    'not in access/permissions.ts',
  )
  expect(route("{ config: { permission: 'sale.read' }, schema: {} }")).toContain('has no summary')
  expect(route("{ config: { permission: 'sale.read' }, schema: { summary: 'X' } }")).toBe('')
  expect(sentences(routeFaults([inLedger("app.get('/x', handler)")], new Set()))).not.toBe('')
})

test('a refusal declared twice, in no plain text, or not on the page is found', () => {
  const declared = (text: string) => refusalsOf([inLedger(text)])
  const one = declared("export const A = refusal('ledger.a', 422, 'No.')")
  expect(refusalFaults(one, pageOf(one))).toEqual([])
  expect(sentences(refusalFaults(one, '# Refusals'))).toContain('write-refusals.ts')
  const two = [...one, ...declared("const B = refusal('ledger.a', 409, 'No, again.')")]
  expect(sentences(refusalFaults(two, pageOf(two)))).toContain('declares "ledger.a", as')
  const made = declared('const C = refusal(`ledger.${name}`, 422, text)')
  expect(sentences(refusalFaults(made, pageOf(made)))).toContain('not plain text')
})

test('a file that is too long is found, a generated one is not', () => {
  const long = 'x\n'.repeat(401)
  expect(lengthFaults([inLedger(long)])).toHaveLength(1)
  expect(lengthFaults([inLedger('x\n'.repeat(400))])).toEqual([])
  expect(lengthFaults([file('server/src/db/schema.generated.ts', long)])).toEqual([])
})

test('what is a test is told by its name or folder', () => {
  const paths = [
    'server/src/hub/sell.flow.test.ts',
    'server/test/harness.ts',
    'server/src/hub/sell.ts',
  ]
  expect(paths.map((path) => isTest(file(path, '')))).toEqual([true, true, false])
})

test('a language that lacks a text, a plural form or a value is found', () => {
  const english = new Map([
    ['sell.title', 'Sell to {{name}}'],
    ['sell.rows_one', '{{count}} row'],
    ['sell.rows_other', '{{count}} rows'],
  ])
  const polish = new Map([
    ['sell.title', 'Sprzedaj {{name}}'],
    ...['one', 'few', 'many', 'other'].map((form) => [`sell.rows_${form}`, '{{count}}'] as const),
  ])
  expect(wordFaults(english, polish, 'pl')).toEqual([])
  polish.delete('sell.rows_few')
  expect(wordFaults(english, polish, 'pl')).toEqual(['says nothing for "sell.rows_few"'])
  polish.set('sell.rows_few', '{{count}}').set('sell.title', 'Sprzedaj')
  expect(wordFaults(english, polish, 'pl').join()).toContain('names other values')
  polish.set('sell.title', 'Sprzedaj {{name}}').set('sell.other', 'x')
  expect(wordFaults(english, polish, 'pl').join()).toContain('nobody asks for')
})
