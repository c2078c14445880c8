import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type World, world } from '../../../test/harness.ts'
import { transaction } from '../../db/index.ts'
import { now, setClock } from '../../kernel/clock.ts'
import { changeTenantSettings } from '../index.ts'
import { Browser } from '../test/browser.ts'
import { type AtConsole, password, personAtConsole } from '../test/console.ts'
import { type Mailbox, openMailbox } from '../test/mailbox.ts'
import { codeAt, stepAt } from './totp.ts'

let place: World
let post: Mailbox
let addresses = 0

beforeAll(async () => {
  place = await world()
  post = await openMailbox(place)
})
beforeEach(() => {
  addresses += 1
})
afterEach(async () => {
  setClock()
  await askFor('optional')
})
afterAll(async () => {
  await post.close()
  await place.close()
})

const browser = () => new Browser(place, `198.51.101.${addresses}`)
const askFor = (secondFactor: 'optional' | 'administrators' | 'everybody') =>
  transaction(place.actor, (tx) => changeTenantSettings(tx, place.actor, { secondFactor }))
const later = (milliseconds: number) => {
  const then = now().getTime() + milliseconds
  setClock(() => then)
}

/** An authenticator app that holds a key, some half minutes from now. */
const app = (key: string) => (halves: number) => codeAt(unbase32(key), stepAt(now()) + halves)

function unbase32(text: string): Buffer {
  const bits = [...text]
    .map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** Somebody with an authenticator app and recovery codes, signed in. */
async function withApp(role = 'Finance') {
  const person = await personAtConsole(place, [role])
  const { body } = await person.ask('POST', '/account/authenticator')
  const code = app(body.key)
  const confirmed = await person.ask('POST', '/account/authenticator/confirm', { code: code(0) })
  expect(confirmed.status).toBe(200)
  later(30_000)
  return { person, code, recovery: confirmed.body.recoveryCodes as string[] }
}

/** A browser in which the password was right. */
async function atSecondStep(person: AtConsole, from = browser()) {
  const answer = await from.signIn(person.email, password)
  expect(answer).toMatchObject({ status: 202, body: { next: 'factor' } })
  return from
}

const giveCode = (from: Browser, code: string, kind = 'authenticator') =>
  from.ask('POST', '/sessions/code', { kind, code })

test('with an authenticator app the password alone opens nothing; its code does', async () => {
  const { person, code } = await withApp()
  const desk = await atSecondStep(person)
  const waiting = desk.session
  for (const path of ['/session', '/account', '/overview', '/people']) {
    expect((await desk.ask('GET', path)).status, path).toBe(401)
  }
  expect((await desk.ask('POST', '/account/authenticator')).status).toBe(401)
  expect(await giveCode(desk, code(0))).toMatchObject({
    status: 201,
    body: { person: { email: person.email } },
  })
  // The session has a token of its own; that of the first step opens nothing.
  expect(desk.session).not.toBe(waiting)
  expect((await desk.ask('GET', '/session')).status).toBe(200)
  desk.cookies.set('saldo', waiting ?? '')
  expect((await desk.ask('GET', '/session')).status).toBe(401)
})

test('a code works once: for a second sign-in, for two at once, and not for the step before', async () => {
  const { person, code } = await withApp()
  const [one, two, three] = [
    await atSecondStep(person),
    await atSecondStep(person),
    await atSecondStep(person),
  ]
  const answers = await Promise.all([giveCode(one, code(1)), giveCode(two, code(1))])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 401])
  expect((await giveCode(three, code(1))).body.code).toBe('factor.code_wrong')
  expect((await giveCode(three, code(0))).body.code).toBe('factor.code_wrong')
})

test('after five wrong codes the sign-in begins again with the password', async () => {
  const { person, code } = await withApp()
  const thief = await atSecondStep(person)
  const answers = []
  for (let n = 0; n < 5; n++) answers.push((await giveCode(thief, '000000')).body.code)
  expect(answers).toEqual(Array(5).fill('factor.code_wrong'))
  later(60_000)
  expect((await giveCode(thief, code(0))).body.code).toBe('session.required')
})

test('codes guessed by the hundred, over many sign-ins, slow down whoever guesses and not the person', async () => {
  const { person, code } = await withApp()
  const home = await atSecondStep(person, new Browser(place, '198.51.100.77'))
  expect((await giveCode(home, code(0))).status).toBe(201)
  const seen = new Map<number, number>()
  for (let n = 0; n < 4; n++) {
    const thief = browser()
    const first = await thief.signIn(person.email, password)
    if (first.status !== 202) break
    const guesses = Array.from({ length: 10 }, (_, guess) => giveCode(thief, `00${n}00${guess}`))
    for (const { status } of await Promise.all(guesses))
      seen.set(status, (seen.get(status) ?? 0) + 1)
  }
  expect(seen.get(401)).toBeLessThanOrEqual(8)
  expect(seen.get(429) ?? 0).toBeGreaterThan(10)
  later(30_000)
  const again = await atSecondStep(person, new Browser(place, '198.51.100.77'))
  expect((await giveCode(again, code(0))).status).toBe(201)
})

