import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type World, world } from '../../test/harness.ts'
import { giveRole, registerPerson } from '../access/index.ts'
import { transaction } from '../db/index.ts'

vi.setConfig({ hookTimeout: 180_000 })

const password = 'harbour lantern seven kettle'
let harbour: World
let hills: World
beforeAll(async () => {
  harbour = await world()
  hills = await world({ in: harbour })
})
afterAll(() => harbour.close())

/** The cookie of a person who signed in to the console with one role. */
async function signedIn({ actor, tenantId, app }: World, role: string): Promise<string> {
  const email = `${role}.${tenantId}@harbour.example`.toLowerCase().replaceAll(' ', '')
  await transaction(actor, async (tx) => {
    const id = await registerPerson(tx, actor, { email, name: `${role} of the house`, password })
    await giveRole(tx, actor, id, role)
  })
  const reply = await app.inject({
    method: 'POST',
    url: '/api/console/sessions',
    payload: { email, password },
  })
  expect(reply.statusCode).toBe(201)
  return reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

async function ask(url: string, cookie?: string) {
  const headers = cookie ? { cookie } : {}
  const reply = await harbour.app.inject({ method: 'GET', url: `/api/console${url}`, headers })
  return { status: reply.statusCode, body: reply.json() }
}

test('an auditor sees what was done in the own tenant, and nobody else does', async () => {
  const auditor = await signedIn(harbour, 'Auditor')
  const stranger = await signedIn(hills, 'Auditor')
  const ours = `/audit?objectKind=meter&objectId=${harbour.meter.id}`
  const registered = await ask(ours, auditor)
  expect(registered.status).toBe(200)
  expect(registered.body.data.at(-1)).toMatchObject({ object: { kind: 'meter' } })
  expect((await ask('/audit?limit=100', auditor)).body.data.length).toBeGreaterThan(5)
  expect((await ask(ours, stranger)).body).toMatchObject({ data: [], next: null })
  expect((await ask(ours)).status).toBe(401)
})

test('whoever has no right to the trail is refused', async () => {
  const meterDesk = await signedIn(harbour, 'Meter desk')
  for (const url of ['/audit', `/audit?objectKind=meter&objectId=${harbour.meter.id}`]) {
    expect(await ask(url, meterDesk)).toMatchObject({
      status: 403,
      body: { code: 'access.not_allowed' },
    })
  }
})
