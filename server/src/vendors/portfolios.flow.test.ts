import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type World, world } from '../../test/harness.ts'
import { grantsOf, utilitiesInReach } from '../access/index.ts'
import { type AtConsole, personAtConsole, roleId } from '../access/test/console.ts'
import { reading, transaction } from '../db/index.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { addVendor, makePortfolio, type PortfolioKind, removeVendor } from './index.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 60_000 })

let harbour: World
let hills: World
let boss: AtConsole
let north: Id<'portfolio'>
let south: Id<'portfolio'>

beforeAll(async () => {
  harbour = await world({ vendors: 4 })
  hills = await world({ in: harbour })
  boss = await personAtConsole(harbour, ['Tenant administrator'])
  north = await portfolio('North', 0, 1)
  south = await portfolio('South', 2)
})
afterAll(() => harbour.close())

const vendorId = (n: number) => harbour.vendors[n]!.id
const refused = (status: number, code: string) => ({ status, body: { code } })
const noSuch = refused(404, 'portfolio.unknown')

async function portfolio(name: string, ...members: number[]) {
  return transaction(harbour.actor, async (tx) => {
    const id = await makePortfolio(tx, harbour.actor, { kind: 'vendor_group', name })
    for (const n of members) await addVendor(tx, harbour.actor, id, vendorId(n))
    return id
  })
}

const move = (act: typeof addVendor, id: Id<'portfolio'>, n: number) =>
  transaction(harbour.actor, (tx) => act(tx, harbour.actor, id, vendorId(n)))

const through = (portfolioId: Id<'portfolio'>, reach: PortfolioKind = 'vendor_group') =>
  ({ reach, portfolioId }) as const

async function ownRole(...permissions: string[]): Promise<string> {
  const name = `Role ${newId<'name'>()}`
  expect((await boss.ask('POST', '/roles', { name, permissions })).status).toBe(201)
  return name
}

/** The vendors whose sales of today somebody sees. */
async function seenVendors({ ask }: AtConsole): Promise<string[]> {
  const { status, body } = await ask('GET', `/overview?utility=${harbour.utilityId}`)
  expect(status).toBe(200)
  return body.vendors.map(({ id }: { id: string }) => id).sort()
}

test('a vendor put into a group is seen with the next request of its people, one taken out is not', async () => {
  for (const { client } of harbour.vendors) {
    expect((await client.sell(harbour.meter.serialNumber, '50')).status).toBe(201)
  }
  const group = await portfolio('Coast', 0)
  const supervisor = await personAtConsole(harbour, ['Vendor supervisor', through(group)])
  expect(await seenVendors(supervisor)).toEqual([vendorId(0)])
  await move(addVendor, group, 1)
  expect(await seenVendors(supervisor)).toEqual([vendorId(0), vendorId(1)].sort())
  await move(removeVendor, group, 0)
  expect(await seenVendors(supervisor)).toEqual([vendorId(1)])
  await move(removeVendor, group, 1)
  expect(await seenVendors(supervisor)).toEqual([])
  const kept = await reading(harbour.actor, (db) =>
    db.rows(
      `select 1 from vendors.portfolio_member
       where tenant_id = $1 and portfolio_id = $2 and ends_at is not null`,
      [harbour.tenantId, group],
    ),
  )
  expect(kept).toHaveLength(2)
})

test('an agent sees the vendors in the agent’s care, beside those of another role', async () => {
  const made = await boss.ask('POST', '/portfolios', { kind: 'agent', name: 'Wanjiru' })
  expect(made.status).toBe(201)
  const path = `/portfolios/${made.body.id}/vendors`
  for (const n of [2, 3, 2]) {
    expect((await boss.ask('PUT', `${path}/${vendorId(n)}`)).status).toBe(204)
  }
  const agent = await personAtConsole(
    harbour,
    ['Vendor supervisor', through(made.body.id, 'agent')],
    ['Vendor supervisor', { reach: 'vendor', vendorId: vendorId(0) }],
  )
  expect(await seenVendors(agent)).toEqual([vendorId(0), vendorId(2), vendorId(3)].sort())
  expect((await boss.ask('DELETE', `${path}/${vendorId(2)}`)).status).toBe(204)
  expect((await boss.ask('DELETE', `${path}/${vendorId(2)}`)).status).toBe(204)
  expect(await seenVendors(agent)).toEqual([vendorId(0), vendorId(3)].sort())
})

