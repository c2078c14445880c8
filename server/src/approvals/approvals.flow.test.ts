import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type World, world } from '../../test/harness.ts'
import { type AtConsole, personAtConsole, roleId, signInAs } from '../access/test/console.ts'
import { reading, transaction } from '../db/index.ts'
import { setClock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import { expireRequests } from './index.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 60_000 })

let harbour: World
let boss: AtConsole
let second: AtConsole
let stranger: AtConsole

beforeAll(async () => {
  harbour = await world()
  const hills = await world({ in: harbour })
  boss = await personAtConsole(harbour, ['Tenant administrator'])
  second = await personAtConsole(harbour, ['Tenant administrator'])
  stranger = await personAtConsole(hills, ['Tenant administrator'])
  for (const kind of ['role.change', 'person.roles']) {
    expect(await rule(boss, kind, { hours: 24 })).toMatchObject({ status: 204 })
  }
})
afterAll(() => harbour.close())

const refused = (status: number, code: string) => ({ status, body: { code } })

const rule = (who: AtConsole, kind: string, content: unknown) =>
  who.ask('PUT', `/approval-rules/${kind}`, { rule: content, reason: 'Four eyes' })

async function ownRole(...permissions: string[]): Promise<{ id: string; name: string }> {
  const name = `Role ${newId<'name'>()}`
  const { body } = await boss.ask('POST', '/roles', { name, permissions })
  return { id: body.id, name }
}

/** Asks for a role to get these rights; the id of the request. */
async function asked(
  role: { id: string; name: string },
  permissions: string[],
  who = boss,
): Promise<string> {
  const content = { name: role.name, permissions, reason: 'The night desk blocks meters' }
  const reply = await who.ask('PUT', `/roles/${role.id}`, content)
  expect(reply.status).toBe(202)
  return reply.body.request
}

const rightsOf = async ({ id }: { id: string }) =>
  (await boss.ask('GET', `/roles/${id}`)).body.permissions
const approve = (who: AtConsole, id: string) => who.ask('POST', `/approvals/${id}/approve`, {})
const reject = (who: AtConsole, id: string) =>
  who.ask('POST', `/approvals/${id}/reject`, { reason: 'Not now' })
const state = async (id: string, who = boss) =>
  (await who.ask('GET', `/approvals/${id}`)).body.state

test('a change of a role waits for a second person, who sees the difference and lets it happen', async () => {
  const role = await ownRole('meter.read')
  const id = await asked(role, ['meter.read', 'meter.block'])
  expect(await rightsOf(role)).toEqual(['meter.read'])

  const waiting = (await second.ask('GET', '/approvals?box=queue')).body.data
  expect(waiting[0]).toMatchObject({ id, kind: 'role.change', mayDecide: true, own: false })
  expect((await second.ask('GET', '/approvals/count')).body.waiting).toBe(waiting.length)
  expect((await second.ask('GET', `/approvals/${id}`)).body).toMatchObject({
    state: 'waiting',
    subject: { kind: 'role', id: role.id, name: role.name },
    before: { permissions: ['meter.read'] },
    after: { permissions: ['meter.read', 'meter.block'] },
    requestedBy: { name: boss.name },
    reason: 'The night desk blocks meters',
  })
  expect((await approve(second, id)).status).toBe(204)
  expect(await rightsOf(role)).toEqual(['meter.read', 'meter.block'])
  expect((await boss.ask('GET', '/approvals?box=past')).body.data[0]).toMatchObject({
    id,
    state: 'executed',
    decidedBy: { name: second.name },
  })
  // The history of the role names who asked, who approved, and what was done in whose name.
  const trail = await boss.ask('GET', `/audit?objectKind=role&objectId=${role.id}`)
  expect(
    trail.body.data.map((event: { action: string; actor: { name: string } }) => [
      event.action,
      event.actor.name,
    ]),
  ).toEqual([
    ['approval.approve', second.name],
    ['role.change', boss.name],
    ['approval.request', boss.name],
    ['role.make', boss.name],
  ])
})

test('nobody approves or rejects what they asked for, from no session of theirs', async () => {
  const role = await ownRole('meter.read')
  const id = await asked(role, ['meter.block'])
  const otherBrowser = await signInAs(harbour, boss)
  for (const who of [boss, otherBrowser]) {
    expect(await approve(who, id)).toMatchObject(refused(403, 'approval.own_request'))
    expect(await reject(who, id)).toMatchObject(refused(403, 'approval.own_request'))
    const { data } = (await who.ask('GET', '/approvals?box=queue')).body
    expect(data.map((one: { id: string }) => one.id)).not.toContain(id)
  }
  expect(await rightsOf(role)).toEqual(['meter.read'])
})

test('of two who approve at once one wins, and what was asked for happens once', async () => {
  const third = await personAtConsole(harbour, ['Tenant administrator'])
  const role = await ownRole('meter.read')
  const id = await asked(role, ['meter.read', 'sale.read'])
  const answers = await Promise.all([approve(second, id), approve(third, id), reject(third, id)])
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409])
  const trail = await boss.ask('GET', `/audit?objectKind=role&objectId=${role.id}`)
  const deeds = trail.body.data.map((event: { action: string }) => event.action)
  expect(deeds.filter((deed: string) => deed === 'role.change').length).toBeLessThanOrEqual(1)
  expect(deeds.filter((deed: string) => /approval\.(approve|reject)/.test(deed))).toHaveLength(1)
})

