import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type World, world } from '../../../test/harness.ts'
import { says, scriptedBackEnd, silent, tokenOf } from '../../../test/outside-back-end.ts'
import { type AtConsole, personAtConsole } from '../../access/test/console.ts'
import { setCallDeadline, useBackEnds } from '../../hub/index.ts'
import { setClock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 60_000 })

let harbour: World
let hills: World
let desk: AtConsole
let administrator: AtConsole
let auditor: AtConsole
let shopKeeper: AtConsole

beforeAll(async () => {
  harbour = await world({
    vendors: 2,
    meters: 2,
    float: 10_000_000n,
    debt: 50_000n,
    tariff: {
      fee: { fixed: '2.50', basisPoints: 0 },
      levies: [{ label: 'Street light', basisPoints: 50, taxed: false }],
    },
  })
  hills = await world({ in: harbour, float: 10_000_000n })
  administrator = await personAtConsole(harbour, ['Tenant administrator'])
  desk = await personAtConsole(harbour, ['Meter desk'])
  auditor = await personAtConsole(harbour, ['Auditor'])
  shopKeeper = await personAtConsole(harbour, [
    'Tenant administrator',
    { reach: 'vendor', vendorId: harbour.vendors[0]!.id },
  ])
})
afterAll(() => harbour.close())
afterEach(() => {
  setCallDeadline()
  setClock()
})

/** A sale of one of the shops; its answer as the shop got it. */
async function sold(at: World, shop: number, amount = '100', meter = 0) {
  const reply = await at.vendors[shop]!.client.sell(at.meters[meter]!.serialNumber, amount)
  expect(reply.status, JSON.stringify(reply.body)).toBe(201)
  return reply.body as { id: string; receiptNumber: string; tokens: { digits: string }[] }
}

