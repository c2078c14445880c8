import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type World, world } from '../../../test/harness.ts'
import { reading, transaction } from '../../db/index.ts'
import { newId } from '../../kernel/ids.ts'
import { disablePerson } from '../index.ts'
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

const atVendor = (n: number) => ({ reach: 'vendor', vendorId: harbour.vendors[n]!.id }) as const
const refused = (status: number, code: string) => ({ status, body: { code } })

async function audited(objectId: string) {
  return reading(harbour.actor, (db) =>
    db.rows<{ action: string; reason: string | null; actor_id: string; after: unknown }>(
      `select action, reason, actor_id, after from audit.event
       where tenant_id = $1 and object_id = $2 order by occurred_at, id`,
      [harbour.tenantId, objectId],
    ),
  )
}

/** Somebody who keeps the people of the first shop, and no others. */
async function shopKeeper() {
  const made = await boss.ask('POST', '/roles', {
    name: `Shop keeper ${newId<'name'>()}`,
    permissions: ['person.read', 'person.invite', 'role.write', 'sale.read', 'vendor.read'],
  })
  expect(made.status).toBe(201)
  const role = await boss.ask('GET', `/roles/${made.body.id}`)
  return personAtConsole(harbour, [role.body.name, atVendor(0)])
}

test('an invited person is there with the role and reach given, and cannot sign in yet', async () => {
  const role = await roleId(boss, 'Vendor supervisor')
  const { id: vendorId } = harbour.vendor
  const invited = await boss.ask('POST', '/people', {
    email: ' Amina@Harbour.example ',
    name: 'Amina Odhiambo',
    language: 'sw',
    roles: [{ roleId: role, reach: 'vendor', reachId: vendorId }],
  })
  expect(invited.status).toBe(201)
  expect(await boss.ask('GET', `/people/${invited.body.id}`)).toMatchObject({
    status: 200,
    body: {
      name: 'Amina Odhiambo',
      email: 'amina@harbour.example',
      status: 'invited',
      language: 'sw',
      lastSignInAt: null,
      sessions: [],
      roles: [
        {
          roleId: role,
          name: 'Vendor supervisor',
          reach: 'vendor',
          reachId: vendorId,
          reachName: 'Baraka Stores',
        },
      ],
    },
  })
  expect(await audited(invited.body.id)).toMatchObject([
    { action: 'person.register', actor_id: boss.id },
    { action: 'invitation.send', actor_id: boss.id },
    { action: 'person.roles', actor_id: boss.id },
  ])
})

test('an invitation sent again by the browser invites once; its key is good for nothing else', async () => {
  const key = newId<'key'>()
  const body = { email: 'twice@harbour.example', name: 'Twice', roles: [] }
  const all = await Promise.all([1, 2, 3].map(() => boss.ask('POST', '/people', body, key)))
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(all.map((answer) => answer.body.id)).size).toBe(1)
  const other = await boss.ask('POST', '/people', { ...body, name: 'Other' }, key)
  expect(other).toMatchObject(refused(422, 'request.key_reused'))
  expect(await boss.ask('POST', '/people', body)).toMatchObject(refused(409, 'person.email_taken'))
  expect(await boss.ask('POST', '/people', body, '')).toMatchObject(
    refused(400, 'request.key_missing'),
  )
})

test('people are found by name, address, status and role, page by page, each once', async () => {
  const role = await roleId(boss, 'Meter desk')
  for (let n = 0; n < 30; n++) {
    const made = await boss.ask('POST', '/people', {
      email: `quay${n}@desk.example`,
      name: n % 2 === 0 ? 'Élodie Quay' : `Quay ${n}`,
      roles: [{ roleId: role, reach: 'tenant' }],
    })
    expect(made.status).toBe(201)
  }
  const query = `role=${role}&status=invited&search=QUAY`
  const first = await boss.ask('GET', `/people?${query}`)
  expect(first.body.data).toHaveLength(25)
  const second = await boss.ask('GET', `/people?${query}&after=${first.body.next}`)
  expect(second.body.data).toHaveLength(5)
  expect(second.body.next).toBeNull()
  const all = [...first.body.data, ...second.body.data]
  expect(new Set(all.map(({ id }: { id: string }) => id)).size).toBe(30)
  const byName = await boss.ask('GET', `/people?search=${encodeURIComponent('éloDIE')}`)
  expect(byName.body.data).toHaveLength(15)
  expect((await boss.ask('GET', '/people?search=quay7@desk')).body.data).toHaveLength(1)
  expect((await boss.ask('GET', '/people?search=%25')).body.data).toEqual([])
  expect(
    (await boss.ask('GET', `/people?${query.replace('invited', 'active')}`)).body.data,
  ).toEqual([])
  expect(await boss.ask('GET', '/people?after=nowhere')).toMatchObject(
    refused(400, 'person.cursor_malformed'),
  )
})

