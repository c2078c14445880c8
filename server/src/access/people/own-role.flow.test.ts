import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type World, world } from '../../../test/harness.ts'
import { reading, transaction } from '../../db/index.ts'
import { newId } from '../../kernel/ids.ts'
import { allPermissions, permissions, type ShippedRole, shippedRoles, shipRoles } from '../index.ts'
import { type AtConsole, personAtConsole, roleId, signInAs } from '../test/console.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 60_000 })

let harbour: World
let hills: World
let boss: AtConsole
let stranger: AtConsole

beforeAll(async () => {
  harbour = await world({ vendors: 2 })
  hills = await world({ in: harbour })
  boss = await personAtConsole(harbour, ['Tenant administrator'])
  stranger = await personAtConsole(hills, ['Tenant administrator'])
})
afterAll(() => harbour.close())

const refused = (status: number, code: string) => ({ status, body: { code } })
const no = refused(403, 'access.not_allowed')

async function ownRole(...rights: string[]): Promise<{ id: string; name: string }> {
  const name = `Role ${newId<'name'>()}`
  const made = await boss.ask('POST', '/roles', { name, permissions: rights })
  expect(made.status).toBe(201)
  return { id: made.body.id, name }
}

const manager = ['person.read', 'person.invite', 'role.write', 'meter.read']

test('every right is listed once, under its noun, with a sentence', async () => {
  const { body } = await boss.ask('GET', '/permissions')
  const groups = body.data as { noun: string; permissions: { name: string; sentence: string }[] }[]
  const listed = groups.flatMap((group) => group.permissions)
  expect(Object.fromEntries(listed.map(({ name, sentence }) => [name, sentence]))).toEqual(
    permissions,
  )
  expect(listed).toHaveLength(allPermissions.length)
  for (const { noun, permissions: those } of groups) {
    for (const { name } of those) expect(name.startsWith(`${noun}.`)).toBe(true)
  }
})

test('the shipped roles are listed with the people who have them, and stay as they are', async () => {
  const before = (await boss.ask('GET', '/roles')).body.data as { name: string; people: number }[]
  const count = (list: typeof before, name: string) => list.find((one) => one.name === name)?.people
  await personAtConsole(harbour, ['Auditor'])
  const list = (await boss.ask('GET', '/roles')).body.data
  expect(count(list, 'Auditor')).toBe((count(before, 'Auditor') ?? 0) + 1)
  for (const [name, rights] of Object.entries(shippedRoles)) {
    const role = await boss.ask('GET', `/roles/${await roleId(boss, name)}`)
    expect(role.body).toMatchObject({ name, shipped: true })
    expect(new Set(role.body.permissions)).toEqual(new Set(rights))
    const content = { name, permissions: ['meter.read'] }
    expect(await boss.ask('PUT', `/roles/${role.body.id}`, content)).toMatchObject(
      refused(409, 'role.shipped'),
    )
    expect(await boss.ask('DELETE', `/roles/${role.body.id}`)).toMatchObject(
      refused(409, 'role.shipped'),
    )
  }
})

test('the shipped roles of an older tenant gain what a newer version adds; its own stay', async () => {
  const own = await ownRole('meter.read')
  await transaction(harbour.actor, async (tx) => {
    await tx.execute(
      `update access.role set permissions = array['meter.read']
       where tenant_id = $1 and name = 'Finance'`,
      [harbour.tenantId],
    )
    await shipRoles(tx, harbour.tenantId)
  })
  const list = (await boss.ask('GET', '/roles')).body.data as Record<string, unknown>[]
  const rights = (name: string) => list.find((one) => one.name === name)?.permissions
  expect(rights(own.name)).toEqual(['meter.read'])
  expect(new Set(rights('Finance') as string[])).toEqual(new Set(shippedRoles.Finance))
  expect(list.filter(({ shipped }) => shipped)).toHaveLength(Object.keys(shippedRoles).length)
})

test('a copy begins with the rights of another role, and goes its own way', async () => {
  const finance = await roleId(boss, 'Finance')
  const made = await boss.ask('POST', '/roles', { name: 'Finance, coast', copyOf: finance })
  expect(made.status).toBe(201)
  const copy = await boss.ask('GET', `/roles/${made.body.id}`)
  expect(copy.body).toMatchObject({ name: 'Finance, coast', shipped: false, people: 0 })
  expect(new Set(copy.body.permissions)).toEqual(new Set(shippedRoles.Finance))

  const rights = [...shippedRoles.Finance.filter((one) => one !== 'margin.set'), 'meter.read']
  const content = { name: 'Finance, coast', permissions: rights }
  expect((await boss.ask('PUT', `/roles/${made.body.id}`, content)).status).toBe(204)
  const compared = await boss.ask('GET', `/roles/compare?a=${finance}&b=${made.body.id}`)
  expect(compared.body).toMatchObject({
    a: { name: 'Finance' },
    b: { name: 'Finance, coast' },
    onlyA: ['margin.set'],
    onlyB: ['meter.read'],
  })
  expect(compared.body.both).toHaveLength(shippedRoles.Finance.length - 1)
})