test('whoever reaches some vendors reaches no household, meter or tariff by that', async () => {
  const group = await portfolio('Islands', 0)
  const desk = await personAtConsole(harbour, ['Auditor', through(group)])
  const { permissions } = (await desk.ask('GET', '/session')).body
  expect(permissions).toContain('customer.read')
  const grants = await reading(harbour.actor, (db) => grantsOf(db, harbour.tenantId, desk.id))
  const actor = { ...harbour.actor, kind: 'person', ...grants } as const
  for (const permission of ['customer.read', 'meter.read', 'tariff.read'] as const) {
    expect(utilitiesInReach(actor, permission)).toEqual([])
  }
  expect(utilitiesInReach(actor, 'sale.read')).toBeNull()
})

test('a group user sees the own group alone, also by guessing; another’s is like one that does not exist', async () => {
  const rights = ['vendor.read', 'portfolio.write', 'sale.read']
  const lead = await personAtConsole(harbour, [await ownRole(...rights), through(north)])
  const listed = (await lead.ask('GET', '/portfolios')).body.data
  expect(listed).toMatchObject([{ id: north, kind: 'vendor_group', name: 'North', vendors: 2 }])
  const own = await lead.ask('GET', `/portfolios/${north}`)
  expect(own.body.vendors.map(({ id }: { id: string }) => id).sort()).toEqual(
    [vendorId(0), vendorId(1)].sort(),
  )
  const theirs = await transaction(hills.actor, (tx) =>
    makePortfolio(tx, hills.actor, { kind: 'vendor_group', name: 'Hills' }),
  )
  for (const id of [south, theirs, newId<'portfolio'>()]) {
    const answers = [
      await lead.ask('GET', `/portfolios/${id}`),
      await lead.ask('PATCH', `/portfolios/${id}`, { name: 'Mine now' }),
      await lead.ask('PUT', `/portfolios/${id}/vendors/${vendorId(0)}`),
      await lead.ask('DELETE', `/portfolios/${id}/vendors/${vendorId(2)}`),
    ]
    for (const answer of answers) expect(answer).toMatchObject(noSuch)
  }
  for (const id of [vendorId(2), hills.vendor.id, newId<'vendor'>()]) {
    expect(await lead.ask('PUT', `/portfolios/${north}/vendors/${id}`)).toMatchObject(
      refused(404, 'vendor.unknown'),
    )
  }
  const make = await lead.ask('POST', '/portfolios', { kind: 'vendor_group', name: 'Mine' })
  expect(make).toMatchObject(refused(403, 'access.not_allowed'))
  expect((await lead.ask('PATCH', `/portfolios/${north}`, { name: 'North ' })).status).toBe(204)
  expect((await lead.ask('DELETE', `/portfolios/${north}/vendors/${vendorId(1)}`)).status).toBe(204)
  await move(addVendor, north, 1)
})

test('nobody widens what others see by a vendor put into their group, beyond the own rights', async () => {
  const group = await portfolio('Lakeside', 0)
  const held = await ownRole('vendor.read', 'sale.read', 'deposit.confirm')
  await personAtConsole(harbour, [held, through(group)])
  const clerk = await personAtConsole(harbour, [await ownRole('vendor.read', 'portfolio.write')])
  const path = `/portfolios/${group}/vendors/${vendorId(3)}`
  for (const act of ['PUT', 'DELETE'] as const) {
    expect(await clerk.ask(act, path)).toMatchObject({
      status: 403,
      body: { code: 'access.not_allowed', params: { permission: 'sale.read' } },
    })
  }
  // The same rights, but over another vendor only, are no better.
  const there = await personAtConsole(
    harbour,
    [await ownRole('vendor.read', 'portfolio.write')],
    [held, { reach: 'vendor', vendorId: vendorId(2) }],
  )
  expect(await there.ask('PUT', path)).toMatchObject(refused(403, 'access.not_allowed'))
  const manager = await personAtConsole(harbour, [
    await ownRole('vendor.read', 'portfolio.write', 'sale.read', 'deposit.confirm'),
  ])
  expect((await manager.ask('PUT', path)).status).toBe(204)
})

