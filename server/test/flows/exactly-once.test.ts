import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { registerClient } from '../../src/access/index.ts'
import { transaction } from '../../src/db/index.ts'
import { now } from '../../src/kernel/clock.ts'
import { newId } from '../../src/kernel/ids.ts'
import { blockMeter, unblockMeter } from '../../src/meters/index.ts'
import { confirmDeposit } from '../../src/vendors/index.ts'
import { answerThief } from '../answer-thief.ts'
import { available, findings, rowsOf, salesMade } from '../books.ts'
import {
  type PartnerClient,
  partnerClient,
  plainTariff,
  publishTariff,
  till,
  type World,
  world,
} from '../harness.ts'
import { keypadMeter } from '../keypad-meter.ts'
import { type OtherServer, otherServer, sendOver, type TextReply } from '../serve.ts'

// Servers that start take their time on a busy machine.
vi.setConfig({ hookTimeout: 180_000, testTimeout: 90_000 })

let harbour: World
let here: OtherServer
let there: OtherServer

beforeAll(async () => {
  harbour = await world({ meters: 4, vendors: 2, float: 1_000_000n })
  ;[here, there] = await Promise.all([otherServer(harbour), otherServer(harbour)])
})
afterAll(async () => {
  await Promise.all([here?.kill(), there?.kill()])
  expect(await findings(harbour)).toEqual([])
  await harbour.close()
})

/** The first vendor's program, asking through another way in. */
function clientOver(send: (typeof here)['send'], vendor = harbour.vendor): PartnerClient {
  return partnerClient(send, vendor.client.id, vendor.client.secret)
}

test('20 requests with one key at once, over two servers, are one sale with 20 equal answers', async () => {
  const before = await salesMade(harbour)
  const float = await available(harbour, harbour.vendor)
  const key = newId<'key'>()
  const clients = [clientOver(here.send), clientOver(there.send)]

  const answers = (await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      clients[n % 2]!.sell(harbour.meter.serialNumber, '115.00', key),
    ),
  )) as TextReply[]

  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201])
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(await salesMade(harbour)).toEqual(before.map((n) => n + 1))
  expect(await available(harbour, harbour.vendor)).toBe(float - 11_500n)
})

test('two tills of one key each make their own sale: a key belongs to its client', async () => {
  const key = newId<'key'>()
  const [first, second] = harbour.vendors
  const one = await first!.client.sell(harbour.meter.serialNumber, '50', key)
  const other = await second!.client.sell(harbour.meter.serialNumber, '70', key)
  expect([one.status, other.status]).toEqual([201, 201])
  expect(one.body.id).not.toBe(other.body.id)
  expect((await first!.client.ask('GET', `/api/partner/v1/sales/by-key/${key}`)).body).toEqual(
    one.body,
  )
})

test('the answer lost after the commit is told again, by key, as the last one, and by repeating', async () => {
  const thief = await answerThief(here.port)
  try {
    const client = clientOver(sendOver(`http://127.0.0.1:${thief.port}`))
    const before = await salesMade(harbour)
    const key = newId<'key'>()
    thief.steal()
    await expect(client.sell(harbour.meter.serialNumber, '80.00', key)).rejects.toThrow()
    expect(await salesMade(harbour)).toEqual(before.map((n) => n + 1))

    thief.stop()
    const byKey = await client.ask('GET', `/api/partner/v1/sales/by-key/${key}`)
    const last = await client.ask('GET', '/api/partner/v1/sales/last')
    const repeated = await client.sell(harbour.meter.serialNumber, '80.00', key)
    expect(byKey.status).toBe(200)
    expect(repeated.headers['idempotency-replayed']).toBe('true')
    expect(last.body).toEqual(byKey.body)
    expect(repeated.body).toEqual(byKey.body)
    expect(await salesMade(harbour)).toEqual(before.map((n) => n + 1))
    expect(keypadMeter(harbour, harbour.meter).enter(digitsOf(byKey.body)).result).toBe('Accept')
  } finally {
    await thief.close()
  }
})

test('an answer torn at any byte leaves one sale, and the repeated request tells it', async () => {
  const thief = await answerThief(there.port)
  try {
    const client = clientOver(sendOver(`http://127.0.0.1:${thief.port}`))
    for (const bytes of [1, 17, 200, 500, 900]) {
      const key = newId<'key'>()
      thief.tearAfter(bytes)
      await expect(client.sell(harbour.meter.serialNumber, '30', key)).rejects.toThrow()
      thief.stop()
      const again = await client.sell(harbour.meter.serialNumber, '30', key)
      expect(again.status).toBe(200)
      expect(digitsOf(again.body)).toMatch(/^\d{20}$/)
    }
  } finally {
    await thief.close()
  }
})

