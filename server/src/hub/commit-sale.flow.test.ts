import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type World, world } from '../../test/harness.ts'
import { now } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import { saleContext } from './context.ts'
import { fingerprintOf, type Seller } from './order.ts'
import { prepare } from './prepare.ts'
import { type Proposal, saleRow, transferRows } from './proposal.ts'
import { propose } from './propose.ts'

// A sale that waits alone is written by commit_sale, in company by commit_sales: the books must not show which.

let harbour: World
let superuser: pg.Client

beforeAll(async () => {
  harbour = await world({ meters: 2, margin: 200, debt: 50_000n })
  superuser = new pg.Client(harbour.files.privileged)
  await superuser.connect()
  // The mark of the clock is set by the first sale; the short way leaves it to the other.
  await superuser.query('update kernel.installation set clock_mark = $1', [now()])
})
afterAll(async () => {
  await superuser.end()
  await harbour.close()
})

test('a sale alone writes the rows, and gives the answer, that it would in company', async () => {
  const proposal = await proposed(1, '500.00')
  const alone = await commit('commit_sale', proposal)
  const together = await commit('commit_sales', proposal)
  expect(alone.answer).toMatchObject([{ status: 'done', sale_id: proposal.saleId }])
  expect(alone.answer).toEqual(together.answer)
  expect(alone.rows).toEqual(together.rows)
  expect(alone.rows['hub.sale']).toHaveLength(1)
  expect(alone.rows['ledger.transfer']!.length).toBeGreaterThan(2)
  expect(alone.short).toBe(true)
})

test('a sale that pays a debt goes the long way', async () => {
  const proposal = await proposed(0, '500.00')
  const alone = await commit('commit_sale', proposal)
  expect(alone).toMatchObject({ short: false, answer: [{ status: 'done' }] })
  expect(alone.rows).toEqual((await commit('commit_sales', proposal)).rows)
})

const spoilt: [string, (proposal: Proposal) => string, string][] = [
  [
    'a blocked meter',
    ({ asked }) => update('meters.meter', "status = 'blocked'", asked.context.meterId),
    'blocked',
  ],
  [
    'a frozen float',
    ({ asked }) => update('ledger.account', 'frozen = true', asked.context.vendor?.floatId),
    'frozen',
  ],
  [
    'an empty float',
    ({ asked }) =>
      update('ledger.account', 'credits_posted = debits_posted', asked.context.vendor?.floatId),
    'funds',
  ],
  [
    'a later token',
    ({ asked }) =>
      `update tokens.register set last_tid = 16777215 where meter_id = '${asked.context.meterId}'`,
    'stale',
  ],
  [
    'another base date',
    ({ asked }) =>
      `update tokens.register set base_date = 2035 where meter_id = '${asked.context.meterId}'`,
    'stale',
  ],
  [
    'another purchase meanwhile',
    ({ asked }) =>
      `update tariffs.usage_state set version = version + 1 where usage_point_id = '${asked.context.usagePoint?.id}'`,
    'stale',
  ],
  [
    'a quarantined copy',
    () => 'update kernel.installation set quarantined_at = now()',
    'quarantined',
  ],
  [
    'a clock far behind the last sale',
    () => "update kernel.installation set clock_mark = now() - interval '1 year'",
    'clock',
  ],
  [
    'the same key before',
    ({ seller, key }) =>
      `insert into hub.sale_key values ('${seller.tenantId}', '${seller.clientId}', '${key}', '${newId()}', 4711, '\\x00')`,
    'found',
  ],
]
test.each(spoilt)(
  '%s is judged alone as in company, and writes nothing',
  async (_, spoil, status) => {
    const proposal = await proposed(1, '500.00')
    const before = spoil(proposal)
    const alone = await commit('commit_sale', proposal, { before })
    const together = await commit('commit_sales', proposal, { before })
    expect(alone.answer).toMatchObject([{ status }])
    expect(alone.answer).toEqual(together.answer)
    expect(alone.rows).toEqual(together.rows)
    expect(alone.rows['hub.sale']).toHaveLength(0)
  },
)

test.each([
  ['that leaves a line out', (lines: Line[]) => lines.slice(1)],
  ['for less than the sale', (lines: Line[]) => lines.map((line) => ({ ...line, m: '1' }))],
  [
    'to an account of another kind',
    (lines: Line[]) => lines.map((line) => ({ ...line, ck: line.ck === 3 ? 4 : line.ck })),
  ],
  [
    'to an account that is not there',
    (lines: Line[]) => lines.map((line) => ({ ...line, c: line.c === line.d ? line.c : newId() })),
  ],
])('neither way books a posting %s', async (_, spoil) => {
  const proposal = await proposed(1, '500.00')
  const lines = spoil(transferRows(proposal, 0))
  for (const way of ['commit_sale', 'commit_sales'] as const) {
    await expect(commit(way, proposal, { lines })).rejects.toMatchObject({ code: '23514' })
  }
})

