import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { transaction } from '../../src/db/index.ts'
import { now, setClock } from '../../src/kernel/clock.ts'
import { linkMeter, unlinkMeter } from '../../src/usage-points/index.ts'
import { findings, salesMade } from '../books.ts'
import { type World, type WorldOptions, world } from '../harness.ts'
import { keypadMeter } from '../keypad-meter.ts'
import type { Reply } from '../till.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 90_000 })

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const serviceCharge = {
  amount: '20.00',
  per: 'month',
  taxed: false,
  label: 'Service charge',
} as const

let first: World
let opened: World | undefined
const serversZone = process.env.TZ

beforeAll(async () => {
  first = await world()
})
afterAll(() => first.close())
afterEach(async () => {
  setClock()
  process.env.TZ = serversZone
  const found = opened && (await findings(opened))
  opened = undefined
  expect(found).toEqual([])
})

/** Each test has a tenant, and so a tariff and meters, of its own. */
async function open(options: WorldOptions = {}): Promise<World> {
  opened = await world({ ...options, in: first })
  return opened
}

test.each([
  ['Africa/Nairobi', 3, 'America/Los_Angeles'],
  ['America/New_York', -5, 'Asia/Tokyo'],
  ['Pacific/Kiritimati', 14, 'UTC'],
])(
  'the blocks and the service charge of %s begin anew with its month, not the server’s',
  async (timeZone, hours, zone) => {
    // Near a month's end the clock of the test itself would decide.
    const midMonth = Math.abs(15 - now().getUTCDate()) < 13
    process.env.TZ = zone
    const place = await open({ timeZone, tariff: { serviceCharge } })
    const { client } = place.vendor
    const sold = await client.sell(place.meter.serialNumber, '400')
    expect(labelsOf(sold)).toEqual(['Service charge', 'VAT 16%', 'Step 1', 'Step 2'])
    const quoteAt = async (instant: number) => {
      setClock(() => instant)
      return labelsOf(
        await client.ask('POST', '/api/partner/v1/quotes', {
          serialNumber: place.meter.serialNumber,
          amount: '100',
        }),
      )
    }
    const monthEnd = startOfNextMonth(hours)
    if (midMonth) expect(await quoteAt(monthEnd - MINUTE_MS)).toEqual(['VAT 16%', 'Step 2'])
    expect(await quoteAt(monthEnd + MINUTE_MS)).toEqual(['Service charge', 'VAT 16%', 'Step 1'])
  },
)

test('the service charge is paid once a month, however many sales are made at once', async () => {
  const place = await open({ tariff: { serviceCharge } })
  const { client } = place.vendor
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => client.sell(place.meter.serialNumber, '60')),
  )
  const charged = answers.filter((answer) => labelsOf(answer).includes('Service charge'))
  expect(charged).toHaveLength(1)
  expectExplained(answers, '60.00')
})

test('arrears take their quarter of each purchase until the last cent, at once too', async () => {
  const place = await open({ debt: 3_000n })
  const { client } = place.vendor
  const { serialNumber } = place.meter
  expect(lineOf(await client.sell(serialNumber, '60'), 'arrears')).toMatchObject({
    amount: '-15.00',
    remaining: '15.00',
  })
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => client.sell(serialNumber, '40')),
  )
  const paid = answers.map((answer) => lineOf(answer, 'arrears')?.amount).sort()
  expect(paid).toEqual(['-10.00', '-5.00', undefined, undefined, undefined])
  const card = await client.ask('GET', `/api/partner/v1/meters/${serialNumber}`)
  expect(card.body).toMatchObject({ owed: '0.00', debts: [] })
})

test('two meters of one customer never pay more than is owed, also when they buy at once', async () => {
  const place = await open({ debt: 10_000n, meters: 2 })
  const { actor, meters, vendor } = place
  const [one, two] = [meters[0]!, meters[1]!]
  // The debt is the customer's; the meters and their places are two.
  await transaction(actor, async (tx) => {
    const { customerId } = one
    const { id: meterId, usagePointId } = two
    const from = now()
    await unlinkMeter(tx, actor, meterId, from)
    await linkMeter(tx, actor, { meterId, usagePointId, customerId, from })
  })
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      vendor.client.sell((n % 2 === 0 ? one : two).serialNumber, '100'),
    ),
  )
  expectExplained(answers, '100.00')
  const paid = answers.flatMap((answer) => lineOf(answer, 'arrears') ?? [])
  expect(paid.map(({ amount }) => amount)).toEqual(Array(4).fill('-25.00'))
  const remaining = paid.map((line) => line.remaining).sort()
  expect(remaining).toEqual(['0.00', '25.00', '50.00', '75.00'])
})