test('a request cut before its end reaches nobody: no sale, and the key is still free', async () => {
  const thief = await answerThief(here.port)
  try {
    const client = clientOver(sendOver(`http://127.0.0.1:${thief.port}`))
    for (const bytes of [5, 120, 400]) {
      const before = await salesMade(harbour)
      const key = newId<'key'>()
      thief.cutRequestAfter(bytes)
      await expect(client.sell(harbour.meter.serialNumber, '30', key)).rejects.toThrow()
      thief.stop()
      expect(await salesMade(harbour)).toEqual(before)
      expect((await client.sell(harbour.meter.serialNumber, '30', key)).status).toBe(201)
    }
  } finally {
    await thief.close()
  }
})

test('one key with other content, one field at a time, is refused and the first sale stays', async () => {
  const { client } = harbour.vendor
  const key = newId<'key'>()
  const order = {
    serialNumber: harbour.meter.serialNumber,
    amount: '100.00',
    tender: { method: 'cash', received: '150.00' },
  }
  const url = '/api/partner/v1/sales'
  const first = await client.ask('POST', url, order, key)
  expect(first.status).toBe(201)
  const others = [
    { ...order, amount: '100.01' },
    { ...order, serialNumber: harbour.meters[1]!.serialNumber },
    { ...order, tender: { method: 'card', received: '150.00' } },
    { ...order, tender: { method: 'cash', received: '200.00' } },
    { ...order, tender: { method: 'cash' } },
  ]
  const before = await salesMade(harbour)
  for (const other of others) {
    const answer = await client.ask('POST', url, other, key)
    expect(answer).toMatchObject({ status: 422, body: { code: 'request.key_reused' } })
  }
  expect(await salesMade(harbour)).toEqual(before)
  // "100" and "100.00" ask for the same.
  const same = await client.ask('POST', url, { ...order, amount: '100' }, key)
  expect(same).toMatchObject({ status: 200, body: first.body })
})

test('a refusal before any effect does not use up the key', async () => {
  const { actor, meters } = harbour
  const { client } = harbour.vendor
  const { serialNumber, id } = meters[2]!

  const poor = newId<'key'>()
  const tooMuch = await client.sell(serialNumber, '999999', poor)
  expect(tooMuch).toMatchObject({ status: 422, body: { code: 'ledger.funds_short' } })
  expect((await client.sell(serialNumber, '40', poor)).status).toBe(201)

  const blocked = newId<'key'>()
  await transaction(actor, (tx) => blockMeter(tx, actor, id, 'Tampered'))
  expect(await client.sell(serialNumber, '40', blocked)).toMatchObject({
    status: 422,
    body: { code: 'meter.blocked' },
  })
  await transaction(actor, (tx) => unblockMeter(tx, actor, id))
  expect((await client.sell(serialNumber, '40', blocked)).status).toBe(201)

  const mistyped = newId<'key'>()
  const wrong = `${serialNumber.slice(0, -1)}${(Number(serialNumber.at(-1)) + 1) % 10}`
  expect((await client.sell(wrong, '40', mistyped)).status).toBe(422)
  expect((await client.sell(serialNumber, '40', mistyped)).status).toBe(201)
})

test('the stored answer comes although the meter is blocked, the price is another and the float empty', async () => {
  const { actor, tariffId, meters } = harbour
  const { serialNumber, id } = meters[3]!
  const { client } = harbour.vendors[1]!
  const key = newId<'key'>()
  const first = await client.sell(serialNumber, '200', key)
  expect(first.status).toBe(201)

  const inForceAt = new Date(now().getTime() + 500)
  await publishTariff(
    actor,
    tariffId,
    { ...plainTariff, blocks: [{ upTo: null, price: '99.00' }] },
    inForceAt,
  )
  await vi.waitUntil(() => now() > inForceAt)
  const left = await available(harbour, harbour.vendors[1]!)
  const rest = `${left / 100n}.${String(left % 100n).padStart(2, '0')}`
  expect((await client.sell(meters[1]!.serialNumber, rest)).status).toBe(201)
  expect((await client.sell(serialNumber, '200', key)).body).toEqual(first.body)

  await transaction(actor, (tx) => blockMeter(tx, actor, id, 'Tampered'))
  expect((await client.sell(serialNumber, '200', key)).body).toEqual(first.body)
  expect((await client.sell(serialNumber, '201', key)).body.code).toBe('request.key_reused')
  await transaction(actor, (tx) => unblockMeter(tx, actor, id))
  await transaction(actor, (tx) =>
    confirmDeposit(tx, actor, {
      vendorId: harbour.vendors[1]!.id,
      minor: 100_000n,
      bankReference: newId<'bank'>(),
    }),
  )
})