test('a disabled person’s sessions end at once, and stay ended when the person is enabled again', async () => {
  const one = await personAtConsole(harbour, ['Finance'])
  const other = await signInAs(harbour, one)
  const disabled = await boss.ask('POST', `/people/${one.id}/disable`, {
    reason: 'Left in November',
  })
  expect(disabled.status).toBe(204)
  for (const { ask } of [one, other]) expect((await ask('GET', '/session')).status).toBe(401)
  await expect(signInAs(harbour, one)).rejects.toThrow('session.credentials')

  expect((await boss.ask('POST', `/people/${one.id}/disable`, { reason: 'Again' })).status).toBe(
    204,
  )
  expect((await boss.ask('POST', `/people/${one.id}/enable`, { reason: 'Came back' })).status).toBe(
    204,
  )
  for (const { ask } of [one, other]) expect((await ask('GET', '/session')).status).toBe(401)
  const back = await signInAs(harbour, one)
  expect((await back.ask('GET', '/session')).body.permissions).toContain('deposit.confirm')
  const told = (await audited(one.id)).filter(({ reason }) => reason !== null)
  expect(told).toMatchObject([
    { action: 'person.disable', reason: 'Left in November' },
    { action: 'person.enable', reason: 'Came back' },
  ])
})

test('an invited person who was disabled is invited again when enabled, not let in', async () => {
  const body = { email: 'hesitant@harbour.example', name: 'Hesitant', roles: [] }
  const { id } = (await boss.ask('POST', '/people', body)).body
  await boss.ask('POST', `/people/${id}/disable`, { reason: 'Mistake' })
  await boss.ask('POST', `/people/${id}/enable`, { reason: 'No mistake' })
  expect((await boss.ask('GET', `/people/${id}`)).body.status).toBe('invited')
})

test('one session of a person can be ended; the list shows neither its token nor the hash', async () => {
  const one = await personAtConsole(harbour, ['Finance'])
  const other = await signInAs(harbour, one)
  const list = await boss.ask('GET', `/people/${one.id}/sessions`)
  expect(list.body.data).toHaveLength(2)
  const hashes = await reading(harbour.actor, (db) =>
    db.rows<{ hash: string }>(
      `select encode(token_hash, 'hex') as hash from access.session
       where tenant_id = $1 and person_id = $2`,
      [harbour.tenantId, one.id],
    ),
  )
  for (const { hash } of hashes) expect(JSON.stringify(list.body)).not.toContain(hash)
  const [latest] = list.body.data
  const ended = await boss.ask('DELETE', `/people/${one.id}/sessions/${latest.id}`)
  expect(ended.status).toBe(204)
  expect((await other.ask('GET', '/session')).status).toBe(401)
  expect((await one.ask('GET', '/session')).status).toBe(200)
  expect((await boss.ask('DELETE', `/people/${one.id}/sessions/${latest.id}`)).status).toBe(204)
  // The session of somebody else is none of this person's.
  const own = (await boss.ask('GET', `/people/${boss.id}/sessions`)).body.data
  expect(own).toMatchObject([{ current: true }])
  expect(await boss.ask('DELETE', `/people/${one.id}/sessions/${own[0].id}`)).toMatchObject(
    refused(404, 'session.unknown'),
  )
})

test('a new name and language are kept, and what is not given stays', async () => {
  const one = await personAtConsole(harbour, ['Finance'])
  expect((await boss.ask('PATCH', `/people/${one.id}`, { language: 'fr' })).status).toBe(204)
  expect((await boss.ask('PATCH', `/people/${one.id}`, { name: ' Zainab ' })).status).toBe(204)
  expect((await boss.ask('GET', `/people/${one.id}`)).body).toMatchObject({
    name: 'Zainab',
    language: 'fr',
  })
  expect((await boss.ask('PATCH', `/people/${one.id}`, { language: 'xx' })).status).toBe(400)
})

test('the last administrator cannot be disabled or stripped, also by two at the same time', async () => {
  const second = await personAtConsole(hills, ['Tenant administrator'])
  const strip = (by: AtConsole, whom: AtConsole) =>
    by.ask('PUT', `/people/${whom.id}/roles`, { roles: [] })
  const disable = (by: AtConsole, whom: AtConsole) =>
    by.ask('POST', `/people/${whom.id}/disable`, { reason: 'Coup' })
  let meanwhile: ReturnType<typeof strip> | undefined
  await transaction(hills.actor, async (tx) => {
    await disablePerson(tx, hills.actor, second.id)
    meanwhile = strip(second, stranger)
    await passed(500)
  })
  expect(await meanwhile).toMatchObject(refused(409, 'person.last_administrator'))
  const left = stranger
  for (const act of [strip, disable]) {
    expect(await act(left, left)).toMatchObject(refused(409, 'person.last_administrator'))
  }
  expect((await left.ask('GET', '/session')).status).toBe(200)
  // An administrator of one utility alone is not one of the tenant.
  const admin = await roleId(left, 'Tenant administrator')
  const narrower = { roleId: admin, reach: 'utility', reachId: hills.utilityId }
  const narrowed = await left.ask('PUT', `/people/${left.id}/roles`, { roles: [narrower] })
  expect(narrowed).toMatchObject(refused(409, 'person.last_administrator'))
})