test('neither way reaches what belongs to another tenant', async () => {
  const { files, db, app } = harbour
  const hills = await world({ in: { files, db, app } })
  const theirs = await context(hills, hills.meter.serialNumber)
  const proposal = await proposed(1, '500.00')
  const untouched = await commit('commit_sales', proposal, { change: { meter_id: null } })
  for (const way of ['commit_sale', 'commit_sales'] as const) {
    for (const change of [
      { meter_id: theirs.meterId },
      { usage_point_id: theirs.usagePoint!.id },
      { vendor_account_id: theirs.vendor!.floatId },
    ]) {
      const spoilt = await commit(way, proposal, { change })
      expect(spoilt.answer).toMatchObject([
        { status: expect.stringMatching(/stale|blocked|frozen/) },
      ])
      expect(spoilt.rows).toEqual(untouched.rows)
    }
    const lines = transferRows(proposal, 0).map((line) => ({
      ...line,
      c: theirs.vendor!.floatId,
      ck: 1,
    }))
    await expect(commit(way, proposal, { lines })).rejects.toMatchObject({ code: '23514' })
  }
})

async function context({ tenantId, vendor }: World, serialNumber: string) {
  const found = await saleContext({ tenantId, serialNumber, vendorId: vendor.id })
  return found!
}

type Line = Record<keyof ReturnType<typeof transferRows>[number], unknown>

async function proposed(meter: number, amount: string): Promise<Proposal> {
  const { tenantId, vendor, meters } = harbour
  const { serialNumber } = meters[meter]!
  const names = { vendor: 'Shop', vendorAddress: '', terminal: 'Till 1', operator: 'Asha' }
  const seller: Seller = {
    ...{ tenantId, channel: 'partner', clientId: newId<'client'>(), vendorId: vendor.id },
    ...{ terminalId: null, operatorId: null, names },
  }
  const order = { serialNumber, amount, tender: { method: 'cash' }, key: newId<'key'>() }
  const prepared = await prepare(tenantId, vendor.id, serialNumber, amount)
  const numbers = { saleId: newId<'sale'>(), receiptNumber: 4712n }
  return propose(seller, order, fingerprintOf(order), prepared, numbers)
}

interface Spoilt {
  /** What another does just before. */
  readonly before?: string
  readonly lines?: readonly Line[]
  readonly change?: object
}

/** Commits a proposal and looks at all rows, in a transaction that is rolled back: as if nothing had been. */
async function commit(
  way: 'commit_sale' | 'commit_sales',
  proposal: Proposal,
  { before = '', lines = transferRows(proposal, 0), change = {} }: Spoilt = {},
) {
  const row = { ...saleRow(proposal, 0), ...change }
  await superuser.query('begin')
  try {
    await superuser.query("set local track_functions = 'all'")
    if (before) await superuser.query(before)
    const { rows: answer } = await superuser.query(
      `select * from hub.${way}($1, $2, '31 days', $3, $4)`,
      [
        proposal.tenantId,
        now(),
        JSON.stringify(way === 'commit_sale' ? row : [row]),
        JSON.stringify(lines),
      ],
    )
    const rows: Record<string, unknown[]> = {}
    for (const table of TABLES) rows[table] = await contents(table)
    const { rows: called } = await superuser.query(
      "select from pg_stat_xact_user_functions where funcname = 'commit_sales'",
    )
    return { answer, rows, short: called.length === 0 }
  } finally {
    await superuser.query('rollback')
  }
}

/** All that a sale may write. */
const TABLES = [
  ...['hub.sale_key', 'hub.sale', 'hub.outbox', 'hub.sale_day', 'hub.hold'],
  ...['tokens.token', 'tokens.register', 'ledger.posting', 'ledger.transfer', 'ledger.account'],
  ...['tariffs.usage_state', 'kernel.installation'],
]

/** The rows of a table, but for the number of the transaction and the moment of a spoilt start. */
async function contents(table: string): Promise<unknown[]> {
  const { rows } = await superuser.query(
    `select to_jsonb(t) - 'xid' - 'quarantined_at' - 'clock_mark' as row from ${table} t order by t::text`,
  )
  return rows
}

function update(table: string, change: string, id: string | undefined): string {
  return `update ${table} set ${change} where id = '${id}'`
}
