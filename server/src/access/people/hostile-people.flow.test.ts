import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type World, world } from '../../../test/harness.ts'
import { newId } from '../../kernel/ids.ts'
import { type AtConsole, password, personAtConsole, roleId } from '../test/console.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 60_000 })

let harbour: World
let boss: AtConsole

beforeAll(async () => {
  harbour = await world()
  boss = await personAtConsole(harbour, ['Tenant administrator'])
})
afterAll(() => harbour.close())

/** What no text may be: PostgreSQL could not store it, or nobody could read it back. */
const broken = ['\0', 'a\u0000b', '\ud800', 'tab\there', 'x'.repeat(5_000), '   ', '']
/** What is odd and means nothing to us: it is kept as it is. */
const odd = [
  "' or 1=1; --",
  '<script>alert(1)</script>',
  '%_\\',
  '=cmd()',
  'نور',
  '👩‍🔧',
  '{{7*7}}',
]

test('a name that cannot be kept is refused for a person and for a role, and makes neither', async () => {
  const before = [await boss.ask('GET', '/people'), await boss.ask('GET', '/roles')]
  for (const name of broken) {
    const email = `${newId<'mail'>()}@harbour.example`
    const answers = [
      await boss.ask('POST', '/people', { email, name, roles: [] }),
      await boss.ask('PATCH', `/people/${boss.id}`, { name }),
      await boss.ask('POST', '/roles', { name, permissions: [] }),
    ]
    expect([name, answers.map(({ status }) => status)]).toEqual([name, [400, 400, 400]])
  }
  for (const reason of broken.filter((text) => !text.includes('\t'))) {
    const one = await boss.ask('POST', `/people/${boss.id}/enable`, { reason })
    expect([reason, one.status]).toEqual([reason, 400])
  }
  const after = [await boss.ask('GET', '/people'), await boss.ask('GET', '/roles')]
  expect(after).toEqual(before)
})

test('an odd name is kept as it is and found by itself', async () => {
  for (const name of odd) {
    const email = `${newId<'mail'>()}@harbour.example`
    const made = await boss.ask('POST', '/people', { email, name, roles: [] })
    expect([name, made.status]).toEqual([name, 201])
    const found = await boss.ask('GET', `/people?search=${encodeURIComponent(name)}`)
    expect(found.body.data).toMatchObject([{ id: made.body.id, name }])
    expect((await boss.ask('POST', '/roles', { name, permissions: [] })).status).toBe(201)
    expect(await roleId(boss, name)).toBeDefined()
  }
})

test('what is no address, id, right, language, place or page size is refused', async () => {
  for (const email of ['nobody', 'a b@c', '@', 'a@', '\0@b', 'a@b\nc', `${'x'.repeat(260)}@b`]) {
    const made = await boss.ask('POST', '/people', { email, name: 'A', roles: [] })
    expect([email, made.status]).toEqual([email, 400])
  }
  for (const permission of ['everything', '', 'constructor', '__proto__', 7, null]) {
    const made = await boss.ask('POST', '/roles', { name: 'A', permissions: [permission] })
    expect([permission, made.status]).toEqual([permission, 400])
  }
  const places = ['%00', 'null', '..', btoa('x'), btoa(`${newId<'person'>()}\0`)]
  for (const query of [
    'limit=7',
    'limit=1e9',
    'status=gone',
    'role=1',
    'search=%00',
    'tenantId=1',
    ...places.map((place) => `after=${encodeURIComponent(place)}`),
  ]) {
    expect([query, (await boss.ask('GET', `/people?${query}`)).status]).toEqual([query, 400])
  }
  for (const id of ['null', '1', '%00', '__proto__', newId<'person'>().replace(/^./, 'x')]) {
    for (const path of [`/people/${id}`, `/people/${id}/sessions`, `/roles/${id}`]) {
      expect([path, (await boss.ask('GET', path)).status]).toEqual([path, 400])
    }
  }
})

test('fifty-one roles at once are refused, and the same role twice is one', async () => {
  const finance = await roleId(boss, 'Finance')
  const one = await personAtConsole(harbour)
  const put = (count: number) =>
    boss.ask('PUT', `/people/${one.id}/roles`, {
      roles: Array.from({ length: count }, () => ({ roleId: finance, reach: 'tenant' })),
    })
  expect((await put(51)).status).toBe(400)
  expect((await put(50)).status).toBe(204)
  expect((await boss.ask('GET', `/people/${one.id}`)).body.roles).toHaveLength(1)
})

test('nobody becomes more by fields that a form does not have', async () => {
  const more = {
    status: 'active',
    tenantId: newId<'tenant'>(),
    id: newId<'person'>(),
    permissions: ['key.load'],
    passwordHash: 'x',
    password,
    administrator: true,
    createdAt: '2020-01-01T00:00:00Z',
    stage: 'open',
    confirmedAt: '2099-01-01T00:00:00Z',
  }
  const finance = await personAtConsole(harbour, ['Finance'])
  const before = [
    await boss.ask('GET', '/people'),
    await finance.ask('GET', '/session'),
    await boss.ask('GET', '/roles'),
  ]
  for (const [name, value] of Object.entries(more)) {
    const extra = { [name]: value }
    const answers = [
      await boss.ask('POST', '/people', {
        email: `${newId<'mail'>()}@harbour.example`,
        name: 'A',
        roles: [],
        ...extra,
      }),
      await finance.ask('PATCH', '/account', { name: 'Finance', ...extra }),
      await boss.ask('PATCH', `/people/${finance.id}`, { name: 'Finance', ...extra }),
      await finance.ask('POST', '/session/confirm', {
        kind: 'authenticator',
        code: '000000',
        ...extra,
      }),
      ...(name === 'permissions'
        ? []
        : [await boss.ask('POST', '/roles', { name: 'B', permissions: [], ...extra })]),
    ]
    expect([name, new Set(answers.map(({ status }) => status))]).toEqual([name, new Set([400])])
  }
  expect([
    await boss.ask('GET', '/people'),
    await finance.ask('GET', '/session'),
    await boss.ask('GET', '/roles'),
  ]).toEqual(before)
})