test('nobody gives or takes a role with rights they have not', async () => {
  const made = await boss.ask('POST', '/roles', {
    name: 'Desk lead',
    permissions: ['person.read', 'person.invite', 'role.write', 'meter.read'],
  })
  const lead = await personAtConsole(harbour, ['Desk lead'])
  const colleague = await personAtConsole(harbour, ['Finance'])
  const finance = await roleId(boss, 'Finance')
  const give = (whom: string, ...roles: string[]) =>
    lead.ask('PUT', `/people/${whom}/roles`, {
      roles: roles.map((one) => ({ roleId: one, reach: 'tenant' })),
    })
  const no = refused(403, 'access.not_allowed')
  expect(await give(lead.id, made.body.id, finance)).toMatchObject(no)
  expect(await give(colleague.id)).toMatchObject(no)
  expect((await give(colleague.id, finance, made.body.id)).status).toBe(204)
  const invitation = {
    email: 'greedy@harbour.example',
    name: 'Greedy',
    roles: [{ roleId: finance, reach: 'tenant' }],
  }
  expect(await lead.ask('POST', '/people', invitation)).toMatchObject(no)
  expect((await boss.ask('GET', '/people?search=greedy@')).body.data).toEqual([])
  // Enabling gives the rights back: that too is for who has them.
  await boss.ask('POST', `/people/${colleague.id}/disable`, { reason: 'Holiday' })
  expect(
    await lead.ask('POST', `/people/${colleague.id}/enable`, { reason: 'Please' }),
  ).toMatchObject(no)
})

test('inviting with a role needs the right to give roles', async () => {
  await boss.ask('POST', '/roles', {
    name: 'Front desk',
    permissions: ['person.read', 'person.invite'],
  })
  const desk = await personAtConsole(harbour, ['Front desk'])
  const role = await roleId(boss, 'Front desk')
  const invite = (roles: unknown[]) =>
    desk.ask('POST', '/people', { email: 'visitor@harbour.example', name: 'V', roles })
  expect(await invite([{ roleId: role, reach: 'tenant' }])).toMatchObject(
    refused(403, 'access.not_allowed'),
  )
  expect((await invite([])).status).toBe(201)
})

test('a shop keeper sees and manages the people of the shop, and nobody else', async () => {
  const keeper = await shopKeeper()
  const mine = await personAtConsole(harbour, ['Vendor supervisor', atVendor(0)])
  const theirs = await personAtConsole(harbour, ['Vendor supervisor', atVendor(1)])
  const both = await personAtConsole(
    harbour,
    ['Vendor supervisor', atVendor(0)],
    ['Vendor supervisor', atVendor(1)],
  )
  const listed = (await keeper.ask('GET', '/people?limit=100')).body.data
  const ids = listed.map(({ id }: { id: string }) => id)
  expect(ids).toContain(mine.id)
  expect(ids).toContain(keeper.id)
  for (const { id } of [theirs, both, boss]) expect(ids).not.toContain(id)

  const seen = (await keeper.ask('GET', '/roles')).body.data as { name: string; people: number }[]
  expect(seen.find(({ name }) => name === 'Tenant administrator')?.people).toBe(0)

  const session = (await boss.ask('GET', `/people/${theirs.id}/sessions`)).body.data[0].id
  for (const id of [theirs.id, both.id, boss.id, newId<'person'>(), stranger.id]) {
    const answers = [
      await keeper.ask('GET', `/people/${id}`),
      await keeper.ask('GET', `/people/${id}/sessions`),
      await keeper.ask('PATCH', `/people/${id}`, { name: 'Mine now' }),
      await keeper.ask('POST', `/people/${id}/disable`, { reason: 'Mine now' }),
      await keeper.ask('POST', `/people/${id}/enable`, { reason: 'Mine now' }),
      await keeper.ask('PUT', `/people/${id}/roles`, { roles: [] }),
      await keeper.ask('DELETE', `/people/${id}/sessions/${session}`),
    ]
    for (const answer of answers) expect(answer).toMatchObject(refused(404, 'person.unknown'))
  }
  expect((await theirs.ask('GET', '/session')).status).toBe(200)
  expect((await keeper.ask('POST', `/people/${mine.id}/disable`, { reason: 'Left' })).status).toBe(
    204,
  )
})

