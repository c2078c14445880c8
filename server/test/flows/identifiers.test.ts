import { reservedTidAt } from '@saldo/sts'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { reading } from '../../src/db/index.ts'
import { nowMs, setClock } from '../../src/kernel/clock.ts'
import { newId } from '../../src/kernel/ids.ts'
import { findings, salesMade } from '../books.ts'
import {
  type PartnerClient,
  partnerClient,
  type World,
  type WorldMeter,
  world,
} from '../harness.ts'
import { keypadMeter } from '../keypad-meter.ts'
import { type OtherServer, otherServer } from '../serve.ts'
import type { Reply } from '../till.ts'

// Servers that start take their time on a busy machine.
vi.setConfig({ hookTimeout: 180_000, testTimeout: 90_000 })

const HOUR_MS = 3_600_000
const YEAR_MS = 366 * 24 * HOUR_MS

let first: World
let opened: World | undefined
const servers: OtherServer[] = []

beforeAll(async () => {
  first = await world()
})
afterAll(() => first.close())
afterEach(async () => {
  setClock()
  await Promise.all(servers.splice(0).map((server) => server.kill()))
  const found = opened && (await findings(opened))
  opened = undefined
  expect(found).toEqual([])
})

/** Each test has a tenant, and so meters, of its own. */
async function open(options: Parameters<typeof world>[0] = {}): Promise<World> {
  opened = await world({ ...options, in: first })
  return opened
}

test('two sales for one meter in one minute carry different identifiers, and both are accepted', async () => {
  const harbour = await open()
  const { client } = harbour.vendor
  const first = await client.sell(harbour.meter.serialNumber, '100')
  const second = await client.sell(harbour.meter.serialNumber, '100')
  await expectAccepted(harbour, harbour.meter, [first, second])
})

test('fifty sales at once on one meter all get identifiers of their own', async () => {
  const harbour = await open()
  const { client } = harbour.vendor
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => client.sell(harbour.meter.serialNumber, '20')),
  )
  await expectAccepted(harbour, harbour.meter, answers)
})

test('two servers that sell for one meter at once never use an identifier twice', async () => {
  const harbour = await open()
  // One of them is half an hour late, as a server whose clock nobody looks after.
  servers.push(
    ...(await Promise.all([
      otherServer(harbour),
      otherServer(harbour, { clockOffsetMs: -HOUR_MS / 2 }),
    ])),
  )
  const clients = servers.map(({ send }) =>
    partnerClient(send, harbour.vendor.client.id, harbour.vendor.client.secret),
  )
  const sellTen = (client: PartnerClient) =>
    Promise.all(Array.from({ length: 10 }, () => client.sell(harbour.meter.serialNumber, '20')))
  const answers = (await Promise.all(clients.map(sellTen))).flat()
  await expectAccepted(harbour, harbour.meter, answers)
})

test('when the clock goes back an hour the next token is still newer than the last', async () => {
  const harbour = await open()
  const { client } = harbour.vendor
  const before = await client.sell(harbour.meter.serialNumber, '100')
  setClock(() => Date.now() - HOUR_MS)
  const after = await client.sell(harbour.meter.serialNumber, '100')
  const again = await client.sell(harbour.meter.serialNumber, '100')
  await expectAccepted(harbour, harbour.meter, [before, after, again])
})

test('a clock a year ahead sells nothing, uses up no key, and sells again when it is right', async () => {
  const harbour = await open()
  const { client } = harbour.vendor
  const first = newId<'key'>()
  const sold = await client.sell(harbour.meter.serialNumber, '100', first)
  const before = await salesMade(harbour)

  setClock(() => Date.now() + YEAR_MS)
  const key = newId<'key'>()
  const refused = await client.sell(harbour.meter.serialNumber, '100', key)
  expect(refused).toMatchObject({ status: 503, body: { code: 'clock.unfit' } })
  expect(refused.headers['retry-after']).toBeDefined()
  expect(await salesMade(harbour)).toEqual(before)
  // What was sold while the clock was right is told all the same.
  const told = await client.sell(harbour.meter.serialNumber, '100', first)
  expect(told).toMatchObject({ status: 200, body: { id: sold.body.id } })

  setClock()
  const right = await client.sell(harbour.meter.serialNumber, '100', key)
  await expectAccepted(harbour, harbour.meter, [sold, right])
})

