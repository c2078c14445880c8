import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type World, world } from '../../../test/harness.ts'
import { OidcProvider } from '../../../test/oidc-provider.ts'
import { reading, transaction } from '../../db/index.ts'
import { now, setClock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import { changeTenantSettings, registerPerson } from '../index.ts'
import { Browser } from '../test/browser.ts'
import { type AtConsole, personAtConsole } from '../test/console.ts'
import { codeOf, withDirectory } from '../test/directory.ts'
import { setCallRules } from './provider-calls.ts'

let place: World
let hills: World
let here: Awaited<ReturnType<typeof withDirectory>>
let ann: AtConsole
let addresses = 0

beforeAll(async () => {
  place = await world()
  hills = await world({ in: place })
  here = await withDirectory(place)
  ann = await personAtConsole(place, ['Finance'])
})
beforeEach(() => {
  addresses += 1
})
afterEach(async () => {
  setClock()
  setCallRules({ loopback: true })
  here.directory.manners = {}
  await here.setUp(here.boss)
  await secondFactor('optional')
})
afterAll(async () => {
  await here.directory.close()
  await place.close()
})

const secondFactor = (rule: 'optional' | 'everybody') =>
  transaction(place.actor, (tx) => changeTenantSettings(tx, place.actor, { secondFactor: rule }))
const browser = () => new Browser(place, `198.51.103.${addresses}`)

test('whom the directory vouches for signs in, with the rights they have here and no others', async () => {
  const { directory, comeIn } = here
  for (const signature of ['RS256', 'ES256', 'EdDSA'] as const) {
    directory.manners = { signature }
    const desk = browser()
    const answer = await comeIn(desk, ann.email.toUpperCase(), { groups: ['admin'] })
    expect(answer).toMatchObject({ status: 201, body: { person: { email: ann.email } } })
    expect(answer.body.permissions).toContain('deposit.confirm')
    expect(answer.body.permissions).not.toContain('role.write')
    expect((await desk.ask('GET', '/session')).status).toBe(200)
  }
})

test('the way there names nothing but what belongs there', async () => {
  const { directory, begin } = here
  const desk = browser()
  const { body } = await begin(desk, 'ann@harbour')
  const { searchParams } = new URL(body.address)
  const cookie = desk.cookies.get('saldo-errand')!
  expect(searchParams.get('redirect_uri')).toBe('http://localhost:8080/console/sign-in')
  expect(searchParams.get('code_challenge_method')).toBe('S256')
  expect(searchParams.get('scope')).toBe('openid email')
  expect(searchParams.get('login_hint')).toBe('ann@harbour')
  expect(body.address).not.toContain(directory.clientSecret.slice(0, 8))
  expect(body.address).not.toContain(cookie)
  const reply = await place.app.inject({
    method: 'POST',
    url: '/api/console/sessions/provider/begin',
    payload: { organisation: 'harbour' },
  })
  expect(reply.cookies).toMatchObject([
    { name: 'saldo-errand', httpOnly: true, sameSite: 'Lax', maxAge: 600 },
  ])
})

test('what is brought must belong to this browser, and counts once', async () => {
  const { directory, begin, sent, give } = here
  const desk = browser()
  const brought = await sent(desk, ann.email)
  // Somebody else's link, opened in a browser that never began, or began another sign-in.
  expect(codeOf(await give(browser(), brought))).toBe('identity_provider.refused')
  const other = browser()
  await begin(other)
  expect(codeOf(await give(other, brought))).toBe('identity_provider.refused')
  const copy = desk.copy(place)
  const wrong = desk.copy(place)
  expect(codeOf(await give(wrong, { ...brought, state: 'x' }))).toBe('identity_provider.refused')
  expect(wrong.cookies.get('saldo-errand')).toBe('')
  const elsewhere = { ...brought, iss: 'https://evil.example' }
  expect(codeOf(await give(desk.copy(place), elsewhere))).toBe('identity_provider.refused')
  expect((await give(desk, brought)).status).toBe(201)
  expect(codeOf(await give(desk, brought))).toBe('identity_provider.refused')
  const asked = directory.asked.length
  expect(codeOf(await give(copy, brought))).toBe('identity_provider.refused')
  expect(directory.asked.length).toBe(asked)
})

test('of two who bring the same at once one gets in', async () => {
  const { sent, give } = here
  const desk = browser()
  const brought = await sent(desk, ann.email)
  const both = await Promise.all([give(desk.copy(place), brought), give(desk.copy(place), brought)])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 401])
})