test('a role is given no farther than the giver reaches: another shop is like one that nobody has', async () => {
  const keeper = await shopKeeper()
  const list = (await boss.ask('GET', '/roles')).body.data as { id: string; name: string }[]
  const own = (await keeper.ask('GET', `/people/${keeper.id}`)).body.roles[0].roleId
  const supervisor = list.find(({ name }) => name === 'Vendor supervisor')!.id
  const mail = () => `${newId<'mail'>()}@harbour.example`
  const invite = (...roles: unknown[]) =>
    keeper.ask('POST', '/people', { email: mail(), name: 'New', roles })
  const here = { reach: 'vendor', reachId: harbour.vendors[0]!.id }
  expect((await invite({ roleId: own, ...here })).status).toBe(201)
  expect(await invite({ roleId: supervisor, ...here })).toMatchObject(
    refused(403, 'access.not_allowed'),
  )
  expect(await invite({ roleId: own, reach: 'tenant' })).toMatchObject(
    refused(403, 'access.not_allowed'),
  )
  expect(await invite()).toMatchObject(refused(400, 'person.role_missing'))
  const elsewhere = [
    { reach: 'vendor', reachId: harbour.vendors[1]!.id },
    { reach: 'vendor', reachId: hills.vendor.id },
    { reach: 'vendor', reachId: newId<'vendor'>() },
    { reach: 'utility', reachId: harbour.utilityId },
    { reach: 'utility', reachId: newId<'utility'>() },
  ]
  for (const reach of elsewhere) {
    expect(await invite({ roleId: own, ...reach })).toMatchObject(
      refused(404, 'role.reach_unknown'),
    )
  }
})

test('the right to give roles in one place does not carry rights held in another', async () => {
  // Finance over the whole tenant, and giving roles at one shop only.
  const keeper = await shopKeeper()
  const finance = await roleId(boss, 'Finance')
  const held = (await boss.ask('GET', `/people/${keeper.id}`)).body.roles[0]
  const roles = [
    { roleId: held.roleId, reach: held.reach, reachId: held.reachId },
    { roleId: finance, reach: 'tenant' },
  ]
  expect((await boss.ask('PUT', `/people/${keeper.id}/roles`, { roles })).status).toBe(204)
  const mine = await personAtConsole(harbour, ['Finance', atVendor(0)])
  const given = await keeper.ask('PUT', `/people/${mine.id}/roles`, {
    roles: [{ roleId: finance, reach: 'tenant' }],
  })
  expect(given).toMatchObject(refused(403, 'access.not_allowed'))
})

test('a reach is the whole tenant or one thing that is named', async () => {
  const one = await personAtConsole(harbour, ['Finance'])
  const finance = await roleId(boss, 'Finance')
  const put = (role: object) => boss.ask('PUT', `/people/${one.id}/roles`, { roles: [role] })
  for (const wrong of [
    { roleId: finance, reach: 'vendor' },
    { roleId: finance, reach: 'tenant', reachId: harbour.vendor.id },
  ]) {
    expect(await put(wrong)).toMatchObject(refused(400, 'role.reach_malformed'))
  }
  // A vendor is no utility, and one of another tenant is none at all.
  for (const [reach, reachId] of [
    ['utility', harbour.vendor.id],
    ['vendor', hills.vendor.id],
  ]) {
    expect(await put({ roleId: finance, reach, reachId })).toMatchObject(
      refused(404, 'role.reach_unknown'),
    )
  }
  expect(await put({ roleId: newId<'role'>(), reach: 'tenant' })).toMatchObject(
    refused(404, 'role.unknown'),
  )
  const theirs = await roleId(stranger, 'Finance')
  expect(await put({ roleId: theirs, reach: 'tenant' })).toMatchObject(refused(404, 'role.unknown'))
})

test('people of another tenant are like people who do not exist', async () => {
  const finance = await roleId(boss, 'Finance')
  for (const id of [stranger.id, newId<'person'>()]) {
    const answers = [
      await boss.ask('GET', `/people/${id}`),
      await boss.ask('GET', `/people/${id}/sessions`),
      await boss.ask('PATCH', `/people/${id}`, { name: 'Mine now' }),
      await boss.ask('POST', `/people/${id}/disable`, { reason: 'Mine now' }),
      await boss.ask('PUT', `/people/${id}/roles`, {
        roles: [{ roleId: finance, reach: 'tenant' }],
      }),
    ]
    for (const answer of answers) expect(answer).toMatchObject(refused(404, 'person.unknown'))
  }
  const own = (await stranger.ask('GET', `/people/${stranger.id}`)).body
  expect(own).toMatchObject({ status: 'active', sessions: [{ current: true }] })
})

const passed = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))
