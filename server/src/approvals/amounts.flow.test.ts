import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type World, world } from '../../test/harness.ts'
import { personNow } from '../access/index.ts'
import { type AtConsole, personAtConsole, roleId } from '../access/test/console.ts'
import { reading, transaction } from '../db/index.ts'
import { newId } from '../kernel/ids.ts'
import { creditLimit, depositConfirmation, floatOf } from '../vendors/index.ts'
import { submit } from './index.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 60_000 })

let harbour: World
let boss: AtConsole
let second: AtConsole

beforeAll(async () => {
  harbour = await world()
  boss = await personAtConsole(harbour, ['Tenant administrator'])
  second = await personAtConsole(harbour, ['Tenant administrator'])
})
afterAll(() => harbour.close())

const limited = (amount: string, permission = 'deposit.confirm') => ({
  name: `Desk ${newId<'name'>()}`,
  permissions: ['deposit.confirm', 'vendor.read', 'vendor.approve', 'person.read', 'role.write'],
  limits: [
    { permission, amount, currency: 'KES' },
    { permission: 'vendor.approve', amount: '50.00', currency: 'KES' },
  ],
})

async function actorOf(who: AtConsole) {
  const actor = await reading(harbour.actor, (db) => personNow(db, harbour.tenantId, who.id))
  if (!actor) throw new Error('no such person')
  return actor
}

async function deposit(who: AtConsole, minor: string) {
  const actor = await actorOf(who)
  const content = { vendorId: harbour.vendor.id, minor, bankReference: `B-${newId<'x'>()}` }
  const how = { key: newId<'key'>(), reason: 'On the statement of today' }
  return transaction(actor, (tx) => submit(tx, actor, depositConfirmation, content, how))
}

const float = () => reading(harbour.actor, (db) => floatOf(db, harbour.tenantId, harbour.vendor.id))
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown: { code?: string }) => thrown.code,
  )

test('a role lets somebody confirm deposits up to its limit and not a cent more', async () => {
  const role = limited('100.00')
  expect((await boss.ask('POST', '/roles', role)).status).toBe(201)
  const clerk = await personAtConsole(harbour, [role.name])
  const before = await float()
  expect(await code(deposit(clerk, '10000'))).toBe('done')
  expect(await code(deposit(clerk, '10001'))).toBe('access.above_limit')
  expect((await float()) - before).toBe(10_000n)
  expect(await code(deposit(boss, '10001'))).toBe('done')
  const actor = await actorOf(clerk)
  const overdraft = (minor: string) =>
    transaction(actor, (tx) =>
      submit(tx, actor, creditLimit, { vendorId: harbour.vendor.id, minor }, { key: newId<'k'>() }),
    )
  expect(await code(overdraft('5001'))).toBe('access.above_limit')
  expect(await code(overdraft('5000'))).toBe('done')
})

test('nobody gives, makes or changes a role with a higher limit than their own', async () => {
  const own = limited('100.00')
  const made = await boss.ask('POST', '/roles', own)
  const lead = await personAtConsole(harbour, [own.name])
  const no = { status: 403, body: { code: 'access.not_allowed' } }
  expect(await lead.ask('POST', '/roles', limited('100.01'))).toMatchObject(no)
  expect(await lead.ask('POST', '/roles', { ...limited('1.00'), limits: [] })).toMatchObject(no)
  const lower = limited('99.99')
  expect(await lead.ask('POST', '/roles', lower)).toMatchObject({ status: 201 })
  const edit = (amount: string) =>
    lead.ask('PUT', `/roles/${made.body.id}`, { ...own, ...limited(amount), name: own.name })
  expect(await edit('100.01')).toMatchObject(no)
  expect((await edit('90.00')).status).toBe(204)
  // Now their own role says 90: what they gave up they cannot give.
  expect(await edit('100.00')).toMatchObject(no)

  const finance = await roleId(boss, 'Finance')
  const other = await personAtConsole(harbour)
  const roles = [{ roleId: finance, reach: 'tenant' }]
  expect(await lead.ask('PUT', `/people/${other.id}/roles`, { roles })).toMatchObject(no)
})