test('an approval that the browser sends again is the same approval; another decision is refused', async () => {
  const role = await ownRole('meter.read')
  const id = await asked(role, ['sale.read'])
  expect((await approve(second, id)).status).toBe(204)
  expect((await approve(second, id)).status).toBe(204)
  expect(await reject(second, id)).toMatchObject(refused(409, 'approval.decided'))
  expect(await rightsOf(role)).toEqual(['sale.read'])
})

test('a request that the browser sends again is one request; a repeat tells what became of it', async () => {
  const role = await ownRole('meter.read')
  const key = newId<'key'>()
  const content = { name: role.name, permissions: ['sale.read'], reason: 'Sales desk' }
  const put = () => boss.ask('PUT', `/roles/${role.id}`, content, key)
  const [one, two] = await Promise.all([put(), put()])
  expect(one).toMatchObject({ status: 202, body: two!.body })
  expect((await approve(second, one!.body.request)).status).toBe(204)
  expect((await put()).status).toBe(204)
  expect(
    await boss.ask('PUT', `/roles/${role.id}`, { ...content, permissions: [] }, key),
  ).toMatchObject(refused(422, 'request.key_reused'))
})

test('without a reason nothing is asked for', async () => {
  const role = await ownRole('meter.read')
  for (const reason of [undefined, '   ']) {
    const content = { name: role.name, permissions: [], ...(reason && { reason }) }
    expect(await boss.ask('PUT', `/roles/${role.id}`, content)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/reason' }] },
    })
  }
})

test('what has changed since it was asked for is not approved', async () => {
  const role = await ownRole('meter.read')
  const first = await asked(role, ['meter.read', 'sale.read'])
  const later = await asked(role, ['meter.read', 'meter.block'])
  expect((await approve(second, first)).status).toBe(204)
  expect(await approve(second, later)).toMatchObject(refused(409, 'approval.stale'))
  expect(await rightsOf(role)).toEqual(['sale.read', 'meter.read'])
  expect((await reject(second, later)).status).toBe(204)
})

test('a request whose stored content was altered is not executed', async () => {
  const role = await ownRole('meter.read')
  const id = await asked(role, ['meter.read', 'sale.read'])
  await transaction(harbour.actor, (tx) =>
    tx.execute(
      `update approvals.request set content = replace(content::text, 'sale.read', 'role.write')::json
       where tenant_id = $1 and id = $2`,
      [harbour.tenantId, id],
    ),
  )
  expect(await approve(second, id)).toMatchObject(refused(409, 'approval.stale'))
  expect(await rightsOf(role)).toEqual(['meter.read'])
})

