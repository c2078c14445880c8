import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase, reading, transaction, useDatabase } from '../db/index.ts'
import { now, nowMs, setClock } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import {
  clientOf,
  disablePerson,
  giveRole,
  registerClient,
  registerPerson,
  requireCsrf,
  sessionOf,
  setClientStatus,
  shipRoles,
  signIn,
  signOut,
  systemActor,
  useLetterheads,
  usePepper,
} from './index.ts'

let db: Database
const tenantId = newId<'tenant'>()
const system = systemActor(tenantId)
const password = 'harbour lantern seven kettle'

beforeAll(async () => {
  db = openDatabase((await freshDatabase()).server)
  useDatabase(db)
  usePepper(Buffer.alloc(32, 7))
  useLetterheads(async () => ({ brand: 'Harbour', supportPhone: '', timeZone: 'UTC' }))
  await transaction(system, (tx) => shipRoles(tx, tenantId))
  await transaction(system, (tx) => tx.rows('select kernel.make_partitions($1, 2)', [now()]))
})
afterAll(() => db.close())
afterEach(() => setClock())

const start = nowMs()
let people = 0

async function person(role = 'Finance') {
  people += 1
  const email = `person${people}@harbour.example`
  const id = await transaction(system, async (tx) => {
    const made = await registerPerson(tx, system, { email, name: `Person ${people}`, password })
    await giveRole(tx, system, made, role)
    return made
  })
  return { id, email }
}

/** A sign-in that ends with the password, from a network address. */
async function signInFrom(email: string, secret: string, source: string) {
  const step = await signIn(email, secret, { source, origin: 'http://localhost', device: 'desk' })
  if (step.stage !== 'open') throw new Error('A second factor is asked for.')
  return step
}

const codeOf = (thrown: unknown) => (thrown as { code?: string }).code
const refusalOf = (work: Promise<unknown>) => work.then(() => 'done', codeOf)

test('a person signs in with the password and nothing else', async () => {
  const { email, id } = await person()
  const { token, session } = await signInFrom(` ${email.toUpperCase()} `, password, '10.0.0.1')
  expect(session.actor).toMatchObject({ tenantId, kind: 'person', id })
  expect(session.actor.permissions.has('deposit.confirm')).toBe(true)
  expect(session.actor.permissions.has('key.load')).toBe(false)
  expect((await sessionOf(token)).csrfToken).toBe(session.csrfToken)
  for (const wrong of [`${password} `, password.toUpperCase(), '', 'x'.repeat(5000)]) {
    expect(await refusalOf(signInFrom(email, wrong, '10.0.0.1'))).toBe('session.credentials')
  }
})

test('an unknown address is answered like a wrong password', async () => {
  const { email } = await person()
  const unknown = await signInFrom('nobody@harbour.example', password, '10.0.0.2').catch((e) => e)
  const wrong = await signInFrom(email, 'not the right password', '10.0.0.2').catch((e) => e)
  expect([unknown.code, unknown.status, unknown.params]).toEqual([
    wrong.code,
    wrong.status,
    wrong.params,
  ])
})

test('neither the token nor the password is in the database', async () => {
  const { email } = await person()
  const { token } = await signInFrom(email, password, '10.0.0.3')
  const rows = await reading(system, (tx) =>
    tx.rows(
      `select s::text || p::text as text from access.session s
       join access.person p on p.tenant_id = $1 and p.id = s.person_id where s.tenant_id = $1`,
      [tenantId],
    ),
  )
  const all = JSON.stringify(rows)
  expect(all).not.toContain(token.slice(30))
  expect(all).not.toContain(password)
})

test('a session ends by sign-out, when idle for 30 minutes, after 12 hours, and when the person is disabled', async () => {
  const { email, id } = await person()
  const open = async () => (await signInFrom(email, password, '10.0.0.4')).token
  const [out, idle, long, disabled] = [await open(), await open(), await open(), await open()]

  await signOut(out)
  expect(await refusalOf(sessionOf(out))).toBe('session.expired')

  for (let minutes = 25; minutes < 12 * 60; minutes += 25) {
    setClock(() => start + minutes * 60_000)
    expect(await refusalOf(sessionOf(long))).toBe('done')
    if (minutes === 50) expect(await refusalOf(sessionOf(idle))).toBe('session.expired')
  }
  setClock(() => start + 12 * 3600_000 + 60_000)
  expect(await refusalOf(sessionOf(long))).toBe('session.expired')

  setClock()
  await person('Tenant administrator')
  await transaction(system, (tx) => disablePerson(tx, system, id))
  expect(await refusalOf(sessionOf(disabled))).toBe('session.required')
  expect(await refusalOf(signInFrom(email, password, '10.0.0.4'))).toBe('session.credentials')
})

test('a right taken away is gone with the next request', async () => {
  const { email, id } = await person()
  const { token } = await signInFrom(email, password, '10.0.0.5')
  await transaction(system, (tx) =>
    tx.execute('delete from access.assignment where tenant_id = $1 and person_id = $2', [
      tenantId,
      id,
    ]),
  )
  expect((await sessionOf(token)).actor.permissions.size).toBe(0)
})