test('a limit is an amount of a currency that the company has, and is shown as it was given', async () => {
  const role = limited('100.00')
  const { body } = await boss.ask('POST', '/roles', role)
  expect((await boss.ask('GET', `/roles/${body.id}`)).body.limits).toEqual([
    { permission: 'deposit.confirm', amount: '100.00', currency: { code: 'KES', decimals: 2 } },
    { permission: 'vendor.approve', amount: '50.00', currency: { code: 'KES', decimals: 2 } },
  ])
  const wrong = (limit: object) => boss.ask('POST', '/roles', { ...limited('1'), limits: [limit] })
  const right = { permission: 'deposit.confirm', amount: '1.00', currency: 'KES' }
  expect(await wrong({ ...right, currency: 'XXX' })).toMatchObject({
    status: 400,
    body: { code: 'role.limit_currency', errors: [{ pointer: '/limits/0/currency' }] },
  })
  for (const amount of ['1.001', '-1', '1e3', '']) {
    expect((await wrong({ ...right, amount })).status).toBe(400)
  }
  expect((await wrong({ ...right, permission: 'meter.read' })).status).toBe(400)
  const copy = await boss.ask('POST', '/roles', { name: `Copy ${body.id}`, copyOf: body.id })
  expect((await boss.ask('GET', `/roles/${copy.body.id}`)).body.limits).toHaveLength(2)
})

test('a rule by amount asks for a second person from that amount on, and the approver needs the limit too', async () => {
  const rule = { hours: 4, minimum: { amount: '500.00', currency: 'KES' } }
  const set = (kind: string, content: object) =>
    boss.ask('PUT', `/approval-rules/${kind}`, { rule: content, reason: 'Deposits over 500' })
  expect(await set('role.change', rule)).toMatchObject({
    body: { code: 'approval.rule_malformed' },
  })
  expect((await set('deposit.confirm', rule)).status).toBe(204)

  const before = await float()
  expect((await deposit(boss, '49999')).state).toBe('executed')
  const { id, state } = await deposit(boss, '50000')
  expect(state).toBe('waiting')
  expect((await float()) - before).toBe(49_999n)

  const desk = limited('100.00')
  const withDecision = { ...desk, permissions: [...desk.permissions, 'approval.decide'] }
  expect((await boss.ask('POST', '/roles', withDecision)).status).toBe(201)
  const clerk = await personAtConsole(harbour, [desk.name])
  expect(await clerk.ask('POST', `/approvals/${id}/approve`, {})).toMatchObject({
    status: 403,
    body: { code: 'access.above_limit' },
  })
  expect((await second.ask('GET', `/approvals/${id}`)).body).toMatchObject({
    amount: { amount: '500.00', currency: { code: 'KES', decimals: 2 } },
    after: { deposit: '500.00' },
  })
  expect((await second.ask('POST', `/approvals/${id}/approve`, {})).status).toBe(204)
  expect((await float()) - before).toBe(99_999n)
})

test('a deposit of one shop is decided by who reaches that shop', async () => {
  const role = {
    name: `Shop desk ${newId<'n'>()}`,
    permissions: ['deposit.confirm', 'approval.decide', 'vendor.read'],
  }
  await boss.ask('POST', '/roles', role)
  const near = await personAtConsole(harbour, [
    role.name,
    { reach: 'vendor', vendorId: harbour.vendor.id },
  ])
  const far = await personAtConsole(harbour, [
    role.name,
    { reach: 'vendor', vendorId: newId<'vendor'>() },
  ])
  const { id } = await deposit(boss, '60000')
  expect(await far.ask('GET', `/approvals/${id}`)).toMatchObject({ status: 404 })
  expect((await near.ask('GET', '/approvals?box=queue')).body.data).toMatchObject([{ id }])
  expect((await near.ask('POST', `/approvals/${id}/approve`, {})).status).toBe(204)
})