test('the second step needs the token that the first step told, and ends after ten minutes', async () => {
  const { person, code } = await withApp()
  const desk = await atSecondStep(person)
  const forged = desk.copy(place)
  forged.csrf = 'guessed'
  expect((await giveCode(forged, code(0))).body.code).toBe('session.csrf')
  later(10 * 60_000 + 1_000)
  expect((await giveCode(desk, code(0))).body.code).toBe('session.required')
})

test('a session that was planted in the browser before is not the one that is opened', async () => {
  const attacker = await personAtConsole(place, ['Finance'])
  const { person, code } = await withApp()
  const victim = browser()
  const planted = new Browser(place)
  await planted.signIn(attacker.email, password)
  victim.cookies.set('saldo', planted.session ?? '')
  await atSecondStep(person, victim)
  expect((await giveCode(victim, code(0))).status).toBe(201)
  expect(victim.session).not.toBe(planted.session)
  expect((await planted.ask('GET', '/session')).body.person.email).toBe(attacker.email)
})

test('each of ten recovery codes lets in once, as it was written down', async () => {
  const { person, recovery } = await withApp()
  expect(recovery).toHaveLength(10)
  expect(new Set(recovery).size).toBe(10)
  const [first = '', second = ''] = recovery
  const desk = await atSecondStep(person)
  await post.lettersTo(person.email)
  expect((await giveCode(desk, first.toLowerCase().replaceAll('-', ' '), 'recovery')).status).toBe(
    201,
  )
  expect((await desk.ask('GET', '/account')).body.recoveryCodes).toBe(9)
  const letters = await post.lettersTo(person.email)
  expect(letters.map(({ text }) => text).join()).toContain('with a recovery code')
  const again = await atSecondStep(person)
  expect((await giveCode(again, first, 'recovery')).body.code).toBe('factor.code_wrong')
  expect((await giveCode(again, second, 'recovery')).status).toBe(201)
})

test('new recovery codes make the old ones worthless', async () => {
  const { person, recovery } = await withApp()
  const { body } = await person.ask('POST', '/account/recovery-codes')
  expect(body.recoveryCodes).toHaveLength(10)
  const desk = await atSecondStep(person)
  expect((await giveCode(desk, recovery[3]!, 'recovery')).status).toBe(401)
  expect((await giveCode(desk, body.recoveryCodes[3], 'recovery')).status).toBe(201)
})

test('whoever sets up a factor is told by e-mail, and their other sessions end', async () => {
  const person = await personAtConsole(place, ['Finance'])
  const other = browser()
  await other.signIn(person.email, password)
  await post.lettersTo(person.email)
  const { body } = await person.ask('POST', '/account/authenticator')
  await person.ask('POST', '/account/authenticator/confirm', { code: app(body.key)(0) })
  expect((await other.ask('GET', '/session')).status).toBe(401)
  expect((await person.ask('GET', '/session')).status).toBe(200)
  const [notice] = await post.lettersTo(person.email)
  expect(notice?.text).toContain('A second factor was added to your access')
})