test('a sale for which less was received than it costs is refused before anything happens', async () => {
  const { client } = harbour.vendor
  const order = {
    serialNumber: harbour.meter.serialNumber,
    amount: '100.00',
    tender: { method: 'cash', received: '99.99' },
  }
  const before = await salesMade(harbour)
  expect(await client.ask('POST', '/api/partner/v1/sales', order, newId<'key'>())).toMatchObject({
    status: 422,
    body: {
      code: 'tender.received_too_little',
      errors: [{ pointer: '/tender/received', code: 'amount.below_tender' }],
    },
  })
  expect(await salesMade(harbour)).toEqual(before)
})

test('what one server has charged or recovered, the other does not take again', async () => {
  const place = await world({
    in: harbour,
    debt: 10_000n,
    tariff: {
      serviceCharge: { amount: '20.00', per: 'month', taxed: false, label: 'Service charge' },
      limits: { dayMaximum: '900.00' },
    },
  })
  const clients = [here, there].map(({ send }) => clientOver(send, place.vendor))
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => clients[n % 2]!.sell(place.meter.serialNumber, '100')),
  )
  // Each pays a quarter to the debt until nothing is owed, and the day ends at 900.
  const sold = answers.filter(({ status }) => status === 201)
  expect(sold).toHaveLength(9)
  const taken = (kind: string) =>
    sold
      .flatMap(({ body }) => body.lines as { kind: string; amount: string }[])
      .filter((line) => line.kind === kind)
      .map(({ amount }) => amount)
  expect(taken('service_charge')).toEqual(['-20.00'])
  expect(taken('arrears')).toEqual(['-25.00', '-25.00', '-25.00', '-25.00'])
  expect(await findings(place)).toEqual([])
})

test('ten asks for the last response are one sale', async () => {
  const pos = await till(harbour, harbour.vendor)
  const sold = await pos.sell(harbour.meter.serialNumber, '25')
  expect(sold.status).toBe(201)
  const before = await salesMade(harbour)
  const asks = await Promise.all(
    Array.from({ length: 10 }, () => pos.ask('GET', '/api/pos/sales/last')),
  )
  for (const { status, body } of asks)
    expect({ status, body }).toEqual({ status: 200, body: sold.body })
  expect(await salesMade(harbour)).toEqual(before)
})

test('a reprint is counted, the same key is the same copy, and at once they are numbered apart', async () => {
  const { client } = harbour.vendor
  const sold = await client.sell(harbour.meter.serialNumber, '60')
  const url = `/api/partner/v1/sales/${sold.body.id}/reprints`
  const before = await salesMade(harbour)
  const key = newId<'key'>()
  const first = await client.ask('POST', url, undefined, key)
  expect(first).toMatchObject({ status: 201, body: { copy: 1, tokens: sold.body.tokens } })
  expect((await client.ask('POST', url, undefined, key)).body.copy).toBe(1)

  const asks = [here, there].flatMap(({ send }) =>
    Array.from({ length: 5 }, () => clientOver(send).ask('POST', url, undefined, newId<'key'>())),
  )
  const copies = (await Promise.all(asks)).map(({ body }) => Number(body.copy))
  expect(copies.sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  expect(await rowsOf(harbour, 'hub.reprint')).toBe(11)
  expect(await salesMade(harbour)).toEqual(before)
})

test('a reprint key that was another sale’s is refused, not answered with the wrong number', async () => {
  const { client } = harbour.vendor
  const one = await client.sell(harbour.meter.serialNumber, '61')
  const other = await client.sell(harbour.meter.serialNumber, '62')
  const key = newId<'key'>()
  const reprint = (id: unknown) =>
    client.ask('POST', `/api/partner/v1/sales/${id}/reprints`, undefined, key)
  expect((await reprint(one.body.id)).status).toBe(201)
  expect(await reprint(other.body.id)).toMatchObject({
    status: 422,
    body: { code: 'request.key_reused' },
  })
})

test('another program of the same shop may use a key again without meeting the first sale', async () => {
  const { actor, send } = harbour
  const second = await transaction(actor, (tx) =>
    registerClient(tx, actor, {
      name: 'Second program',
      vendorId: harbour.vendor.id,
      permissions: ['sale.make', 'sale.read'],
    }),
  )
  const key = newId<'key'>()
  const one = await harbour.vendor.client.sell(harbour.meter.serialNumber, '33', key)
  const two = await partnerClient(send, second.id, second.secret).sell(
    harbour.meter.serialNumber,
    '33',
    key,
  )
  expect([one.status, two.status]).toEqual([201, 201])
  expect(digitsOf(one.body)).not.toBe(digitsOf(two.body))
})

function digitsOf(body: Record<string, unknown>): string {
  return (body.tokens as { digits: string }[])[0]!.digits
}
