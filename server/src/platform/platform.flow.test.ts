import { afterAll, beforeAll, expect, test } from 'vitest'
import { type World, world } from '../../test/harness.ts'
import { giveRole, registerPerson, systemActor } from '../access/index.ts'
import { type AtConsole, password, personAtConsole, signInAs } from '../access/test/console.ts'
import { reading, transaction } from '../db/index.ts'
import { now, setClock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import { createTenant } from '../tenants/index.ts'

let here: World
let administrator: AtConsole
let operator: AtConsole

const email = 'operator@platform.example'
const name = 'Olga Ops'

beforeAll(async () => {
  here = await world()
  administrator = await personAtConsole(here, ['Tenant administrator'])
  const platform = systemActor(await createTenant({ name: 'Platform', platform: true }))
  const id = await transaction(platform, async (tx) => {
    const made = await registerPerson(tx, platform, { email, name, password })
    await giveRole(tx, platform, made, 'Platform operator')
    await giveRole(tx, platform, made, 'Tenant administrator')
    return made
  })
  operator = await signInAs(here, { id, name, email })
})
afterAll(async () => {
  setClock()
  await here.close()
})

const company = () => `/platform/companies/${here.tenantId}`
const wish = { reason: 'The receipts look wrong. Ticket 4711.', hours: 2 }
const code = ({ body }: { body: { code?: string } }) => body?.code

async function granted(): Promise<string> {
  const { body } = await operator.ask('POST', `${company()}/grants`, wish)
  expect((await administrator.ask('POST', `/grants/${body.id}/approve`)).status).toBe(204)
  return body.id
}
/** The same browser, keeping the mark of a visit. */
function withMark(person: AtConsole, mark: string): AtConsole {
  const headers = { ...person.headers, cookie: `${person.headers.cookie}; saldo-visit=${mark}` }
  return {
    ...person,
    headers,
    ask: async (method, path, body) => {
      const answer = await here.app.inject({
        method,
        url: `/api/console${path}`,
        headers: { ...headers, 'idempotency-key': newId<'key'>() },
        ...(body !== undefined && { payload: body as object }),
      })
      return {
        status: answer.statusCode,
        body: answer.body === '' ? undefined : answer.json(),
      }
    },
  }
}
const marked = (grant: string) => `${here.tenantId}.${grant}`
const deeds = async (action: string) =>
  (await administrator.ask('GET', `/audit?action=${action}`)).body.data

test('an operator sees how many of each a company has, and nobody’s name', async () => {
  const { body } = await operator.ask('GET', company())
  expect(body.counts).toMatchObject({ utilities: 1, meters: 1, customers: 1, vendors: 1 })
  expect(body.administrators).toBe(1)
  const list = (await operator.ask('GET', '/platform/companies')).body
  expect(list.data.map(({ id }: { id: string }) => id)).toEqual([here.tenantId])
  const said = JSON.stringify([body, list])
  for (const secret of ['Amina', here.meter.serialNumber, administrator.name, 'Baraka']) {
    expect(said).not.toContain(secret)
  }
})

test('without a grant an operator reaches nothing of a company, whatever its browser says', async () => {
  const asked = (await operator.ask('POST', `${company()}/grants`, wish)).body.id
  for (const mark of ['', 'x', marked(newId()), marked(asked), `${newId()}.${newId()}`]) {
    const visitor = withMark(operator, mark)
    const answer = await visitor.ask('GET', `/utilities/${here.utilityId}`)
    expect([code(answer), answer.status]).not.toContain(200)
    const session = (await visitor.ask('GET', '/session')).body
    expect(session.visit).toBeUndefined()
    expect(session.tenant.name).toBe('Platform')
  }
  const entering = await operator.ask('PUT', '/platform/visit', {
    companyId: here.tenantId,
    grantId: asked,
  })
  expect(code(entering)).toBe('grant.ended')
})

test('under a grant the operator reads, changes nothing, and each look is in the company’s trail', async () => {
  const grant = await granted()
  const entered = await operator.ask('PUT', '/platform/visit', {
    companyId: here.tenantId,
    grantId: grant,
  })
  expect(entered.status).toBe(204)
  const visitor = withMark(operator, marked(grant))
  const session = (await visitor.ask('GET', '/session')).body
  expect(session).toMatchObject({ person: { name }, visit: { reason: wish.reason } })
  expect(session.tenant.id).toBe(here.tenantId)
  expect(session.permissions).not.toContain('key.read')
  expect(session.permissions.every((one: string) => one.endsWith('.read'))).toBe(true)

  expect((await visitor.ask('GET', `/utilities/${here.utilityId}`)).body.id).toBe(here.utilityId)
  const changes = [
    ['PATCH', `/utilities/${here.utilityId}`, { shortName: 'Mine' }],
    ['PATCH', '/tenant/settings', { idleMinutes: 5 }],
    ['POST', '/grants', wish],
    ['POST', `/grants/${grant}/withdraw`, undefined],
  ] as const
  for (const [method, path, body] of changes) {
    expect(code(await visitor.ask(method, path, body)), path).toBe('grant.reads_only')
  }
  expect((await deeds('grant.enter'))[0].actor.name).toBe('Olga Ops (platform)')
  const [look] = await deeds('grant.read')
  expect(look).toMatchObject({
    actor: { name: 'Olga Ops (platform)' },
    object: { kind: 'grant', id: grant },
    after: { path: `/api/console/utilities/${here.utilityId}` },
  })
  // The person's own account and the platform stay their own during a visit.
  expect((await visitor.ask('GET', company())).status).toBe(200)
  await operator.ask('DELETE', '/platform/visit')
})

test('a grant ends when it is withdrawn, with the next request', async () => {
  const grant = await granted()
  const visitor = withMark(operator, marked(grant))
  expect((await visitor.ask('GET', '/utilities')).status).toBe(200)
  expect((await administrator.ask('POST', `/grants/${grant}/withdraw`)).status).toBe(204)
  expect(code(await visitor.ask('GET', '/utilities'))).toBe('grant.ended')
  expect(code(await administrator.ask('POST', `/grants/${grant}/approve`))).toBe('grant.decided')
})

test('a grant ends by its time', async () => {
  const grant = await granted()
  const began = now().getTime()
  // A session rests for half an hour at most: somebody who looks later signs in again.
  const lookAfter = async (hours: number) => {
    setClock(() => began + hours * 3_600_000)
    const again = await signInAs(here, operator)
    return code(await withMark(again, marked(grant)).ask('GET', '/utilities'))
  }
  try {
    expect(await lookAfter(1.9)).toBeUndefined()
    expect(await lookAfter(2.1)).toBe('grant.ended')
  } finally {
    setClock()
  }
})

test('a declined wish stays declined; what the company offers unasked is good for any operator', async () => {
  const { body } = await operator.ask('POST', `${company()}/grants`, wish)
  await administrator.ask('POST', `/grants/${body.id}/decline`)
  expect(code(await administrator.ask('POST', `/grants/${body.id}/approve`))).toBe('grant.decided')
  const key = newId<'key'>()
  const offer = await administrator.ask('POST', '/grants', wish, key)
  expect(await administrator.ask('POST', '/grants', wish, key)).toEqual(offer)
  const visitor = withMark(operator, marked(offer.body.id))
  expect((await visitor.ask('GET', '/utilities')).status).toBe(200)
  expect((await administrator.ask('POST', '/grants', { ...wish, hours: 73 })).status).toBe(400)
})

test('nobody else is an operator: not by a role, not by a grant’s mark', async () => {
  const grant = await granted()
  expect(code(await administrator.ask('GET', '/platform/companies'))).toBe('access.not_allowed')
  const other = await world({ in: here })
  const stranger = await personAtConsole(other, ['Tenant administrator'])
  const asVisitor = withMark(stranger, marked(grant))
  expect(code(await asVisitor.ask('GET', `/utilities/${here.utilityId}`))).toBe('utility.unknown')
  const role = await stranger.ask('POST', '/roles', {
    name: 'Mighty',
    permissions: ['platform.visit'],
  })
  expect(code(role)).toBe('access.not_allowed')
  // Even a role written into the database by somebody else's hand gives nothing outside the platform.
  await transaction(other.actor, (tx) =>
    tx.execute(
      `update access.role set permissions = permissions || '{platform.read,platform.visit}'::text[]
       where tenant_id = $1 and name = 'Tenant administrator'`,
      [other.tenantId],
    ),
  )
  expect(code(await stranger.ask('GET', '/platform/companies'))).toBe('access.not_allowed')
  expect(code(await asVisitor.ask('GET', `/utilities/${here.utilityId}`))).toBe(
    'access.not_allowed',
  )
})

test('a company is made once for its key, with a first administrator who is invited by mail', async () => {
  const body = {
    name: 'Lake Power',
    administrator: { name: 'Lea Lake', email: 'lea@lake.example', language: 'fr' as const },
  }
  const key = newId<'key'>()
  const made = await operator.ask('POST', '/platform/companies', body, key)
  expect(made.status).toBe(201)
  expect(await operator.ask('POST', '/platform/companies', body, key)).toEqual(made)
  const [mail] = await reading({ tenantId: made.body.id }, (db) =>
    db.rows<{ recipient: string; template: string }>(
      'select recipient, template from notifications.message where tenant_id = $1',
      [made.body.id],
    ),
  )
  expect(mail).toEqual({ recipient: 'lea@lake.example', template: 'invitation' })
  expect(code(await operator.ask('POST', '/platform/companies', body))).toBe('person.email_taken')
  const { body: seen } = await operator.ask('GET', `/platform/companies/${made.body.id}`)
  expect(seen).toMatchObject({ name: 'Lake Power', administrators: 0, counts: { people: 1 } })
})

test('a suspended company works no more until it is resumed; both stand in its trail', async () => {
  const other = await world({ in: here })
  const person = await personAtConsole(other, ['Tenant administrator'])
  const path = `/platform/companies/${other.tenantId}`
  const reason = { reason: 'Unpaid since March.' }
  expect((await operator.ask('POST', `${path}/suspend`, reason)).status).toBe(204)
  expect((await operator.ask('GET', path)).body.suspendedAt).not.toBeNull()
  expect(code(await person.ask('GET', '/utilities'))).toBe('tenant.suspended')
  const asked = await other.vendor.client.sell(other.meter.serialNumber, '100.00')
  expect(asked.body.code).toBe('tenant.suspended')
  expect((await operator.ask('POST', `${path}/resume`, reason)).status).toBe(204)
  expect((await operator.ask('POST', `${path}/resume`, reason)).status).toBe(204)
  expect((await person.ask('GET', '/utilities')).status).toBe(200)
  const { body } = await person.ask('GET', '/audit?objectKind=tenant')
  expect(body.data.map(({ action }: { action: string }) => action)).toEqual([
    'tenant.resume',
    'tenant.suspend',
  ])
})

test('the operator sees what is well', async () => {
  const { body } = await operator.ask('GET', '/platform/health')
  expect(body.data).toContainEqual({ name: 'database', fault: null })
})