test('a code that was used already, also by another sign-in, lets nobody in', async () => {
  const { sent, give } = here
  const desk = browser()
  const first = await sent(desk, ann.email)
  expect((await give(desk, first)).status).toBe(201)
  const thief = browser()
  const { state } = await sent(thief, 'thief@evil.example')
  expect(codeOf(await give(thief, { code: first.code, state }))).toBe('identity_provider.refused')
  // A code not yet used was given for another challenge (PKCE): it is no good either.
  const unused = await sent(browser(), ann.email)
  const again = await sent(thief, 'thief@evil.example')
  const injected = { code: unused.code, state: again.state }
  expect(codeOf(await give(thief, injected))).toBe('identity_provider.refused')
})

test('an errand holds for ten minutes, for one set-up, and cannot be made by hand', async () => {
  const { sent, give } = here
  const desk = browser()
  const late = await sent(desk, ann.email)
  const then = now().getTime() + 10 * 60_000 + 1_000
  setClock(() => then)
  expect(codeOf(await give(desk, late))).toBe('identity_provider.refused')
  setClock()
  const brought = await sent(desk, ann.email)
  const [tenant, secret, until, mac] = desk.cookies.get('saldo-errand')!.split('.')
  for (const text of [
    [tenant, secret, String(Number(until) + 1), mac],
    [tenant, secret, until, `${mac!.startsWith('A') ? 'B' : 'A'}${mac!.slice(1)}`],
    [tenant, secret, until],
    ['x'],
  ]) {
    const forger = desk.copy(place)
    forger.cookies.set('saldo-errand', text.join('.'))
    expect(codeOf(await give(forger, brought))).toBe('identity_provider.refused')
  }
})

test('a token that is not this directory’s, for us, for this sign-in and still good lets nobody in', async () => {
  const { directory, comeIn } = here
  const seconds = Math.floor(Date.now() / 1000)
  const bad: Record<string, OidcProvider['manners']> = {
    'another nonce': { claims: { nonce: 'another' } },
    'no nonce': { claims: { nonce: undefined } },
    'another audience': { claims: { aud: 'another' } },
    'several audiences': { claims: { aud: [directory.clientId, 'another'] } },
    'another party': { claims: { azp: 'another' } },
    'another issuer': { claims: { iss: 'https://evil.example' } },
    expired: { claims: { exp: seconds - 120 } },
    'no expiry': { claims: { exp: undefined } },
    'issued long ago': { claims: { iat: seconds - 3_600 } },
    'from the future': { claims: { iat: seconds + 3_600, nbf: seconds + 3_600 } },
    'no subject': { claims: { sub: undefined } },
    'no signature': { signature: 'none' },
    'signed with the public key': { signature: 'hmac' },
    'signed by a stranger': { signature: 'stranger' },
  }
  for (const [n, [name, manners]] of Object.entries(bad).entries()) {
    directory.manners = manners
    const desk = new Browser(place, `203.0.113.${n}`)
    const answer = await comeIn(desk, ann.email)
    expect([name, codeOf(answer)]).toEqual([name, 'identity_provider.refused'])
    expect(desk.session, name).toBeUndefined()
  }
})

test('only an address that the directory has verified, of an active person of this company, lets in', async () => {
  const { boss, comeIn } = here
  const gone = await personAtConsole(place, ['Finance'])
  const far = await personAtConsole(hills, ['Tenant administrator'])
  const invited = `${newId<'mail'>()}@harbour.example`
  await transaction(place.actor, (tx) =>
    registerPerson(tx, place.actor, { email: invited, name: 'Not here yet' }),
  )
  const disabled = { reason: 'Has left us' }
  expect((await boss.ask('POST', `/people/${gone.id}/disable`, disabled)).status).toBeLessThan(300)
  const count = () =>
    reading(place.actor, (db) =>
      db.row('select count(*) from access.person where tenant_id = $1', [place.tenantId]),
    )
  const before = await count()
  for (const email_verified of [false, 'true', 1, undefined]) {
    const answer = await comeIn(browser(), ann.email, { email_verified })
    expect(codeOf(answer)).toBe('identity_provider.email_unverified')
  }
  for (const email of [undefined, '', ['x@y'], 'no address']) {
    const answer = await comeIn(browser(), ann.email, { email })
    expect(codeOf(answer)).toBe('identity_provider.email_unverified')
  }
  for (const email of [gone.email, far.email, invited, 'nobody@harbour.example']) {
    const desk = browser()
    const answer = await comeIn(desk, email)
    expect([email, answer.status, codeOf(answer)]).toEqual([email, 403, 'identity_provider.nobody'])
    expect(desk.session).toBeUndefined()
  }
  expect(await count()).toEqual(before)
})