test('the smallest and the largest purchase are sold, a cent beyond is refused', async () => {
  const place = await open({ tariff: { limits: { minimum: '10.00', maximum: '500.00' } } })
  const sell = (amount: string) => place.vendor.client.sell(place.meter.serialNumber, amount)
  expect(await codeOf(sell('9.99'))).toBe('amount.below_minimum')
  expect(await codeOf(sell('500.01'))).toBe('amount.above_maximum')
  expect((await sell('10')).status).toBe(201)
  expect((await sell('500')).status).toBe(201)
})

test('the most of a day is not passed by sales made at once, and the next day begins anew', async () => {
  const place = await open({ tariff: { limits: { dayMaximum: '600.00' } } })
  const { client } = place.vendor
  const { serialNumber } = place.meter
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => client.sell(serialNumber, '200')),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 422, 422, 422])
  for (const { status, body } of answers) {
    if (status === 422) expect(body.code).toBe('amount.day_maximum')
  }
  setClock(() => Date.now() + 24 * HOUR_MS)
  const tomorrow = await client.ask('POST', '/api/partner/v1/quotes', {
    serialNumber,
    amount: '600',
  })
  expect(tomorrow.status).toBe(200)
})

test('the most of a month holds to its end and begins anew with the next', async () => {
  const place = await open({ tariff: { limits: { monthMaximum: '700.00' } } })
  const { client } = place.vendor
  const { serialNumber } = place.meter
  expect((await client.sell(serialNumber, '500')).status).toBe(201)
  expect(await codeOf(client.sell(serialNumber, '200.01'))).toBe('amount.month_maximum')
  expect((await client.sell(serialNumber, '200')).status).toBe(201)
  setClock(() => startOfNextMonth(3) + HOUR_MS)
  const next = await client.ask('POST', '/api/partner/v1/quotes', { serialNumber, amount: '700' })
  expect(next.status).toBe(200)
})

test('a purchase that debt and charge use up is refused, and a cent more buys the smallest unit', async () => {
  const place = await open({ meters: 2, tariff: { serviceCharge } })
  const { client } = place.vendor
  const [one, two] = place.meters.map(({ serialNumber }) => serialNumber)
  expect(await codeOf(client.sell(one!, '20.00'))).toBe('amount.nothing_left')
  expect(await codeOf(client.sell(one!, '19.99'))).toBe('amount.nothing_left')
  expect(await client.sell(one!, '20.01')).toMatchObject({ status: 201, body: { units: '0.1' } })
  // A refusal left the charge of the second meter due.
  expect(await codeOf(client.sell(two!, '20.00'))).toBe('amount.nothing_left')
  expect(labelsOf(await client.sell(two!, '100'))).toContain('Service charge')
})

test('where the tariff says so, it is a receipt without units and without a token', async () => {
  const place = await open({ tariff: { serviceCharge, zeroUnits: 'receipt' } })
  const { client } = place.vendor
  const paid = await client.sell(place.meter.serialNumber, '20.00')
  expect(paid).toMatchObject({ status: 201, body: { state: 'done', units: '0.0', tokens: [] } })
  expect(labelsOf(paid)).toEqual(['Service charge'])
  const key = String(paid.body.key)
  const again = await client.sell(place.meter.serialNumber, '20.00', key)
  expect(again).toMatchObject({ status: 200, body: paid.body })
  expect(labelsOf(await client.sell(place.meter.serialNumber, '20.00'))).toEqual([
    'VAT 16%',
    'Step 1',
  ])
})