test('a role that gained rights after it was asked for is not given', async () => {
  const role = await ownRole('meter.read')
  const target = await personAtConsole(harbour)
  const roles = [{ roleId: role.id, reach: 'tenant' }]
  const reply = await boss.ask('PUT', `/people/${target.id}/roles`, { roles, reason: 'New desk' })
  expect(reply.status).toBe(202)
  expect((await approve(second, await asked(role, ['meter.read', 'sale.read']))).status).toBe(204)
  expect(await approve(second, reply.body.request)).toMatchObject(refused(409, 'approval.stale'))
  expect((await boss.ask('GET', `/people/${target.id}`)).body.roles).toEqual([])
})

test('what somebody asked for is not approved after they lost the right or were disabled', async () => {
  const lead = await ownRole('person.read', 'person.invite', 'role.write', 'meter.read')
  const asker = await personAtConsole(harbour, [lead.name])
  const leaver = await personAtConsole(harbour, [lead.name])
  const role = await ownRole('meter.read')
  const [byAsker, byLeaver] = [await asked(role, [], asker), await asked(role, [], leaver)]

  const auditor = await roleId(boss, 'Auditor')
  const taken = { roles: [{ roleId: auditor, reach: 'tenant' }], reason: 'Moves to audit' }
  const { body } = await boss.ask('PUT', `/people/${asker.id}/roles`, taken)
  expect((await approve(second, body.request)).status).toBe(204)
  await boss.ask('POST', `/people/${leaver.id}/disable`, { reason: 'Left' })

  for (const id of [byAsker, byLeaver]) {
    expect(await approve(second, id)).toMatchObject(refused(409, 'approval.requester_may_not'))
  }
  expect(await rightsOf(role)).toEqual(['meter.read'])
})

test('whoever could not do it themselves cannot approve it, and does not see it', async () => {
  const deciders = await ownRole('approval.decide', 'person.read')
  const onlooker = await personAtConsole(harbour, [deciders.name])
  const narrow = await ownRole('approval.decide', 'role.write', 'person.read', 'meter.read')
  const atVendor = await personAtConsole(harbour, [
    narrow.name,
    { reach: 'vendor', vendorId: harbour.vendor.id },
  ])
  const weak = await personAtConsole(harbour, [narrow.name])
  const role = await ownRole('meter.read')
  const id = await asked(role, ['meter.read', 'sale.read'])
  for (const who of [onlooker, atVendor]) {
    expect(await approve(who, id)).toMatchObject(refused(404, 'approval.unknown'))
    expect(await who.ask('GET', `/approvals/${id}`)).toMatchObject(refused(404, 'approval.unknown'))
    expect((await who.ask('GET', '/approvals?box=queue')).body.data).toEqual([])
  }
  // Has the right of the act, but not the right that the role would gain.
  expect(await approve(weak, id)).toMatchObject(refused(403, 'access.not_allowed'))
  expect(await state(id)).toBe('waiting')
})

test('a request of another company is not found', async () => {
  const role = await ownRole('meter.read')
  const id = await asked(role, ['sale.read'])
  expect(await stranger.ask('GET', `/approvals/${id}`)).toMatchObject(
    refused(404, 'approval.unknown'),
  )
  for (const deed of ['approve', 'reject', 'withdraw']) {
    const body = deed === 'withdraw' ? undefined : { reason: 'Mine?' }
    const [real, none] = [id, newId<'deed'>()]
    const [a, b] = [
      await stranger.ask('POST', `/approvals/${real}/${deed}`, body),
      await stranger.ask('POST', `/approvals/${none}/${deed}`, body),
    ]
    expect(a).toMatchObject(refused(404, 'approval.unknown'))
    expect({ ...a.body, traceId: '' }).toEqual({ ...b.body, traceId: '' })
  }
})

