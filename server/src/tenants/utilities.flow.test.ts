import { afterAll, beforeAll, expect, test } from 'vitest'
import { till, type World, world } from '../../test/harness.ts'
import { type AtConsole, personAtConsole } from '../access/test/console.ts'
import { newId } from '../kernel/ids.ts'

let here: World
let administrator: AtConsole
beforeAll(async () => {
  here = await world()
  administrator = await personAtConsole(here, ['Tenant administrator'])
})
afterAll(() => here.close())

const dinars = {
  name: 'Kathmandu Valley Water',
  shortName: 'Valley Water',
  receiptPrefix: 'KV',
  currency: { code: 'KWD', decimals: 3 },
  timeZone: 'Asia/Kathmandu',
  commodities: ['water'],
  address: 'Durbar Marg 4',
  taxNumber: '',
  supportPhone: '16600',
  receiptMessage: 'Close the tap.',
  quickAmounts: ['5.000', '12.250'],
  languages: ['en', 'ar'],
  unitDecimals: { water: 3 },
  retentionMonths: 84,
}

const deeds = async (id: string, action: string) => {
  const path = `/audit?objectKind=utility&objectId=${id}&action=${action}`
  return (await administrator.ask('GET', path)).body.data
}

test('a utility is registered once for its key, and read as it was written', async () => {
  const key = newId<'key'>()
  const made = await administrator.ask('POST', '/utilities', dinars, key)
  expect(made.status).toBe(201)
  expect(await administrator.ask('POST', '/utilities', dinars, key)).toEqual(made)
  const other = { ...dinars, name: 'Another' }
  expect((await administrator.ask('POST', '/utilities', other, key)).body.code).toBe(
    'request.key_reused',
  )
  const { body } = await administrator.ask('GET', `/utilities/${made.body.id}`)
  expect(body).toMatchObject({ ...dinars, brandColour: '', holidays: [], logos: [] })
  const { utilities } = (await administrator.ask('GET', '/session')).body
  expect(utilities.map(({ name }: { name: string }) => name)).toContain(dinars.name)
  expect((await deeds(made.body.id, 'utility.create'))[0].after).toMatchObject({
    timeZone: 'Asia/Kathmandu',
    quickAmounts: ['5.000', '12.250'],
  })
})

test.each([
  ['an amount finer than the currency', { quickAmounts: ['1.0005'] }, '/quickAmounts/0'],
  ['a zone that is none', { timeZone: 'Asia/Atlantis' }, '/timeZone'],
  ['a commodity twice', { commodities: ['water', 'water'] }, '/commodities'],
  ['no language', { languages: [] }, '/languages'],
  ['a prefix with a blank', { receiptPrefix: 'K V' }, '/receiptPrefix'],
  ['one month of retention', { retentionMonths: 1 }, '/retentionMonths'],
  ['a currency of one decimal', { currency: { code: 'KWD', decimals: 1 } }, '/currency/decimals'],
  ['a field nobody knows', { tenantId: newId() }, '/tenantId'],
  ['a name of blanks', { name: '   ' }, '/name'],
])('%s is refused and its field is named', async (_, wrong, pointer) => {
  const answer = await administrator.ask('POST', '/utilities', { ...dinars, ...wrong })
  expect(answer.status).toBe(400)
  expect(answer.body.errors[0].pointer).toBe(pointer)
})

test('a change is sold by with the next sale, and audited with before and after', async () => {
  const counter = await till(here, here.vendor)
  const path = `/utilities/${here.utilityId}`
  await counter.sell(here.meter.serialNumber, '100.00')
  const change = { receiptMessage: 'New words.', receiptPrefix: 'NEW' }
  expect((await administrator.ask('PATCH', path, change)).status).toBe(204)
  const { body } = await counter.sell(here.meter.serialNumber, '100.00')
  expect(body.receiptNumber).toMatch(/^NEW-/)
  const [deed, ...others] = await deeds(here.utilityId, 'utility.change')
  expect(others).toEqual([])
  expect(deed).toMatchObject({
    actor: { name: administrator.name },
    before: { receiptMessage: '', receiptPrefix: 'HC' },
    after: { receiptMessage: 'New words.', receiptPrefix: 'NEW' },
  })
  // Saying what is so already is no deed.
  await administrator.ask('PATCH', path, change)
  expect(await deeds(here.utilityId, 'utility.change')).toHaveLength(1)
})