test('the rule about second factors holds, unless the company says that its directory asks for one', async () => {
  const { boss, setUp, comeIn } = here
  await secondFactor('everybody')
  const desk = browser()
  expect(await comeIn(desk, ann.email)).toMatchObject({ status: 202, body: { next: 'enrolment' } })
  expect((await desk.ask('GET', '/session')).status).toBe(401)
  expect((await setUp(boss, { secondFactor: true })).status).toBe(204)
  expect((await comeIn(browser(), ann.email)).status).toBe(201)
})

test('a session of before is not taken over, and the trail tells of the sign-in', async () => {
  const { comeIn } = here
  const opened = () =>
    reading(place.actor, async (db) => {
      const row = await db.row<{ n: number }>(
        `select count(*)::integer as n from audit.event
         where tenant_id = $1 and action = 'session.open' and object_id = $2`,
        [place.tenantId, ann.id],
      )
      return row!.n
    })
  const before = await opened()
  const desk = browser()
  desk.cookies.set('saldo', 'planted')
  expect((await comeIn(desk, ann.email)).status).toBe(201)
  expect(desk.session).not.toBe('planted')
  expect(await opened()).toBe(before + 1)
})

test('keys that are changed are read anew, and unknown ones do not make us ask again and again', async () => {
  const { directory, comeIn } = here
  const asked = () => directory.asked.filter((path) => path === '/keys').length
  expect((await comeIn(browser(), ann.email)).status).toBe(201)
  const before = asked()
  directory.generation += 1
  expect((await comeIn(browser(), ann.email)).status).toBe(201)
  expect(asked()).toBe(before + 1)
  directory.generation += 1
  for (let n = 0; n < 3; n += 1) {
    expect(codeOf(await comeIn(browser(), ann.email))).toBe('identity_provider.refused')
  }
  directory.generation -= 1
  expect((await comeIn(browser(), ann.email)).status).toBe(201)
  expect(asked()).toBe(before + 1)
})

test('a directory that is silent, slow, endless or sends elsewhere is given up', async () => {
  const { directory, comeIn } = here
  const elsewhere = await new OidcProvider().open()
  const answers = {
    'not JSON': { body: '<html>' },
    'no token': { body: '{}' },
    'too long': { body: JSON.stringify({ id_token: 'x'.repeat(300_000) }) },
    'sends elsewhere': {
      status: 307,
      headers: { location: `${elsewhere.issuer}/token` },
      body: '',
    },
    fault: { status: 500, body: '{"id_token":"x"}' },
  }
  for (const [name, answer] of Object.entries(answers)) {
    directory.manners = { answers: { '/token': answer } }
    expect([name, codeOf(await comeIn(browser(), ann.email))]).toEqual([
      name,
      'identity_provider.no_answer',
    ])
  }
  expect(elsewhere.asked).toEqual([])
  setCallRules({ loopback: true, timeLimitMs: 200 })
  directory.manners = { slowMs: 20_000 }
  const began = performance.now()
  expect(codeOf(await comeIn(browser(), ann.email))).toBe('identity_provider.no_answer')
  expect(performance.now() - began).toBeLessThan(5_000)
  await elsewhere.close()
})

test('a directory that is taken away signs nobody in, not even who is on the way', async () => {
  const { boss, begin, sent, give } = here
  const desk = browser()
  const brought = await sent(desk, ann.email)
  expect((await boss.ask('DELETE', '/tenant/identity-provider')).status).toBe(204)
  expect((await boss.ask('DELETE', '/tenant/identity-provider')).status).toBe(204)
  expect(codeOf(await give(desk, brought))).toBe('identity_provider.refused')
  expect(codeOf(await begin(browser()))).toBe('identity_provider.unknown')
})

test('guessing without end is slowed down, for where it comes from and for nobody else', async () => {
  const { sent, give, comeIn } = here
  const guesser = new Browser(place, '203.0.113.200')
  let answer = ''
  for (let n = 0; n < 31; n += 1) {
    const { state } = await sent(guesser, ann.email)
    answer = codeOf(await give(guesser, { state, code: `guess ${n}` })) ?? ''
  }
  expect(answer).toBe('session.locked')
  expect((await comeIn(browser(), ann.email)).status).toBe(201)
})
