import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { register } from '../../src/app.ts'
import type { DatabaseAccess } from '../../src/db/access.ts'
import { type Database, openDatabase, useDatabase } from '../../src/db/index.ts'
import { createHttp } from '../../src/http/index.ts'
import { newId } from '../../src/kernel/ids.ts'
import { createLog } from '../../src/kernel/log.ts'
import { testConfig, till, type World, world } from '../harness.ts'
import { type Standby, synchronousStandby } from '../standby.ts'
import { type TemporaryServer, temporaryServer } from '../temporary-server.ts'
import type { Reply, Till } from '../till.ts'

// A token may be shown only when it would survive the loss of the primary (RELIABILITY.md 2.2 to 2.4).

let primary: TemporaryServer
let standby: Standby
let access: DatabaseAccess
let database: Database
let harbour: World
let pos: Till

/** Every token that any answer ever showed to anybody. */
const shown = new Set<string>()

beforeAll(async () => {
  primary = await temporaryServer({ tcp: true })
  access = await primary.migratedDatabase('harbour')
  // Each unknown sale keeps its connection for as long as the link is cut, so there must be enough of them.
  database = openDatabase(access.server, {
    deadlineMs: 2_000,
    barrierDeadlineMs: 1_000,
    saleConnections: 16,
    generalConnections: 24,
  })
  const app = await createHttp({ log: createLog('silent'), version: 'test' })
  await register(app, testConfig())
  await app.ready()
  const files = { ...access, name: 'harbour', url: '' }
  harbour = await world({ in: { files, db: database, app }, meters: 8, vendors: 2 })
  pos = await till(harbour, harbour.vendors[1]!)
  standby = await synchronousStandby(primary)
}, 240_000)

beforeEach(() => useDatabase(database))

afterAll(async () => {
  await ask(primary.access('postgres'), 'alter system reset synchronous_standby_names')
  await ask(primary.access('postgres'), 'select pg_reload_conf()')
  await harbour.close()
  await standby.stop()
  await primary.stop()
}, 120_000)

const partner = () => harbour.vendor.client
const meter = (n: number) => harbour.meters[n]!.serialNumber
const old = { partner: newId<'key'>(), pos: newId<'key'>() }
const cut = { partner: newId<'key'>(), pos: newId<'key'>() }
let oldSale: { partner: string; pos: string }

test('with the standby in step a sale is answered and its token is on the standby', async () => {
  const bought = await partner().sell(meter(0), '500', old.partner)
  const atTill = await pos.sell(meter(1), '500', old.pos)
  expect([bought.status, atTill.status]).toEqual([201, 201])
  oldSale = { partner: String(bought.body.id), pos: String(atTill.body.id) }
  expect(tokensIn(bought)).toHaveLength(1)
  expect(await unsafeTokens([bought, atTill])).toEqual([])
})

test('with the link cut a new sale is not answered: its outcome is unknown, within the deadline', async () => {
  standby.link.cut()
  const began = performance.now()
  const reply = await partner().sell(meter(2), '500', cut.partner)
  expect(reply).toMatchObject({ status: 504, body: { code: 'outcome.unknown' } })
  expect(performance.now() - began).toBeGreaterThan(1_900)
  expect(performance.now() - began).toBeLessThan(12_000)
  // Nobody cancelled the commit: it still waits, on a connection that no other sale can get.
  expect(await waiting('hub.commit_sale')).toBe(1)
  expect(database.sale.idleCount).toBe(database.sale.totalCount - 1)
}, 60_000)

test('the same holds at a till', async () => {
  const reply = await pos.sell(meter(3), '500', cut.pos)
  expect(reply).toMatchObject({ status: 504, body: { code: 'outcome.unknown' } })
  expect(await waiting('hub.commit_sale')).toBe(2)
}, 60_000)

test('a sale that became visible without the standby is shown by no path of any channel', async () => {
  // Somebody cancels the waits: PostgreSQL then calls the commits done, and the primary shows their rows.
  await cancelWaits(2)
  const replies = await askEveryPath()
  expect(await unsafeTokens(replies)).toEqual([])
  for (const reply of replies) expect(reply).toMatchObject({ status: 504 })
}, 120_000)

test('negative control: without the barrier the same requests show the token that is not safe', async () => {
  useDatabase({ ...database, barrier: async () => {} })
  const replies = [
    await partner().ask('GET', `/api/partner/v1/sales/by-key/${cut.partner}`),
    await partner().ask('GET', '/api/partner/v1/sales/last'),
    await partner().ask('GET', '/api/partner/v1/sales?limit=5'),
  ]
  for (const reply of replies) {
    expect(reply.status).toBe(200)
    expect(await unsafeTokens([reply], 'by mistake')).toHaveLength(1)
  }
}, 60_000)