async function found(by: AtConsole, query: Record<string, string> = {}) {
  const fields = new URLSearchParams({ utility: harbour.utilityId, ...query })
  const { status, body } = await by.ask('GET', `/sales?${fields}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return { ...body, ids: body.data.map(({ id }: { id: string }) => id) }
}

const notFound = { status: 404, body: { code: 'sale.not_found' } }

test('a sale is found by its receipt, meter, shop, channel, amount, state and time, and by nothing else', async () => {
  const sale = await sold(harbour, 0, '123.45')
  const other = await sold(harbour, 1, '77', 1)
  const { serialNumber } = harbour.meter
  const now = new Date().toISOString()
  const fitting: Record<string, string>[] = [
    { receipt: sale.receiptNumber },
    { receipt: sale.receiptNumber.replace('HC-', '') },
    { meter: serialNumber, least: '123.45', most: '123.45' },
    { vendor: harbour.vendors[0]!.id, least: '123' },
    { channel: 'partner', commodity: 'electricity', least: '123', most: '124' },
    { state: 'done', until: now, from: '2026-01-01T00:00:00Z', least: '123', most: '124' },
  ]
  for (const query of fitting) {
    expect((await found(administrator, query)).ids, JSON.stringify(query)).toEqual([sale.id])
  }
  const other2: Record<string, string>[] = [
    { receipt: other.receiptNumber, vendor: harbour.vendors[0]!.id },
    { meter: serialNumber, vendor: harbour.vendors[1]!.id },
    { state: 'unknown' },
    { commodity: 'water' },
    { channel: 'pos' },
    { until: '2026-01-01T00:00:00Z' },
    { terminal: newId() },
    { meter: '99999999999' },
    { receipt: '999999999999999' },
  ]
  for (const query of other2) {
    expect((await found(administrator, query)).ids, JSON.stringify(query)).toEqual([])
  }
})

test('pages go forth and back, from the end too, and show every sale once', async () => {
  // The same list by the time order of all, and by those of two vendors.
  const both = await personAtConsole(
    harbour,
    ['Vendor supervisor', { reach: 'vendor', vendorId: harbour.vendors[0]!.id }],
    ['Vendor supervisor', { reach: 'vendor', vendorId: harbour.vendors[1]!.id }],
  )
  for (let n = 0; n < 53; n++) await sold(harbour, n % 2, '50', n % 2)
  const all: string[] = []
  for (const reader of [administrator, both]) {
    all.length = 0
    let page = await found(reader)
    expect(page.previous).toBeNull()
    for (;;) {
      all.push(...page.ids)
      if (!page.next) break
      page = await found(reader, { after: page.next })
    }
    expect(page.count).toEqual({ value: all.length, exact: true })
    expect(new Set(all).size).toBe(all.length)
    expect(all).toEqual(all.toSorted().toReversed())
    const last = await found(reader, { before: 'end' })
    expect(last.next).toBeNull()
    expect(last.ids).toEqual(all.slice(-25))
    const before = await found(reader, { before: last.previous })
    expect(before.ids).toEqual(all.slice(-50, -25))
    expect((await found(reader, { sort: 'soldAt' })).ids).toEqual(all.toReversed().slice(0, 25))
  }
})

test('who reaches one shop sees its sales alone; those of another shop and company do not exist', async () => {
  const mine = await sold(harbour, 0)
  const theirs = await sold(harbour, 1, '100', 1)
  const abroad = await sold(hills, 0)
  const { ids, data } = await found(shopKeeper)
  expect(ids).toContain(mine.id)
  const shops = new Set(data.map(({ vendor }: { vendor: { id: string } }) => vendor.id))
  expect([...shops]).toEqual([harbour.vendors[0]!.id])
  expect((await found(shopKeeper, { vendor: harbour.vendors[1]!.id })).ids).toEqual([])
  expect((await shopKeeper.ask('GET', `/sales/${mine.id}`)).status).toBe(200)
  for (const { id } of [theirs, abroad]) {
    expect(await shopKeeper.ask('GET', `/sales/${id}`)).toMatchObject(notFound)
    expect(await shopKeeper.ask('POST', `/sales/${id}/ask`)).toMatchObject(notFound)
    const reveal = { reason: 'Lost receipt' }
    expect(await shopKeeper.ask('POST', `/sales/${id}/reveal`, reveal)).toMatchObject(notFound)
  }
  expect(await administrator.ask('GET', `/sales/${abroad.id}`)).toMatchObject(notFound)
  const elsewhere = await administrator.ask('GET', `/sales?utility=${hills.utilityId}`)
  expect(elsewhere).toMatchObject({ status: 404, body: { code: 'utility.unknown' } })
  const sellers = await shopKeeper.ask('GET', '/sales/sellers')
  expect(sellers.body.data.filter(({ kind }: { kind: string }) => kind === 'vendor')).toEqual([
    expect.objectContaining({ id: harbour.vendors[0]!.id }),
  ])
})

test('the parts of a sale are its tender, its calculation comes to itself, and no token is shown', async () => {
  const sale = await sold(harbour, 0, '500')
  const { status, body } = await auditor.ask('GET', `/sales/${sale.id}`)
  expect(status).toBe(200)
  const minor = (text: string) => BigInt(text.replace('.', ''))
  const parts = body.sums.map(({ amount }: { amount: string }) => minor(amount))
  expect(parts.reduce((sum: bigint, part: bigint) => sum + part, 0n)).toBe(50_000n)
  expect(body).toMatchObject({ state: 'done', amount: '500.00', traceCheck: 'same', hold: null })
  expect(body.trace.tender).toBe('500.00')
  expect(body.trace.steps.map(({ step }: { step: string }) => step)).toContain('arrears')
  const { digits } = sale.tokens[0]!
  expect(body.tokens).toEqual([expect.objectContaining({ lastFour: digits.slice(-4), of: 1 })])
  expect(body.receipt.tokens).toEqual([])
  expect(JSON.stringify(body)).not.toContain(digits.slice(0, 16))
})

test('a calculation that was altered in the database is told', async () => {
  const sale = await sold(harbour, 0, '60')
  const superuser = new pg.Client(harbour.files.privileged)
  await superuser.connect()
  await superuser.query(
    `update hub.sale set trace = replace(trace::text, '"6000"', '"7000"')::json where id = $1`,
    [sale.id],
  )
  await superuser.end()
  const { body } = await auditor.ask('GET', `/sales/${sale.id}`)
  expect(body.traceCheck).toBe('differs')
})

test('a token is revealed to who may, with a reason, and the trail has the last four digits only', async () => {
  const sale = await sold(harbour, 0)
  const { digits } = sale.tokens[0]!
  const path = `/sales/${sale.id}/reveal`
  expect(await auditor.ask('POST', path, { reason: 'Curious' })).toMatchObject({
    status: 403,
    body: { code: 'access.not_allowed', params: { permission: 'token.reveal' } },
  })
  expect((await desk.ask('POST', path, { reason: '' })).status).toBe(400)
  setClock(() => Date.now() + 11 * 60_000)
  expect(await desk.ask('POST', path, { reason: 'Lost' })).toMatchObject({
    body: { code: 'session.step_up_required' },
  })
  setClock()
  const key = newId<'key'>()
  const reveal = () => desk.ask('POST', path, { reason: 'The customer lost the receipt' }, key)
  const [first, again] = [await reveal(), await reveal()]
  expect(first).toMatchObject({ status: 200, body: { tokens: [{ digits, of: 1 }] } })
  expect(again.body).toEqual(first.body)

  const history = await auditor.ask('GET', `/audit?objectKind=sale&objectId=${sale.id}`)
  expect(history.body.data).toEqual([
    expect.objectContaining({
      action: 'token.reveal',
      reason: 'The customer lost the receipt',
      actor: expect.objectContaining({ name: desk.name }),
      source: '127.0.0.1',
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
      after: {
        receipt: sale.receiptNumber,
        serialNumber: harbour.meter.serialNumber,
        lastFour: [digits.slice(-4)],
      },
    }),
  ])
  expect(JSON.stringify(history.body)).not.toContain(digits.slice(0, 16))
})

test('a sale whose outcome is unknown is asked about now, and once it is decided no more', async () => {
  const biller = scriptedBackEnd()
  const putBack = useBackEnds([biller.backEnd])
  setCallDeadline(150)
  biller.onIssue(silent)
  biller.onAsk(says({ outcome: 'unknown' }), says(tokenOf('7')))
  const reply = await harbour.vendor.client.sell(harbour.meter.serialNumber, '100')
  expect(reply.status).toBe(202)
  const id = String(reply.body.id)
  expect((await found(administrator, { state: 'unknown' })).ids).toEqual([id])
  expect(await desk.ask('POST', `/sales/${id}/ask`)).toMatchObject({ status: 403 })
  const nothing = { reason: 'Lost receipt' }
  expect(await administrator.ask('POST', `/sales/${id}/reveal`, nothing)).toMatchObject({
    status: 409,
    body: { code: 'sale.without_token' },
  })
  const still = await administrator.ask('POST', `/sales/${id}/ask`)
  expect(still).toMatchObject({ status: 200, body: { state: 'unknown', traceCheck: 'outside' } })
  const decided = await administrator.ask('POST', `/sales/${id}/ask`)
  expect(decided.body).toMatchObject({ state: 'done', hold: null, tokens: [{ lastFour: '7777' }] })
  expect(await administrator.ask('POST', `/sales/${id}/ask`)).toMatchObject({
    status: 409,
    body: { code: 'sale.decided' },
  })
  putBack()
  const { body } = await auditor.ask('GET', `/audit?objectKind=sale&objectId=${id}`)
  expect(body.data.map(({ action }: { action: string }) => action)).toEqual([
    'sale.ask',
    'sale.ask',
  ])
})