test('a role made again by the browser is made once, and a name is taken whatever its capitals', async () => {
  const key = newId<'key'>()
  const body = { name: 'Night desk', permissions: ['meter.read'] }
  const [one, two] = await Promise.all([1, 2].map(() => boss.ask('POST', '/roles', body, key)))
  expect(one).toMatchObject({ status: 201, body: { id: two!.body.id } })
  for (const name of ['NIGHT DESK', ' night desk ', 'finance']) {
    expect(await boss.ask('POST', '/roles', { ...body, name })).toMatchObject(
      refused(409, 'role.name_taken'),
    )
  }
  // Another tenant has its own.
  expect((await stranger.ask('POST', '/roles', body)).status).toBe(201)
})

test('a changed role counts with the next request of whoever has it', async () => {
  const role = await ownRole('person.read')
  const holder = await personAtConsole(harbour, [role.name])
  expect((await holder.ask('GET', '/people')).status).toBe(200)
  await boss.ask('PUT', `/roles/${role.id}`, { name: role.name, permissions: ['meter.read'] })
  expect(await holder.ask('GET', '/people')).toMatchObject(no)
})

test('a role that somebody has is not removed; one that nobody has is gone', async () => {
  const role = await ownRole('meter.read')
  const holder = await personAtConsole(harbour, [role.name])
  expect(await boss.ask('DELETE', `/roles/${role.id}`)).toMatchObject(refused(409, 'role.in_use'))
  await boss.ask('PUT', `/people/${holder.id}/roles`, { roles: [] })
  expect((await boss.ask('DELETE', `/roles/${role.id}`)).status).toBe(204)
  expect(await boss.ask('GET', `/roles/${role.id}`)).toMatchObject(refused(404, 'role.unknown'))
})

test('nobody makes, copies or removes a role with rights they have not', async () => {
  const { name } = await ownRole(...manager)
  const lead = await personAtConsole(harbour, [name])
  const all = await roleId(boss, 'Tenant administrator')
  expect(await lead.ask('POST', '/roles', { name: 'Copy', copyOf: all })).toMatchObject(no)
  expect(await lead.ask('POST', '/roles', { name: 'K', permissions: ['key.load'] })).toMatchObject(
    no,
  )
  const small = await lead.ask('POST', '/roles', { name: 'Small', permissions: ['meter.read'] })
  expect(small.status).toBe(201)
  const theirs = await ownRole('key.load')
  expect(await lead.ask('DELETE', `/roles/${theirs.id}`)).toMatchObject(no)
  expect((await lead.ask('DELETE', `/roles/${small.body.id}`)).status).toBe(204)
})

test('nobody gains or gives a right by editing a role that they or others have', async () => {
  const own = await ownRole(...manager)
  const lead = await personAtConsole(harbour, [own.name])
  const others = await ownRole('meter.read', 'key.read')
  const holder = await personAtConsole(harbour, [others.name])
  const edit = (role: { id: string; name: string }, ...rights: string[]) =>
    lead.ask('PUT', `/roles/${role.id}`, { name: role.name, permissions: rights })
  expect(await edit(own, ...manager, 'key.load')).toMatchObject(no)
  expect(await edit(others, 'meter.read', 'key.read', 'key.load')).toMatchObject(no)
  // Also not into a role that nobody has yet.
  expect(await edit(await ownRole('meter.read'), 'meter.read', 'key.load')).toMatchObject(no)
  // Nor is a right taken away by who has it not.
  expect(await edit(others, 'meter.read')).toMatchObject(no)
  expect((await holder.ask('GET', '/session')).body.permissions.sort()).toEqual([
    'key.read',
    'meter.read',
  ])
  expect((await edit(others, 'key.read')).status).toBe(204)
})