test('currency and zone cannot be changed, and a commodity is only added', async () => {
  const path = `/utilities/${here.utilityId}`
  for (const fixed of [{ currency: dinars.currency }, { timeZone: 'Africa/Cairo' }]) {
    expect((await administrator.ask('PATCH', path, fixed)).body.code).toBe('request.malformed')
  }
  const gone = await administrator.ask('PATCH', path, { commodities: ['water'] })
  expect(gone.body.code).toBe('utility.commodity_kept')
  const more = { commodities: ['electricity', 'gas'] }
  expect((await administrator.ask('PATCH', path, more)).status).toBe(204)
  expect((await administrator.ask('GET', path)).body.unitDecimals).toEqual({
    electricity: 1,
    gas: 2,
  })
})

test('holidays are days that exist, each once, in their order', async () => {
  const path = `/utilities/${here.utilityId}`
  const days = [
    { day: '2026-12-25', name: 'Christmas' },
    { day: '2026-06-01', name: 'Madaraka Day' },
  ]
  expect((await administrator.ask('PUT', `${path}/holidays`, { holidays: days })).status).toBe(204)
  expect((await administrator.ask('GET', path)).body.holidays).toEqual(days.toReversed())
  const wrong = [{ day: '2026-02-30', name: 'None' }, days[0], days[0]]
  const { body } = await administrator.ask('PUT', `${path}/holidays`, { holidays: wrong })
  expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/holidays/0/day',
    '/holidays/2/day',
  ])
})

test('who reaches one utility sees it alone, changes it alone, and registers none', async () => {
  const made = await administrator.ask('POST', '/utilities', { ...dinars, name: 'Out of reach' })
  const local = await personAtConsole(here, [
    'Tenant administrator',
    { reach: 'utility', utilityId: here.utilityId },
  ])
  const { data } = (await local.ask('GET', '/utilities')).body
  expect(data.map(({ id }: { id: string }) => id)).toEqual([here.utilityId])
  const nobody = `/utilities/${newId()}`
  for (const [method, rest, body] of [
    ['GET', '', undefined],
    ['PATCH', '', { shortName: 'Mine' }],
    ['PUT', '/branding', { brandColour: '#ff0000', accentColour: '' }],
    ['PUT', '/holidays', { holidays: [] }],
    ['GET', '/logos/light', undefined],
    ['DELETE', '/logos/light', undefined],
  ] as const) {
    const theirs = await local.ask(method, `/utilities/${made.body.id}${rest}`, body)
    const none = await local.ask(method, `${nobody}${rest}`, body)
    expect({ ...theirs.body, traceId: '' }).toEqual({ ...none.body, traceId: '' })
    expect(theirs.body.code).toBe('utility.unknown')
  }
  expect((await local.ask('POST', '/utilities', dinars)).body.code).toBe('access.not_allowed')
  expect((await local.ask('PATCH', `/utilities/${here.utilityId}`, {})).status).toBe(204)
})

test('settings of the tenant are as usual until it decides, then as it decided', async () => {
  expect((await administrator.ask('GET', '/tenant/settings')).body).toEqual({
    secondFactor: 'optional',
    idleMinutes: 30,
    approvalHours: 72,
  })
  const change = { idleMinutes: 15 }
  expect((await administrator.ask('PATCH', '/tenant/settings', change)).status).toBe(204)
  expect((await administrator.ask('GET', '/tenant/settings')).body.idleMinutes).toBe(15)
  const path = '/audit?action=tenant.configure'
  expect((await administrator.ask('GET', path)).body.data).toMatchObject([
    { before: { idleMinutes: 30 }, after: { idleMinutes: 15 } },
  ])
  const never = await administrator.ask('PATCH', '/tenant/settings', { idleMinutes: 100_000 })
  expect(never.status).toBe(400)
  const local = await personAtConsole(here, [
    'Tenant administrator',
    { reach: 'utility', utilityId: here.utilityId },
  ])
  expect((await local.ask('PATCH', '/tenant/settings', change)).status).toBe(403)
  const finance = await personAtConsole(here, ['Finance'])
  expect((await finance.ask('PATCH', '/tenant/settings', change)).status).toBe(403)
})
