import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type World, world } from '../../../test/harness.ts'
import { now, setClock } from '../../kernel/clock.ts'
import { Browser } from '../test/browser.ts'
import { password, personAtConsole } from '../test/console.ts'
import { SoftPasskey } from '../test/soft-passkey.ts'

let place: World
let addresses = 0

beforeAll(async () => {
  place = await world()
})
beforeEach(() => {
  addresses += 1
})
afterEach(() => setClock())
afterAll(() => place.close())

const browser = () => new Browser(place, `198.51.102.${addresses}`)
const later = (milliseconds: number) => {
  const then = now().getTime() + milliseconds
  setClock(() => then)
}

type Manners = NonNullable<Parameters<SoftPasskey['make']>[1]>

async function signedIn() {
  const { id, email } = await personAtConsole(place, ['Finance'])
  const desk = browser()
  await desk.signIn(email, password)
  return { id, email, desk }
}

async function keep(desk: Browser, passkey: SoftPasskey, manners: Manners = {}) {
  const { body } = await desk.ask('POST', '/account/passkeys/question')
  return desk.ask('POST', '/account/passkeys', {
    name: 'Telephone',
    answer: passkey.make(body, manners),
  })
}

async function withPasskey() {
  const person = await signedIn()
  const passkey = new SoftPasskey()
  expect(await keep(person.desk, passkey)).toMatchObject({ status: 200 })
  return { ...person, passkey }
}

const question = async (from: Browser, second = false) =>
  (await from.ask('POST', '/sessions/passkey-question', { second })).body

const give = (from: Browser, answer: unknown, second = false) =>
  from.ask('POST', '/sessions/passkey', { second, answer })

test('a passkey signs in without name and password', async () => {
  const { email, passkey } = await withPasskey()
  const home = browser()
  const asked = await question(home)
  expect(asked).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
  expect(await give(home, passkey.answer(asked))).toMatchObject({
    status: 201,
    body: { person: { email } },
  })
  expect((await home.ask('GET', '/session')).status).toBe(200)
  expect((await home.ask('GET', '/account')).body.passkeys[0]).toMatchObject({
    name: 'Telephone',
    lastUsedAt: expect.any(String),
  })
})

test('after the password a passkey is the second factor', async () => {
  const { email, passkey } = await withPasskey()
  const home = browser()
  expect(await home.signIn(email, password)).toMatchObject({
    status: 202,
    body: { next: 'factor', factors: { authenticator: false, passkey: true } },
  })
  const asked = await question(home, true)
  expect(asked.allowCredentials).toEqual([
    { id: passkey.id.toString('base64url'), type: 'public-key', transports: ['internal'] },
  ])
  expect((await give(home, passkey.answer(asked), true)).status).toBe(201)
})

test('an answer that was recorded opens nothing a second time', async () => {
  const { passkey } = await withPasskey()
  const home = browser()
  const recorded = passkey.answer(await question(home))
  expect((await give(home, recorded)).status).toBe(201)
  expect((await give(browser(), recorded)).body.code).toBe('passkey.refused')
})

test('nor does it twice at once, from a device that counts no signatures', async () => {
  const { passkey } = await withPasskey()
  const recorded = passkey.answer(await question(browser()), { count: 0 })
  const answers = await Promise.all([give(browser(), recorded), give(browser(), recorded)])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 401])
})

const refused: [string, Manners][] = [
  ['for another page', { origin: 'https://saldo.example.evil' }],
  ['for another site', { site: 'evil.example' }],
  ['by somebody whom the device did not recognise', { verified: false }],
  ['to a challenge of nobody', { challenge: Buffer.alloc(64, 1).toString('base64url') }],
]

test.each(refused)('an answer %s is refused', async (_, manners) => {
  const { email, passkey } = await withPasskey()
  const home = browser()
  expect((await give(home, passkey.answer(await question(home), manners))).body.code).toBe(
    'passkey.refused',
  )
  await home.signIn(email, password)
  expect(
    (await give(home, passkey.answer(await question(home, true), manners), true)).body.code,
  ).toBe('passkey.refused')
})

test.each(refused)('a passkey made %s is refused', async (_, manners) => {
  const { desk } = await signedIn()
  expect((await keep(desk, new SoftPasskey(), manners)).body.code).toBe('passkey.refused')
  expect((await desk.ask('GET', '/account')).body.passkeys).toEqual([])
})

test('a copy of a passkey is betrayed by its count', async () => {
  const { passkey } = await withPasskey()
  const home = browser()
  for (let n = 0; n < 3; n++)
    expect((await give(home, passkey.answer(await question(home)))).status).toBe(201)
  const copied = passkey.answer(await question(home), { count: 2 })
  expect((await give(home, copied)).body.code).toBe('passkey.refused')
})

test('a challenge holds five minutes, for its own purpose and its own sign-in', async () => {
  const { email, passkey } = await withPasskey()
  const [one, two] = [browser(), browser()]
  await one.signIn(email, password)
  await two.signIn(email, password)
  const ofOne = await question(one, true)
  expect((await give(two, passkey.answer(ofOne), true)).status).toBe(401)
  expect((await give(two, passkey.answer(ofOne))).status).toBe(401)
  expect((await give(two, passkey.answer(await question(two)), true)).status).toBe(401)
  const late = await question(two)
  later(5 * 60_000 + 1_000)
  expect((await give(two, passkey.answer(late))).status).toBe(401)
})

test("somebody's passkey is no second factor of somebody else", async () => {
  const one = await withPasskey()
  const two = await withPasskey()
  const home = browser()
  await home.signIn(one.email, password)
  const answer = two.passkey.answer(await question(home, true))
  expect((await give(home, answer, true)).body.code).toBe('passkey.refused')
})

test('a passkey of somebody disabled opens nothing', async () => {
  const { id, passkey } = await withPasskey()
  const administrator = await personAtConsole(place, ['Tenant administrator'])
  await administrator.ask('POST', `/people/${id}/disable`, { reason: 'Left the company.' })
  const home = browser()
  expect((await give(home, passkey.answer(await question(home)))).status).toBe(401)
})

test('a device is kept once, and removed by its owner alone', async () => {
  const { desk, passkey } = await withPasskey()
  expect((await keep(desk, passkey)).body.code).toBe('passkey.present')
  const [{ id }] = (await desk.ask('GET', '/account')).body.passkeys
  const other = await signedIn()
  await other.desk.ask('DELETE', `/account/passkeys/${id}`)
  expect((await desk.ask('GET', '/account')).body.passkeys).toHaveLength(1)
  expect((await desk.ask('DELETE', `/account/passkeys/${id}`)).status).toBe(204)
  expect((await give(browser(), passkey.answer(await question(browser())))).status).toBe(401)
})

test('a passkey confirms a risky act', async () => {
  const { desk, passkey } = await withPasskey()
  later(11 * 60_000)
  const act = () => desk.ask('POST', '/account/recovery-codes')
  expect((await act()).body.code).toBe('session.step_up_required')
  const asked = (await desk.ask('POST', '/session/passkey-question')).body
  const answer = passkey.answer(asked)
  expect((await desk.ask('POST', '/session/confirm', { kind: 'passkey', answer })).status).toBe(204)
  expect((await act()).status).toBe(200)
})