test('whoever reaches one shop edits no role that is held farther than that', async () => {
  const vendor = (n: number) => ({ reach: 'vendor', vendorId: harbour.vendors[n]!.id }) as const
  const keeping = await ownRole(...manager, 'sale.read')
  const keeper = await personAtConsole(harbour, [keeping.name, vendor(0)])
  const local = await ownRole('meter.read')
  const edit = (...rights: string[]) =>
    keeper.ask('PUT', `/roles/${local.id}`, { name: local.name, permissions: rights })
  await personAtConsole(harbour, [local.name, vendor(0)])
  expect((await edit('meter.read', 'sale.read')).status).toBe(204)
  await personAtConsole(harbour, [local.name, vendor(1)])
  expect(await edit('meter.read')).toMatchObject(no)
  expect(
    await keeper.ask('PUT', `/roles/${local.id}`, {
      name: 'Renamed',
      permissions: ['meter.read', 'sale.read'],
    }),
  ).toMatchObject(no)
})

test('a role of another tenant is like one that does not exist', async () => {
  const finance = await roleId(boss, 'Finance')
  for (const id of [await roleId(stranger, 'Finance'), newId<'role'>()]) {
    const answers = [
      await boss.ask('GET', `/roles/${id}`),
      await boss.ask('GET', `/roles/compare?a=${finance}&b=${id}`),
      await boss.ask('POST', '/roles', { name: 'Copied', copyOf: id }),
      await boss.ask('PUT', `/roles/${id}`, { name: 'Mine', permissions: [] }),
      await boss.ask('DELETE', `/roles/${id}`),
    ]
    for (const answer of answers) expect(answer).toMatchObject(refused(404, 'role.unknown'))
  }
})

test('each change of a role is in the trail, with what was before', async () => {
  const role = await ownRole('meter.read')
  await boss.ask('PUT', `/roles/${role.id}`, { name: 'Tide desk', permissions: ['sale.read'] })
  await boss.ask('DELETE', `/roles/${role.id}`)
  const trail = await reading(harbour.actor, (db) =>
    db.rows(
      `select action, actor_id, before, after from audit.event
       where tenant_id = $1 and object_kind = 'role' and object_id = $2 order by occurred_at, id`,
      [harbour.tenantId, role.id],
    ),
  )
  const before = { name: role.name, permissions: ['meter.read'] }
  const after = { name: 'Tide desk', permissions: ['sale.read'] }
  expect(trail).toMatchObject([
    { action: 'role.make', actor_id: boss.id, after: before },
    { action: 'role.change', before, after },
    { action: 'role.remove', before: after },
  ])
})

type Route = readonly [
  right: string,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
]

/** Every route of this module that needs a right, about a person and a role that exist nowhere. */
function routes(): readonly Route[] {
  const person = `/people/${newId<'person'>()}`
  const role = `/roles/${newId<'role'>()}`
  const reason = { reason: 'Because' }
  return [
    ['person.read', 'GET', '/people'],
    ['person.read', 'GET', person],
    ['person.invite', 'POST', '/people', { email: 'a', name: 'A', roles: [] }],
    ['person.invite', 'PATCH', person, { name: 'A' }],
    ['person.invite', 'POST', `${person}/disable`, reason],
    ['person.invite', 'POST', `${person}/enable`, reason],
    ['role.write', 'PUT', `${person}/roles`, { roles: [] }],
    ['person.read', 'GET', `${person}/sessions`],
    ['person.invite', 'DELETE', `${person}/sessions/${newId<'session'>()}`],
    ['person.read', 'GET', '/roles'],
    ['person.read', 'GET', role],
    ['role.write', 'POST', '/roles', { name: '', permissions: [] }],
    ['role.write', 'PUT', role, { name: 'A', permissions: [] }],
    ['role.write', 'DELETE', role],
    ['person.read', 'GET', `/roles/compare?a=${newId<'role'>()}&b=${newId<'role'>()}`],
    ['person.read', 'GET', '/permissions'],
  ]
}

test('each shipped role reaches the routes that its rights open, and no other', async () => {
  for (const [name, rights] of Object.entries(shippedRoles)) {
    const { ask } = await personAtConsole(harbour, [name as ShippedRole])
    for (const [right, method, path, body] of routes()) {
      const answer = await ask(method, path, body)
      const may = (rights as readonly string[]).includes(right)
      if (may) expect([name, path, answer.status === 403]).toEqual([name, path, false])
      else {
        const body = { code: 'access.not_allowed', params: { permission: right } }
        expect([name, path, answer]).toMatchObject([name, path, { status: 403, body }])
      }
    }
  }
})

test('somebody without a role, and somebody who is not signed in, get through nowhere', async () => {
  const bare = await personAtConsole(harbour)
  const gone = await signInAs(harbour, bare)
  await gone.ask('DELETE', '/session')
  for (const [, method, path, body] of routes()) {
    expect(await bare.ask(method, path, body)).toMatchObject(no)
    expect((await gone.ask(method, path, body)).status).toBe(401)
  }
})