test('a request is rejected with a reason, or taken back by whoever made it alone', async () => {
  const role = await ownRole('meter.read')
  const [one, two] = [await asked(role, ['sale.read']), await asked(role, ['meter.block'])]
  expect((await second.ask('POST', `/approvals/${one}/reject`, {})).status).toBe(400)
  expect((await reject(second, one)).status).toBe(204)
  expect((await boss.ask('GET', `/approvals/${one}`)).body).toMatchObject({
    state: 'rejected',
    decisionReason: 'Not now',
  })
  expect(await second.ask('POST', `/approvals/${two}/withdraw`)).toMatchObject(
    refused(404, 'approval.unknown'),
  )
  expect((await boss.ask('POST', `/approvals/${two}/withdraw`)).status).toBe(204)
  for (const id of [one, two]) {
    expect(await approve(second, id)).toMatchObject(refused(409, 'approval.decided'))
  }
  expect(await rightsOf(role)).toEqual(['meter.read'])
})

test('a request that nobody decided expires, before and after the task has said so', async () => {
  const role = await ownRole('meter.read')
  const id = await asked(role, ['sale.read'])
  const later = Date.now() + 24 * 3_600_000 + 1
  try {
    setClock(() => later)
    const fresh = await signInAs(harbour, second)
    expect(await approve(fresh, id)).toMatchObject(refused(409, 'approval.expired'))
    expect(await state(id, await signInAs(harbour, boss))).toBe('expired')
    while ((await expireRequests(harbour.tenantId)) > 0);
    expect(await approve(fresh, id)).toMatchObject(refused(409, 'approval.expired'))
    const row = await reading(harbour.actor, (db) =>
      db.row('select state from approvals.request where tenant_id = $1 and id = $2', [
        harbour.tenantId,
        id,
      ]),
    )
    expect(row).toEqual({ state: 'expired' })
  } finally {
    setClock()
  }
  expect(await rightsOf(role)).toEqual(['meter.read'])
})

test('roles given with an invitation wait too, and come with the approval', async () => {
  const roleOf = await roleId(boss, 'Auditor')
  const invited = await boss.ask('POST', '/people', {
    email: `${newId<'x'>()}@console.example`,
    name: 'New auditor',
    roles: [{ roleId: roleOf, reach: 'utility', reachId: harbour.utilityId }],
    reason: 'Joins in May',
  })
  expect(invited).toMatchObject({ status: 201, body: { request: expect.any(String) } })
  const { id, request } = invited.body
  expect((await boss.ask('GET', `/people/${id}`)).body.roles).toEqual([])
  expect((await second.ask('GET', `/approvals/${request}`)).body.after.roles).toEqual([
    'Auditor (Harbour City Power)',
  ])
  expect((await approve(second, request)).status).toBe(204)
  expect((await boss.ask('GET', `/people/${id}`)).body.roles).toMatchObject([{ name: 'Auditor' }])
})

test('a rule is set only where two people could decide, and is itself put under a second person', async () => {
  expect(await rule(stranger, 'role.change', { hours: 8 })).toMatchObject(
    refused(409, 'approval.too_few_people'),
  )
  expect(await rule(boss, 'role.paint', { hours: 8 })).toMatchObject(
    refused(404, 'approval.act_unknown'),
  )
  expect((await rule(boss, 'role.change', { hours: 0 })).status).toBe(400)
  expect((await rule(boss, 'approval.rule', { hours: 8 })).status).toBe(204)
  const dropped = await rule(boss, 'person.roles', null)
  expect(dropped.status).toBe(202)
  const rules = async () =>
    Object.fromEntries(
      (await boss.ask('GET', '/approval-rules')).body.data.map(
        (one: { kind: string; rule: unknown }) => [one.kind, one.rule],
      ),
    )
  expect((await rules())['person.roles']).toEqual({ hours: 24, minimum: null })
  expect((await approve(second, dropped.body.request)).status).toBe(204)
  expect((await rules())['person.roles']).toBeNull()
  const auditor = await ownRole('approval.decide', 'person.read')
  const onlooker = await personAtConsole(harbour, [auditor.name])
  expect(await onlooker.ask('GET', '/approval-rules')).toMatchObject(
    refused(403, 'access.not_allowed'),
  )
})
