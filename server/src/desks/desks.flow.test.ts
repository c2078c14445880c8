import { afterAll, beforeAll, expect, test } from 'vitest'
import { type World, world } from '../../test/harness.ts'
import { type AtConsole, personAtConsole } from '../access/test/console.ts'

let town: World
let asha: AtConsole
let juma: AtConsole

beforeAll(async () => {
  town = await world({})
  asha = await personAtConsole(town, ['Tenant administrator'])
  juma = await personAtConsole(town, ['Meter desk'])
}, 60_000)
afterAll(() => town?.close())

const view = { screen: 'meters', name: 'Blocked ones', address: 'status=blocked', shared: false }
const views = async (who: AtConsole, screen = 'meters') =>
  (await who.ask('GET', `/saved-views?screen=${screen}`)).body.data

test('a view is saved once however often the request is sent, and is its owner’s alone', async () => {
  const first = await asha.ask('POST', '/saved-views', view, 'same-key-1')
  const again = await asha.ask('POST', '/saved-views', view, 'same-key-1')
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.body.id).toBe(first.body.id)
  expect(await views(asha)).toMatchObject([
    { name: 'Blocked ones', address: 'status=blocked', mine: true, shared: false },
  ])
  expect(await views(juma)).toEqual([])
  const taken = await juma.ask('DELETE', `/saved-views/${first.body.id}`)
  expect(taken.body.code).toBe('saved_view.unknown')
  const { body } = await asha.ask('POST', '/saved-views', { ...view, name: 'blocked ONES' })
  expect(body.code).toBe('saved_view.name_taken')
})

test('a shared view is offered to others, who cannot remove it; its deeds are in the trail', async () => {
  const { body } = await asha.ask('POST', '/saved-views', {
    ...view,
    name: 'For all',
    shared: true,
  })
  expect(await views(juma)).toMatchObject([{ name: 'For all', mine: false, by: asha.name }])
  expect((await juma.ask('DELETE', `/saved-views/${body.id}`)).status).toBe(404)
  expect((await asha.ask('DELETE', `/saved-views/${body.id}`)).status).toBe(204)
  expect(await views(juma)).toEqual([])
  const trail = await asha.ask('GET', `/audit?objectKind=saved_view&objectId=${body.id}`)
  expect(trail.body.data.map(({ action }: { action: string }) => action)).toEqual([
    'saved_view.remove',
    'saved_view.save',
  ])
})

test('a view of a screen that one may not open is neither saved nor offered', async () => {
  await asha.ask('POST', '/saved-views', { ...view, screen: 'audit', shared: true })
  expect(await views(juma, 'audit')).toEqual([])
  const { body } = await juma.ask('POST', '/saved-views', { ...view, screen: 'audit' })
  expect(body.code).toBe('access.not_allowed')
})

test('who reaches one vendor keeps views and shares none', async () => {
  const own = await personAtConsole(town, [
    'Vendor supervisor',
    { reach: 'vendor', vendorId: town.vendor.id },
  ])
  const sales = { ...view, screen: 'transactions' }
  expect((await own.ask('POST', '/saved-views', sales)).status).toBe(201)
  const { body } = await own.ask('POST', '/saved-views', { ...sales, name: 'b', shared: true })
  expect(body.code).toBe('access.not_allowed')
})

test('theme and density follow the person', async () => {
  expect((await juma.ask('GET', '/preference')).body).toEqual({ chosen: null })
  const chosen = { theme: 'dark', density: 'comfortable' }
  expect((await juma.ask('PUT', '/preference', chosen)).status).toBe(204)
  expect((await juma.ask('GET', '/preference')).body).toEqual({ chosen })
  expect((await asha.ask('GET', '/preference')).body).toEqual({ chosen: null })
  expect((await juma.ask('PUT', '/preference', { ...chosen, theme: 'pink' })).status).toBe(400)
})
