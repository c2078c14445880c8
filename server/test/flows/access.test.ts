import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Permission, registerClient, setClientStatus } from '../../src/access/index.ts'
import { transaction } from '../../src/db/index.ts'
import { newId } from '../../src/kernel/ids.ts'
import { blockTerminal } from '../../src/terminals/index.ts'
import { findings, salesMade } from '../books.ts'
import {
  type PartnerClient,
  partnerClient,
  serialNumber,
  till,
  type World,
  world,
} from '../harness.ts'
import { type OtherServer, otherServer } from '../serve.ts'
import { type Reply, Till } from '../till.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 60_000 })

let harbour: World
let hills: World
let elsewhere: OtherServer

beforeAll(async () => {
  harbour = await world({ vendors: 2, meters: 1 })
  // The other tenant has a meter and a vendor more, so that some of its ids have no twin in the first.
  hills = await world({ in: harbour, meters: 3 })
  elsewhere = await otherServer(harbour)
})
afterAll(async () => {
  await elsewhere?.kill()
  for (const place of [harbour, hills]) expect(await findings(place)).toEqual([])
  await harbour.close()
})

/** An answer without what is new in each: two answers that tell nothing apart are equal. */
function told({ status, body }: Reply, ...own: unknown[]): unknown {
  const { traceId, ...rest } = body
  let text = JSON.stringify({ status, ...rest })
  for (const value of own) text = text.replaceAll(String(value), '…')
  return text
}

test('a meter of another tenant is answered like one that nobody has', async () => {
  const { client } = harbour.vendor
  const theirs = hills.meters[2]!.serialNumber
  const madeUp = serialNumber(8_888)
  const asks: ((number: string) => Promise<Reply>)[] = [
    (number) => client.ask('GET', `/api/partner/v1/meters/${number}`),
    (number) => client.ask('POST', '/api/partner/v1/quotes', { serialNumber: number, amount: '5' }),
    (number) => client.sell(number, '5'),
  ]
  for (const ask of asks) {
    const [real, invented] = [await ask(theirs), await ask(madeUp)]
    expect(real.status).toBe(404)
    expect(told(real, theirs)).toBe(told(invented, madeUp))
  }
  expect(await salesMade(hills)).toEqual([0, 0, 1, 0])
})

test('two tenants with the same meter number each sell for their own', async () => {
  const number = harbour.meter.serialNumber
  expect(hills.meter.serialNumber).toBe(number)
  const ours = await harbour.vendor.client.sell(number, '50')
  const theirs = await hills.vendor.client.sell(number, '50')
  expect([ours.status, theirs.status]).toEqual([201, 201])
  const rest = (place: World) => place.vendor.client.ask('GET', '/api/partner/v1/sales')
  expect(idsOf(await rest(harbour))).toContain(ours.body.id)
  expect(idsOf(await rest(harbour))).not.toContain(theirs.body.id)
  expect(idsOf(await rest(hills))).toEqual([theirs.body.id])
})

test('a sale of another tenant or vendor, by id or by key, is answered like a made-up one', async () => {
  const key = newId<'key'>()
  const { client } = harbour.vendor
  const sold = await client.sell(harbour.meter.serialNumber, '50', key)
  expect(sold.status).toBe(201)
  const strangers = [harbour.vendors[1]!.client, hills.vendor.client]
  for (const stranger of strangers) {
    const reprint = (id: unknown) =>
      stranger.ask('POST', `/api/partner/v1/sales/${id}/reprints`, undefined, newId<'key'>())
    const madeUp = newId<'sale'>()
    const real = await reprint(sold.body.id)
    expect(real.status).toBe(404)
    expect(told(real, sold.body.id)).toBe(told(await reprint(madeUp), madeUp))

    const byKey = (wanted: string) => stranger.ask('GET', `/api/partner/v1/sales/by-key/${wanted}`)
    const invented = newId<'key'>()
    const found = await byKey(key)
    expect(found.status).toBe(404)
    expect(told(found, key)).toBe(told(await byKey(invented), invented))
  }
})

test('neither the list nor the last sale of a client shows another vendor’s', async () => {
  const [one, two] = harbour.vendors.map(({ client }) => client)
  const theirs = await one!.sell(harbour.meter.serialNumber, '51')
  const own = await two!.sell(harbour.meter.serialNumber, '52')
  const last = await two!.ask('GET', '/api/partner/v1/sales/last')
  expect(last.body.id).toBe(own.body.id)
  const list = await two!.ask('GET', '/api/partner/v1/sales?limit=50')
  expect(idsOf(list)).toContain(own.body.id)
  expect(idsOf(list)).not.toContain(theirs.body.id)
})

test('a till cannot tell a sale of another till, nor of a program of its own shop', async () => {
  const pos = await till(harbour, harbour.vendor)
  const theirs = await harbour.vendors[1]!.client.sell(harbour.meter.serialNumber, '53')
  const ours = await pos.sell(harbour.meter.serialNumber, '54')
  const madeUp = newId<'sale'>()
  const reprint = (id: unknown) =>
    pos.ask('POST', `/api/pos/sales/${id}/reprints`, undefined, newId<'key'>())
  expect((await reprint(ours.body.id)).status).toBe(201)
  expect(told(await reprint(theirs.body.id))).toBe(told(await reprint(madeUp)))
  expect((await reprint(theirs.body.id)).status).toBe(404)
})