test('wrong passwords make the wait grow, for the one who guesses and not for the person at work', async () => {
  const { email } = await person()
  const at = (seconds: number) => setClock(() => start + seconds * 1000)
  const guess = (source: string) => refusalOf(signInFrom(email, 'wrong wrong wrong wrong', source))
  at(0)
  await signInFrom(email, password, 'office')

  const answers = []
  for (let n = 0; n < 6; n++) answers.push(await guess('stranger'))
  expect(answers).toEqual([...Array(5).fill('session.credentials'), 'session.locked'])
  at(29)
  expect(await guess('stranger')).toBe('session.locked')
  at(31)
  expect(await guess('stranger')).toBe('session.credentials')
  at(31 + 59)
  expect(await guess('stranger')).toBe('session.locked')

  // From many addresses: the account itself slows down, except where the person has signed in before.
  for (let n = 0; n < 12; n++) await guess(`bot ${n}`)
  expect(await guess('another bot')).toBe('session.locked')
  expect(await refusalOf(signInFrom(email, password, 'office'))).toBe('done')
})

test('a name that does not exist is slowed down like one that does', async () => {
  const answers = []
  for (let n = 0; n < 6; n++) {
    answers.push(
      await refusalOf(signInFrom('ghost@harbour.example', 'wrong wrong', 'ghost hunter')),
    )
  }
  expect(answers.at(-1)).toBe('session.locked')
})

test('guesses sent at once are counted one by one', async () => {
  const { email } = await person()
  const guesses = Array.from({ length: 20 }, () => refusalOf(signInFrom(email, 'wrong', 'flood')))
  const answers = await Promise.all(guesses)
  expect(answers.filter((answer) => answer === 'session.credentials')).toHaveLength(5)
})

test('a state-changing request must repeat the csrf token', async () => {
  const { email } = await person()
  const { session } = await signInFrom(email, password, '10.0.0.6')
  expect(() => requireCsrf(session, session.csrfToken)).not.toThrow()
  for (const wrong of [undefined, '', `${session.csrfToken}x`]) {
    expect(() => requireCsrf(session, wrong)).toThrow('session.csrf')
  }
})

test('nobody gives a right that they have not, or a password to somebody else', async () => {
  const { email } = await person('Tenant administrator')
  const { session } = await signInFrom(email, password, '10.0.0.7')
  const finance = await person('Finance')
  const limited = {
    ...session.actor,
    permissions: new Set(['role.write', 'person.invite'] as const),
  }
  const give = (role: string) =>
    refusalOf(transaction(system, (tx) => giveRole(tx, limited, finance.id, role)))
  expect(await give('Auditor')).toBe('access.not_allowed')
  const newcomer = { email: 'new@harbour.example', name: 'New', password }
  expect(
    await refusalOf(transaction(system, (tx) => registerPerson(tx, session.actor, newcomer))),
  ).toBe('access.not_allowed')
})

test('an address is taken once over all tenants', async () => {
  const { email } = await person()
  const other = systemActor(newId<'tenant'>())
  const again = transaction(other, (tx) => registerPerson(tx, other, { email, name: 'Twin' }))
  expect(await refusalOf(again)).toBe('person.email_taken')
})

test('a guessable password is refused', async () => {
  for (const weak of [
    'short',
    'password12345678',
    'aaaaaaaaaaaaaaaaaaaa',
    'weakling@harbour.example',
  ]) {
    const made = transaction(system, (tx) =>
      registerPerson(tx, system, { email: 'weakling@harbour.example', name: 'W', password: weak }),
    )
    expect(await refusalOf(made)).toBe('password.too_weak')
  }
})

test('a session and a client of one tenant are nothing in another', async () => {
  const { email } = await person()
  const { token } = await signInFrom(email, password, '10.0.0.8')
  const foreign = Buffer.from(newId<'tenant'>().replaceAll('-', ''), 'hex').toString('base64url')
  expect(await refusalOf(sessionOf(foreign + token.slice(22)))).toBe('session.required')
  for (const broken of ['', 'x', token.slice(1), `${token}=`, token.replace('.', ' ')]) {
    expect(await refusalOf(sessionOf(broken))).toBe('session.required')
  }
})

test('a partner program is known by its secret until it is blocked', async () => {
  const vendorId = newId<'vendor'>()
  const made = await transaction(system, (tx) =>
    registerClient(tx, system, { name: 'Bank', vendorId, permissions: ['sale.make'] }),
  )
  const actor = await clientOf(made.secret)
  expect(actor).toMatchObject({ kind: 'client', id: made.id, vendorId })
  expect([...actor.permissions]).toEqual(['sale.make'])
  await transaction(system, (tx) => setClientStatus(tx, system, made.id, 'blocked'))
  expect(await refusalOf(clientOf(made.secret))).toBe('client.blocked')
  expect(await refusalOf(clientOf(`${made.secret.slice(0, -1)}_`))).toBe('session.required')
  const greedy = transaction(system, (tx) =>
    registerClient(tx, system, { name: 'X', vendorId, permissions: ['key.load'] }),
  )
  expect(await refusalOf(greedy)).toBe('access.not_allowed')
})

test('another tenant sees no people, roles or sessions', async () => {
  const stranger = systemActor(newId<'tenant'>() as Id<'tenant'>)
  for (const table of ['person', 'role', 'session', 'assignment', 'client']) {
    const rows = await reading(stranger, (tx) => tx.rows(`select 1 from access.${table}`))
    expect(rows).toEqual([])
  }
})