test('when the link is back the same keys answer with the same tokens, now on the standby', async () => {
  const committed = await unsafeOnPrimary()
  standby.link.heal()
  await eventually(() => database.barrier())
  const again = await eventually(() => sold(partner().sell(meter(2), '500', cut.partner)))
  expect(again.headers['idempotency-replayed']).toBe('true')
  const atTill = await eventually(() => sold(pos.sell(meter(3), '500', cut.pos)))
  expect([again, atTill].flatMap(tokensIn)).toEqual(committed)
  const replies = [again, atTill, ...(await askEveryPath())]
  for (const reply of replies) expect(reply.status).toBeLessThan(300)
  expect(await unsafeTokens(replies)).toEqual([])
}, 120_000)

test('when the primary is lost with the link cut, every token that was ever shown is on the new one', async () => {
  standby.link.cut()
  const lost = await partner().sell(meter(4), '500')
  expect(lost.status).toBe(504)
  await cancelWaits(1)
  const hidden = await unsafeOnPrimary()
  expect(hidden).toHaveLength(1)
  await askEveryPath()
  await standby.promote()
  const survived = new Set(await tokensOf(standby.access('harbour')))
  expect([...shown].filter((digits) => !survived.has(digits))).toEqual([])
  expect(shown.size).toBeGreaterThan(3)
  // What the barrier held back is really gone: had it been shown, it would have been lost.
  expect(survived.has(hidden[0]!)).toBe(false)
}, 120_000)

/** Everything that can tell a sale which was made before, at the till and through the partner interface. */
async function askEveryPath(): Promise<Reply[]> {
  const partnerApi = '/api/partner/v1/sales'
  const paths = [
    () => partner().sell(meter(2), '500', cut.partner),
    () => partner().sell(meter(0), '500', old.partner),
    () => partner().ask('GET', `${partnerApi}/by-key/${cut.partner}`),
    () => partner().ask('GET', `${partnerApi}/last`),
    () => partner().ask('GET', `${partnerApi}?limit=20`),
    () => partner().ask('POST', `${partnerApi}/${oldSale.partner}/reprints`, undefined, newKey()),
    () => pos.sell(meter(3), '500', cut.pos),
    () => pos.sell(meter(1), '500', old.pos),
    () => pos.ask('GET', `/api/pos/sales/by-key/${cut.pos}`),
    () => pos.ask('GET', '/api/pos/sales/last'),
    () => pos.ask('GET', '/api/pos/sales?limit=20'),
    () => pos.ask('POST', `/api/pos/sales/${oldSale.pos}/reprints`, undefined, newKey()),
  ]
  return Promise.all(paths.map((path) => path()))
}

function newKey(): string {
  return newId<'key'>()
}

/** The tokens an answer shows: a till's answer has them twice, for the screen and for the receipt. */
function tokensIn({ body }: Reply): string[] {
  const found = JSON.stringify(body).matchAll(/"digits":"([0-9]{20})"/g)
  return [...new Set([...found].map(([, digits]) => digits!))]
}

/** Tokens in these answers that the standby does not have. All that is shown is remembered. */
async function unsafeTokens(replies: readonly Reply[], mistake?: 'by mistake'): Promise<string[]> {
  const tokens = replies.flatMap(tokensIn)
  const safe = new Set(await tokensOf(standby.access('harbour')))
  if (mistake === undefined) for (const digits of tokens) shown.add(digits)
  return [...new Set(tokens)].filter((digits) => !safe.has(digits))
}

async function unsafeOnPrimary(): Promise<string[]> {
  const safe = new Set(await tokensOf(standby.access('harbour')))
  return (await tokensOf(access)).filter((digits) => !safe.has(digits))
}

async function tokensOf(where: DatabaseAccess): Promise<string[]> {
  const rows = await ask(where, 'select digits from tokens.token order by booked_at')
  return rows.map((row) => String(row.digits))
}

/** Connections that wait for the standby with this statement. */
async function waiting(text: string): Promise<number> {
  const rows = await ask(
    access,
    `select pid from pg_stat_activity where wait_event = 'SyncRep' and query like '%${text}%'
     and pid <> pg_backend_pid()`,
  )
  return rows.length
}

/** Cancels until so many tokens are visible on the primary and missing on the standby. */
async function cancelWaits(unsafe: number): Promise<void> {
  await eventually(async () => {
    await ask(
      access,
      `select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`,
    )
    if ((await unsafeOnPrimary()).length < unsafe) throw new Error('Not all became visible yet.')
  })
}

async function sold(asking: Promise<Reply>): Promise<Reply> {
  const reply = await asking
  if (reply.status >= 300) throw new Error(`No sale yet: ${JSON.stringify(reply.body)}`)
  return reply
}

async function eventually<Result>(deed: () => Promise<Result>): Promise<Result> {
  for (let tries = 0; ; tries++) {
    try {
      return await deed()
    } catch (error) {
      if (tries === 60) throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

async function ask(to: DatabaseAccess, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(to.privileged)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