test('a till of one tenant is a stranger under the id of another tenant’s terminal', async () => {
  const theirs = await till(hills, hills.vendor)
  const impostor = new Till(harbour.send)
  const answers: Reply[] = []
  for (const id of [theirs.terminalId, newId<'terminal'>()]) {
    impostor.terminalId = id
    answers.push(await impostor.ask('GET', '/api/pos/terminal'))
  }
  for (const { status } of answers) expect(status).toBe(401)
})

test('a session of one till is worth nothing at another', async () => {
  const place = await world({ in: harbour, vendors: 2 })
  const [one, two] = [await till(place, place.vendors[0]!), await till(place, place.vendors[1]!)]
  const [own, stolen] = [two.sessionToken, one.sessionToken]
  if (stolen === undefined || own === undefined) throw new Error('not signed in')
  two.sessionToken = stolen
  expect(await two.sell(place.meter.serialNumber, '10')).toMatchObject({
    status: 401,
    body: { code: 'session.required' },
  })
  two.sessionToken = own
  expect((await two.sell(place.meter.serialNumber, '10')).status).toBe(201)
})

test('an operator of another shop cannot sign in at this shop’s till', async () => {
  const place = await world({ in: harbour, vendors: 2 })
  const pos = await till(place, place.vendors[0]!)
  const stranger = await pos.signIn(place.vendors[1]!.operatorId, place.vendors[1]!.pin)
  const madeUp = await pos.signIn(newId<'operator'>(), place.vendors[1]!.pin)
  expect(stranger.status).toBe(401)
  expect(told(stranger)).toBe(told(madeUp))
})

test('a client blocked here is refused within two seconds on every server', async () => {
  const place = await world({ in: harbour })
  const { actor, vendor, meter } = place
  const here = vendor.client
  const there = partnerClient(elsewhere.send, here.id, here.secret)
  for (const client of [here, there]) {
    expect((await client.sell(meter.serialNumber, '10')).status).toBe(201)
  }
  await transaction(actor, (tx) =>
    setClientStatus(tx, actor, here.id as Parameters<typeof setClientStatus>[2], 'blocked'),
  )
  await passed(2_000)
  for (const client of [here, there]) {
    expect(await client.sell(meter.serialNumber, '10')).toMatchObject({
      status: 403,
      body: { code: 'client.blocked' },
    })
  }
  expect((await salesMade(place))[0]).toBe(2)
})

test('a terminal blocked here is refused within two seconds on every server', async () => {
  const place = await world({ in: harbour })
  const { actor, vendor, meter } = place
  const there = new Till(elsewhere.send)
  expect((await there.enrol(vendor.enrolmentCode)).status).toBe(201)
  expect((await there.signIn(vendor.operatorId, vendor.pin)).status).toBe(201)
  expect((await there.sell(meter.serialNumber, '10')).status).toBe(201)

  await transaction(actor, (tx) => blockTerminal(tx, actor, vendor.terminalId, 'Stolen'))
  await passed(2_000)
  expect(await there.sell(meter.serialNumber, '10')).toMatchObject({
    status: 403,
    body: { code: 'terminal.blocked' },
  })
  expect((await salesMade(place))[0]).toBe(1)
})

const routes: [Permission, (client: PartnerClient, saleId: unknown) => Promise<Reply>][] = [
  ['sale.make', (client) => client.sell(harbour.meter.serialNumber, '10')],
  ['quote.make', (client) => client.ask('POST', '/api/partner/v1/quotes', order())],
  ['meter.read', (client) => client.ask('GET', `/api/partner/v1/meters/${order().serialNumber}`)],
  ['sale.read', (client) => client.ask('GET', '/api/partner/v1/sales')],
  ['sale.read', (client) => client.ask('GET', '/api/partner/v1/sales/last')],
  ['sale.read', (client) => client.ask('GET', '/api/partner/v1/sales/by-key/12345678')],
  [
    'sale.reprint',
    (client, id) =>
      client.ask('POST', `/api/partner/v1/sales/${id}/reprints`, undefined, newId<'key'>()),
  ],
  ['vendor.read', (client) => client.ask('GET', '/api/partner/v1/vendor/balance')],
]

test('each right opens its own routes to a client and no other', async () => {
  const { actor, vendor } = harbour
  for (const right of new Set(routes.map(([permission]) => permission))) {
    const made = await transaction(actor, (tx) =>
      registerClient(tx, actor, {
        name: `May ${right}`,
        vendorId: vendor.id,
        permissions: [right],
      }),
    )
    const client = partnerClient(harbour.send, made.id, made.secret)
    for (const [needed, ask] of routes) {
      const { status, body } = await ask(client, newId<'sale'>())
      if (needed === right) expect(body.code).not.toBe('access.not_allowed')
      else {
        const refused = { code: 'access.not_allowed', params: { permission: needed } }
        expect({ right, needed, status, body }).toMatchObject({ status: 403, body: refused })
      }
    }
  }
})

test('a client’s token of one tenant is nobody’s in another', async () => {
  const [tenant, ...rest] = harbour.vendor.client.secret.split('.')
  const swapped = [hills.vendor.client.secret.split('.')[0], ...rest].join('.')
  expect(tenant).not.toBe(hills.vendor.client.secret.split('.')[0])
  const answer = await partnerClient(harbour.send, '', swapped).sell(
    harbour.meter.serialNumber,
    '5',
  )
  expect(answer.status).toBe(401)
})

function order() {
  return { serialNumber: harbour.meter.serialNumber, amount: '10' }
}

function idsOf({ body }: Reply): unknown[] {
  return (body.data as { id: unknown }[]).map(({ id }) => id)
}

function passed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
