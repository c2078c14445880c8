import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { transaction } from '../../src/db/index.ts'
import { setFrozen, vendorAccounts } from '../../src/ledger/index.ts'
import { confirmDeposit, resumeVendor, suspendVendor } from '../../src/vendors/index.ts'
import { available, findings, salesMade } from '../books.ts'
import { till, type World, world } from '../harness.ts'

// Servers that start take their time on a busy machine.
vi.setConfig({ hookTimeout: 180_000, testTimeout: 90_000 })

let first: World
let shop: World | undefined

beforeAll(async () => {
  first = await world()
})
afterAll(() => first.close())
afterEach(async () => {
  const found = shop && (await findings(shop))
  shop = undefined
  expect(found).toEqual([])
})

/** Each test has a tenant, and so floats, of its own. */
async function open(options: Parameters<typeof world>[0]): Promise<World> {
  shop = await world({ ...options, in: first })
  return shop
}

test('two tills and the last 100 of the float: one sells, the other is told what is missing', async () => {
  const rounds = 50
  const harbour = await open({ meters: 2, float: 10_000n })
  const { actor, vendor, meters } = harbour
  const pos = await till(harbour, vendor)
  for (let round = 1; round <= rounds; round++) {
    const [one, two] = await Promise.all([
      pos.sell(meters[0]!.serialNumber, '100'),
      vendor.client.sell(meters[1]!.serialNumber, '100'),
    ])
    expect([one.status, two.status].sort()).toEqual([201, 422])
    const refused = one.status === 422 ? one : two
    expect(refused.body).toMatchObject({
      code: 'ledger.funds_short',
      params: { available: '0.00', needed: '100.00', currency: 'KES' },
    })
    expect(await available(harbour, vendor)).toBe(0n)
    await transaction(actor, (tx) =>
      confirmDeposit(tx, actor, {
        vendorId: vendor.id,
        minor: 10_000n,
        bankReference: `round-${round}`,
      }),
    )
  }
  expect((await salesMade(harbour))[0]).toBe(rounds)
})

test('a sale too big for the float does not stop the small ones that came with it', async () => {
  const harbour = await open({ meters: 12, float: 110_000n })
  const { client } = harbour.vendor
  const amounts = [
    '100',
    '5000',
    '100',
    '100',
    '2000',
    '100',
    '100',
    '100',
    '100',
    '100',
    '100',
    '100',
  ]
  const answers = await Promise.all(
    amounts.map((amount, n) => client.sell(harbour.meters[n]!.serialNumber, amount)),
  )
  expect(answers.map(({ status }) => status)).toEqual(
    amounts.map((amount) => (amount === '100' ? 201 : 422)),
  )
  expect(await available(harbour, harbour.vendor)).toBe(10_000n)
})

test('many small sales at once spend the float to its last cent and no further', async () => {
  const harbour = await open({ meters: 24, float: 100_050n })
  const { client } = harbour.vendor
  const answers = await Promise.all(
    harbour.meters.map(({ serialNumber }) => client.sell(serialNumber, '100.05')),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(10)
  expect(await available(harbour, harbour.vendor)).toBe(0n)
})

test('a net vendor’s float pays the sale less its margin, a gross vendor’s the whole of it', async () => {
  const net = await open({ margin: 250, marginMode: 'net', float: 9_750n })
  expect((await net.vendor.client.sell(net.meter.serialNumber, '100')).status).toBe(201)
  expect(await available(net, net.vendor)).toBe(0n)

  expect(await findings(net)).toEqual([])

  const gross = await open({ margin: 250, marginMode: 'gross', float: 9_999n })
  expect(await gross.vendor.client.sell(gross.meter.serialNumber, '100')).toMatchObject({
    status: 422,
    body: { code: 'ledger.funds_short', params: { available: '99.99', needed: '100.00' } },
  })
  expect((await gross.vendor.client.sell(gross.meter.serialNumber, '99.99')).status).toBe(201)
  expect(await available(gross, gross.vendor)).toBe(0n)
})

test('a suspended vendor and a frozen float sell nothing, and sell again afterwards', async () => {
  const harbour = await open({ float: 100_000n })
  const { actor, vendor, meter, tenantId } = harbour
  const sell = () => vendor.client.sell(meter.serialNumber, '10')
  const refused = { status: 422, body: { code: 'vendor.suspended' } }

  await transaction(actor, (tx) => suspendVendor(tx, actor, vendor.id))
  expect(await sell()).toMatchObject(refused)
  await transaction(actor, (tx) => resumeVendor(tx, actor, vendor.id))
  expect((await sell()).status).toBe(201)

  const freeze = (frozen: boolean) =>
    transaction(actor, async (tx) => {
      const accounts = await vendorAccounts(tx, tenantId, vendor.id)
      await setFrozen(tx, tenantId, accounts!.float, frozen)
    })
  await freeze(true)
  expect(await sell()).toMatchObject(refused)
  expect(await available(harbour, vendor)).toBe(99_000n)
  await freeze(false)
  expect((await sell()).status).toBe(201)
  expect(await available(harbour, vendor)).toBe(98_000n)
})

test('a float in another currency than the meter’s utility sells nothing', async () => {
  const harbour = await open({ float: 100_000n, vendorCurrency: 'ZAR' })
  expect(await harbour.vendor.client.sell(harbour.meter.serialNumber, '10')).toMatchObject({
    status: 422,
    body: { code: 'vendor.other_currency' },
  })
  expect(await available(harbour, harbour.vendor)).toBe(100_000n)
  expect(await salesMade(harbour)).toEqual([0, 0, 1, 0])
})