test('a clock that jumped ahead less than a day is found out against the database', async () => {
  const harbour = await open()
  setClock(() => Date.now() + 10 * 60_000)
  expect(await harbour.vendor.client.sell(harbour.meter.serialNumber, '100')).toMatchObject({
    status: 503,
    body: { code: 'clock.unfit' },
  })
  expect((await salesMade(harbour))[0]).toBe(0)
})

test('the identifier of 00:01, which the standard keeps for special tokens, is passed over', async () => {
  const harbour = await open()
  const tomorrow = new Date(nowMs() + 24 * HOUR_MS)
  const reserved = reservedTidAt(2014, tomorrow)
  // As if the meter had been sold to so often that its count has reached tomorrow.
  await setLastTid(harbour, harbour.meter, reserved - 1)
  const sold = await harbour.vendor.client.sell(harbour.meter.serialNumber, '50')
  await expectAccepted(harbour, harbour.meter, [sold])
  expect(await tidsOf(harbour, harbour.meter)).toEqual([reserved + 1])
})

test('a meter that still counts from 1993 is refused, and the refusal says what to do', async () => {
  const old = await open({ baseDate: 1993 })
  const refused = await old.vendor.client.sell(old.meter.serialNumber, '50')
  expect(refused).toMatchObject({ status: 422, body: { code: 'meter.base_date_retired' } })
  expect(refused.body.title).toMatch(/Change its key/)
  expect((await salesMade(old))[0]).toBe(0)
})

test('a meter whose key has expired is refused with its own reason', async () => {
  const harbour = await open({ keyExpiry: 1 })
  expect(await harbour.vendor.client.sell(harbour.meter.serialNumber, '50')).toMatchObject({
    status: 422,
    body: { code: 'key.expired' },
  })
  expect((await salesMade(harbour))[0]).toBe(0)
})

test('a meter whose identifiers are used up is refused, and what it was sold before is still told', async () => {
  const harbour = await open()
  const { client } = harbour.vendor
  const key = newId<'key'>()
  const sold = await client.sell(harbour.meter.serialNumber, '50', key)
  await setLastTid(harbour, harbour.meter, 2 ** 24 - 1)
  expect(await client.sell(harbour.meter.serialNumber, '50')).toMatchObject({
    status: 422,
    body: { code: 'meter.identifiers_used_up' },
  })
  expect(await client.sell(harbour.meter.serialNumber, '50', key)).toMatchObject({
    status: 200,
    body: { id: sold.body.id, tokens: sold.body.tokens },
  })
  expect(await client.sell(harbour.meter.serialNumber, '51', key)).toMatchObject({
    status: 422,
    body: { code: 'request.key_reused' },
  })
})

/** Every answer is a sale with an identifier of its own, and the meter takes the tokens as they were issued. */
async function expectAccepted(place: World, meter: WorldMeter, answers: readonly Reply[]) {
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
  const issued = await reading(place.actor, (db) =>
    db.rows<{ digits: string; tid: number; units: bigint }>(
      `select digits, tid, units from tokens.token
       where tenant_id = $1 and meter_id = $2 order by tid`,
      [place.tenantId, meter.id],
    ),
  )
  const digitsSold = answers.map(({ body }) => (body.tokens as { digits: string }[])[0]!.digits)
  expect(issued.map(({ digits }) => digits).sort()).toEqual([...digitsSold].sort())
  expect(new Set(issued.map(({ tid }) => tid)).size).toBe(answers.length)
  const atHome = keypadMeter(place, meter)
  let credit = 0n
  for (const { digits, units } of issued) {
    credit += units
    expect(atHome.enter(digits)).toEqual({ result: 'Accept', units: credit })
  }
  for (const { digits } of issued) expect(atHome.enter(digits).units).toBe(credit)
}

async function tidsOf({ actor, tenantId }: World, { id }: WorldMeter): Promise<number[]> {
  const rows = await reading(actor, (db) =>
    db.rows<{ tid: number }>(
      'select tid from tokens.token where tenant_id = $1 and meter_id = $2 order by tid',
      [tenantId, id],
    ),
  )
  return rows.map(({ tid }) => tid)
}

/** Moves the register of a meter: what no way of the program does. */
async function setLastTid({ tenantId, files }: World, { id }: WorldMeter, tid: number) {
  const client = new pg.Client(files.privileged)
  await client.connect()
  await client.query(
    'update tokens.register set last_tid = $3 where tenant_id = $1 and meter_id = $2',
    [tenantId, id, tid],
  )
  await client.end()
}