test('a set-up that was not finished asks for nothing at the next sign-in', async () => {
  const person = await personAtConsole(place, ['Finance'])
  const { body } = await person.ask('POST', '/account/authenticator')
  const wrong = await person.ask('POST', '/account/authenticator/confirm', { code: '000000' })
  expect(wrong.body.code).toBe('factor.code_wrong')
  expect((await browser().signIn(person.email, password)).status).toBe(201)
  expect(body.address).toMatch(/^otpauth:\/\/totp\//)
})

test('where everybody needs a second factor, whoever has none sets one up before anything else', async () => {
  const person = await personAtConsole(place, ['Finance'])
  await askFor('everybody')
  const desk = browser()
  expect(await desk.signIn(person.email, password)).toMatchObject({
    status: 202,
    body: { next: 'enrolment', factors: { authenticator: false, passkey: false } },
  })
  const before = desk.session
  for (const path of ['/session', '/overview', '/account']) {
    expect((await desk.ask('GET', path)).status, path).toBe(401)
  }
  expect((await desk.ask('POST', '/account/recovery-codes')).status).toBe(401)
  const { body } = await desk.ask('POST', '/account/authenticator')
  const done = await desk.ask('POST', '/account/authenticator/confirm', { code: app(body.key)(0) })
  expect(done).toMatchObject({ status: 200 })
  expect(done.body.recoveryCodes).toHaveLength(10)
  expect(desk.session).not.toBe(before)
  expect((await desk.ask('GET', '/session')).body.person.email).toBe(person.email)
})

test('where only administrators need one, others do not', async () => {
  const finance = await personAtConsole(place, ['Finance'])
  const administrator = await personAtConsole(place, ['Tenant administrator'])
  await askFor('administrators')
  expect((await browser().signIn(finance.email, password)).status).toBe(201)
  expect((await browser().signIn(administrator.email, password)).body.next).toBe('enrolment')
})

test('the last factor stays where one is asked for; else the password must stand alone', async () => {
  const { person } = await withApp()
  await askFor('everybody')
  expect(await person.ask('DELETE', '/account/authenticator')).toMatchObject({
    status: 409,
    body: { code: 'factor.required' },
  })
  // Beside a factor twelve characters are enough.
  const short = 'kettle 7 bay'
  const changed = await person.ask('PUT', '/account/password', {
    current: password,
    password: short,
  })
  expect(changed.status).toBe(204)
  await askFor('optional')
  expect((await person.ask('DELETE', '/account/authenticator')).body.code).toBe(
    'factor.password_short',
  )
  await person.ask('PUT', '/account/password', { current: short, password })
  expect((await person.ask('DELETE', '/account/authenticator')).status).toBe(204)
  expect((await browser().signIn(person.email, password)).status).toBe(201)
  expect((await person.ask('GET', '/account')).body).toMatchObject({
    authenticator: false,
    recoveryCodes: 0,
  })
})

test('an administrator frees somebody of a lost factor, with a reason, and never themselves', async () => {
  const { person } = await withApp()
  const administrator = await personAtConsole(place, ['Tenant administrator'])
  const reset = (id: string) =>
    administrator.ask('POST', `/people/${id}/factors/reset`, { reason: 'Lost the telephone.' })
  await post.lettersTo(person.email)
  expect((await reset(administrator.id)).body.code).toBe('factor.own')
  expect((await reset(person.id)).status).toBe(204)
  expect((await person.ask('GET', '/session')).status).toBe(401)
  expect((await browser().signIn(person.email, password)).status).toBe(201)
  const [notice] = await post.lettersTo(person.email)
  expect(notice?.text).toContain('An administrator has removed the second factors')
  const { body } = await administrator.ask('GET', '/audit?action=factor.reset')
  expect(body.data[0]).toMatchObject({ reason: 'Lost the telephone.' })
})

test('nobody frees whoever has more rights, nor without the right to', async () => {
  const { person } = await withApp('Tenant administrator')
  const finance = await personAtConsole(place, ['Finance'])
  const reset = { reason: 'Please.' }
  expect((await finance.ask('POST', `/people/${person.id}/factors/reset`, reset)).status).toBe(403)
})

test('a risky act asks again who is there after ten minutes, and takes password or code', async () => {
  const { person, code } = await withApp()
  const desk = await atSecondStep(person)
  await giveCode(desk, code(0))
  later(9 * 60_000)
  expect((await desk.ask('POST', '/account/recovery-codes')).status).toBe(200)
  later(2 * 60_000)
  const act = () => desk.ask('POST', '/account/recovery-codes')
  expect(await act()).toMatchObject({ status: 403, body: { code: 'session.step_up_required' } })
  const confirm = (proof: object) => desk.ask('POST', '/session/confirm', proof)
  expect((await confirm({ kind: 'password', password: 'wrong' })).body.code).toBe(
    'session.credentials',
  )
  expect((await act()).status).toBe(403)
  expect((await confirm({ kind: 'authenticator', code: code(0) })).status).toBe(204)
  expect((await act()).status).toBe(200)
  // A code that confirmed once does not confirm again.
  expect((await confirm({ kind: 'authenticator', code: code(0) })).body.code).toBe(
    'factor.code_wrong',
  )
  later(11 * 60_000)
  expect((await act()).status).toBe(403)
  expect((await confirm({ kind: 'password', password })).status).toBe(204)
  expect((await act()).status).toBe(200)
})

test('a person ends one of their sessions, or all but this one', async () => {
  const person = await personAtConsole(place, ['Finance'])
  const [one, two] = [browser(), browser()]
  await one.signIn(person.email, password)
  await two.signIn(person.email, password)
  const { body } = await person.ask('GET', '/account')
  expect(body.sessions).toHaveLength(3)
  const [latest] = body.sessions
  expect((await person.ask('DELETE', `/account/sessions/${latest.id}`)).status).toBe(204)
  expect((await two.ask('GET', '/session')).status).toBe(401)
  expect((await person.ask('DELETE', '/account/sessions')).status).toBe(204)
  expect((await one.ask('GET', '/session')).status).toBe(401)
  expect((await person.ask('GET', '/session')).status).toBe(200)
  const stranger = await personAtConsole(place, ['Finance'])
  const own = (await person.ask('GET', '/account')).body.sessions[0].id
  expect((await stranger.ask('DELETE', `/account/sessions/${own}`)).status).toBe(404)
})