test.each([
  ['no decimals', { code: 'UGX', decimals: 0 }, ['1000', '777', '31'], '10.5'],
  ['two decimals', { code: 'KES', decimals: 2 }, ['1000.00', '777.77', '31.01'], '10.555'],
  ['three decimals', { code: 'KWD', decimals: 3 }, ['100.000', '77.777', '3.001'], '10.5555'],
] as const)(
  'a currency with %s explains every amount to its last minor unit',
  async (_, currency, amounts, tooFine) => {
    const place = await open({ currency, debt: 100n, margin: 150 })
    const { client } = place.vendor
    const meter = keypadMeter(place, place.meter)
    let credit = 0n
    for (const amount of amounts) {
      const sold = await client.sell(place.meter.serialNumber, amount)
      expectExplained([sold], amount)
      expect(sold.body.currency).toEqual(currency)
      credit += quantaOf(sold)
      expect(meter.enter(digitsOf(sold))).toEqual({ result: 'Accept', units: credit })
    }
    const before = await salesMade(place)
    expect((await client.sell(place.meter.serialNumber, tooFine)).status).toBe(400)
    expect(await salesMade(place)).toEqual(before)
  },
)

test.each([
  ['electricity', 7],
  ['electricity', 11],
  ['water', 7],
  ['water', 11],
  ['gas', 7],
  ['gas', 11],
] as const)(
  '%s under encryption algorithm %i is credited with exactly what the receipt says',
  async (commodity, algorithm) => {
    const place = await open({ commodity, algorithm })
    const sold = await place.vendor.client.sell(place.meter.serialNumber, '123.45')
    expectExplained([sold], '123.45')
    expect(sold.body.unit).toBe(commodity === 'electricity' ? 'kWh' : 'm3')
    const meter = keypadMeter(place, place.meter)
    expect(meter.enter(digitsOf(sold))).toEqual({ result: 'Accept', units: quantaOf(sold) })
    // A meter of another service takes the token for none of its own.
    const other = keypadMeter(
      { ...place, options: { ...place.options, commodity: commodity === 'gas' ? 'water' : 'gas' } },
      place.meter,
    )
    expect(other.enter(digitsOf(sold)).result).not.toBe('Accept')
  },
)

test('amounts so large that a token counts in coarse steps book what the meter decodes', async () => {
  const place = await open({
    float: 10n ** 14n,
    tariff: { vat: { basisPoints: 725, label: 'VAT' } },
  })
  const { client } = place.vendor
  const meter = keypadMeter(place, place.meter)
  let credit = 0n
  for (const amount of ['43465.11', '99999.99', '654321.07', '4999999.93', '31234567.89']) {
    const sold = await client.sell(place.meter.serialNumber, amount)
    expectExplained([sold], amount)
    credit += quantaOf(sold)
    expect(meter.enter(digitsOf(sold))).toEqual({ result: 'Accept', units: credit })
  }
  expect(await codeOf(client.sell(place.meter.serialNumber, '9999999999.99'))).toBe(
    'amount.above_maximum',
  )
})

type Line = { kind: string; label: string; amount: string; units?: string; remaining?: string }

function linesOf({ status, body }: Reply): Line[] {
  expect([200, 201]).toContain(status)
  return body.lines as Line[]
}

function labelsOf(answer: Reply): string[] {
  return linesOf(answer).map(({ label }) => label)
}

function lineOf(answer: Reply, kind: string): Line | undefined {
  return linesOf(answer).find((line) => line.kind === kind)
}

async function codeOf(answer: Promise<Reply>): Promise<unknown> {
  const { status, body } = await answer
  expect(status).toBe(422)
  return body.code
}

/** The lines sum to what was paid, and the units of the blocks to those of the token. */
function expectExplained(answers: readonly Reply[], amount: string): void {
  for (const answer of answers) {
    const lines = linesOf(answer)
    const total = lines.reduce((sum, line) => sum + digitsAlone(line.amount), 0n)
    expect(total).toBe(digitsAlone(amount))
    expect(answer.body.amount).toBe(amount)
    const units = lines.reduce((sum, line) => sum + digitsAlone(line.units ?? '0'), 0n)
    expect(units).toBe(quantaOf(answer))
  }
}

function quantaOf({ body }: Reply): bigint {
  return digitsAlone(String(body.units))
}

function digitsOf({ body }: Reply): string {
  return (body.tokens as { digits: string }[])[0]!.digits
}

/** A decimal text as a whole number of its last place; deductions count as what they take. */
function digitsAlone(text: string): bigint {
  return BigInt(text.replace(/[-.]/g, ''))
}

/** The first instant of next month in a zone that is so many hours ahead of UTC. */
function startOfNextMonth(hours: number): number {
  const there = new Date(Date.now() + hours * HOUR_MS)
  return Date.UTC(there.getUTCFullYear(), there.getUTCMonth() + 1, 1) - hours * HOUR_MS
}