test('a role is given through the own group, and not through another, by name or by guessing', async () => {
  const rights = ['person.read', 'person.invite', 'role.write', 'sale.read', 'vendor.read']
  const name = await ownRole(...rights)
  const lead = await personAtConsole(harbour, [name, through(north)])
  const role = await roleId(boss, name)
  const invite = (reach: object) =>
    lead.ask('POST', '/people', {
      email: `${newId<'mail'>()}@harbour.example`,
      name: 'New',
      roles: [{ roleId: role, ...reach }],
    })
  const invited = await invite({ reach: 'vendor_group', reachId: north })
  expect(invited.status).toBe(201)
  expect((await invite({ reach: 'vendor', reachId: vendorId(0) })).status).toBe(201)
  const seen = await lead.ask('GET', `/people/${invited.body.id}`)
  expect(seen.body.roles).toMatchObject([
    { reach: 'vendor_group', reachId: north, reachName: 'North' },
  ])
  for (const reach of [
    { reach: 'vendor_group', reachId: south },
    { reach: 'vendor_group', reachId: newId<'portfolio'>() },
    { reach: 'agent', reachId: north },
    { reach: 'vendor', reachId: vendorId(2) },
    { reach: 'utility', reachId: harbour.utilityId },
  ]) {
    const answer = await invite(reach)
    expect(answer).toMatchObject(refused(404, 'role.reach_unknown'))
    // Nothing else that is wrong with the request tells the one from the other.
    const unknownRole = { roleId: newId<'role'>(), ...reach }
    const put = await lead.ask('PUT', `/people/${newId<'person'>()}/roles`, {
      roles: [unknownRole],
    })
    expect(put).toMatchObject(refused(404, 'role.reach_unknown'))
  }
  for (const reach of ['tenant', 'own']) {
    expect(await invite({ reach })).toMatchObject(refused(403, 'access.not_allowed'))
  }
  // Somebody of the same group is seen; somebody who holds another group, or the group's vendors besides, is not.
  const other = await personAtConsole(harbour, [name, through(south)])
  const both = await personAtConsole(harbour, [name, through(north)], [name, through(south)])
  for (const { id } of [other, both]) {
    expect((await lead.ask('GET', `/people/${id}`)).status).toBe(404)
  }
  const offered = async (kind: string) =>
    (await lead.ask('GET', `/reaches?kind=${kind}`)).body.data.map(({ id }: { id: string }) => id)
  expect(await offered('vendor_group')).toEqual([north])
  expect((await offered('vendor')).sort()).toEqual([vendorId(0), vendorId(1)].sort())
  expect(await offered('utility')).toEqual([harbour.utilityId])
  expect(await offered('agent')).toEqual([])
})

test('a role that reaches what is one’s own reaches nothing else, and makes nobody part of a shop', async () => {
  const finance = await roleId(boss, 'Finance')
  const one = await personAtConsole(harbour, ['Finance'])
  const roles = [{ roleId: finance, reach: 'own' }]
  expect((await boss.ask('PUT', `/people/${one.id}/roles`, { roles })).status).toBe(204)
  expect((await boss.ask('GET', `/people/${one.id}`)).body.roles).toMatchObject([
    { reach: 'own', reachId: null, reachName: null },
  ])
  expect((await one.ask('GET', '/session')).body.utilities).toEqual([])
  expect((await one.ask('GET', '/portfolios')).body.data).toEqual([])
  const trail = (await one.ask('GET', '/audit')).body.data
  for (const { actor } of trail) expect(actor.id).toBe(one.id)
  const name = await ownRole('person.read', 'vendor.read')
  const keeper = await personAtConsole(harbour, [name, through(north)])
  expect((await keeper.ask('GET', `/people/${one.id}`)).status).toBe(404)
})

test('groups are listed page by page; two of a kind cannot have one name; a group once for each key', async () => {
  const key = newId<'key'>()
  const make = (name: string, kind = 'vendor_group', own: string = newId<'key'>()) =>
    boss.ask('POST', '/portfolios', { kind, name }, own)
  const [first, again] = [
    await make('Ridge', 'vendor_group', key),
    await make('Ridge', 'vendor_group', key),
  ]
  expect(again.body).toEqual(first.body)
  expect(await make('ridge')).toMatchObject(refused(409, 'portfolio.name_taken'))
  expect((await make('Ridge', 'agent')).status).toBe(201)
  expect(await boss.ask('PATCH', `/portfolios/${first.body.id}`, { name: 'NORTH' })).toMatchObject(
    refused(409, 'portfolio.name_taken'),
  )
  for (let n = 0; n < 26; n++) expect((await make(`Page ${n}`)).status).toBe(201)
  const one = (await boss.ask('GET', '/portfolios?search=PAGE')).body
  expect(one.data).toHaveLength(25)
  const two = (await boss.ask('GET', `/portfolios?search=page&after=${one.next}`)).body
  expect(two.data).toHaveLength(1)
  expect(two.next).toBeNull()
  expect(await boss.ask('GET', '/portfolios?after=nowhere')).toMatchObject(
    refused(400, 'portfolio.cursor_malformed'),
  )
})
