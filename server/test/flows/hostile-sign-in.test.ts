import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Browser } from '../../src/access/test/browser.ts'
import { type AtConsole, password, personAtConsole } from '../../src/access/test/console.ts'
import { register } from '../../src/app.ts'
import { createHttp, type Http } from '../../src/http/index.ts'
import { createLog } from '../../src/kernel/log.ts'
import { type World, world } from '../harness.ts'
import { faultOf } from '../raw-requests.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 60_000 })

const WRONG = 'not the right one at all'
let place: World
/** The same server where people reach it by https. */
let secure: Http
let worker: AtConsole
let colleague: AtConsole

beforeAll(async () => {
  place = await world()
  secure = await createHttp({ log: createLog('silent'), version: 'test' })
  await register(secure, { publicUrl: 'https://saldo.example' })
  await secure.ready()
  worker = await personAtConsole(place, ['Finance'])
  colleague = await personAtConsole(place, ['Finance'])
})
afterAll(async () => {
  await secure.close()
  await place.close()
})

const signIn = (
  app: Http,
  email: string,
  secret: string,
  headers: Record<string, string> = {},
  from = '192.0.2.1',
) =>
  app.inject({
    method: 'POST',
    url: '/api/console/sessions',
    remoteAddress: from,
    headers,
    payload: { email, password: secret },
  })

const look = (app: Http, cookie: string) =>
  app.inject({ method: 'GET', url: '/api/console/session', headers: { cookie } })

test('whoever guesses at many accounts from one place soon waits, whatever place they claim; people elsewhere work on', async () => {
  const thief = '203.0.113.5'
  const claims = (n: number) => ({
    'x-forwarded-for': `198.51.100.${n}`,
    'x-real-ip': `198.51.100.${n}`,
    forwarded: `for=198.51.100.${n}`,
    'true-client-ip': `198.51.100.${n}`,
  })
  const statuses: number[] = []
  for (let n = 0; n < 40; n++) {
    statuses.push(
      (await signIn(place.app, `guess${n}@console.example`, WRONG, claims(n), thief)).statusCode,
    )
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(30)
  expect(statuses.slice(30)).toEqual(Array(10).fill(429))
  const right = await signIn(place.app, worker.email, password, {}, thief)
  expect(right.statusCode).toBe(429)
  expect(right.cookies.some(({ name }) => name === 'saldo')).toBe(false)
  expect(Number(right.headers['retry-after'])).toBeGreaterThan(0)
  expect((await signIn(place.app, worker.email, password)).statusCode).toBe(201)
  expect((await signIn(place.app, colleague.email, password, {}, '192.0.2.77')).statusCode).toBe(
    201,
  )
})

test('whoever guesses at one account from many places soon waits; its owner gets in where they always did', async () => {
  const owner = await personAtConsole(place, ['Finance'])
  expect((await signIn(place.app, owner.email, password, {}, '192.0.2.50')).statusCode).toBe(201)
  const guess = (n: number, secret = WRONG) =>
    signIn(place.app, owner.email, secret, {}, `203.0.114.${n}`)
  const statuses: number[] = []
  for (let n = 0; n < 20; n++) statuses.push((await guess(n)).statusCode)
  expect(statuses.slice(-5)).toEqual(Array(5).fill(429))
  // Also with the right password: a guess that is right tells nothing while it waits.
  expect((await guess(99, password)).statusCode).toBe(429)
  expect((await signIn(place.app, owner.email, password, {}, '192.0.2.50')).statusCode).toBe(201)
})

test('whoever found a session open cannot guess the password in it', async () => {
  const victim = await personAtConsole(place, ['Finance'])
  const seen: number[] = []
  for (let n = 0; n < 4; n++) {
    const confirm = await victim.ask('POST', '/session/confirm', {
      kind: 'password',
      password: WRONG,
    })
    const change = await victim.ask('PUT', '/account/password', {
      current: WRONG,
      password: 'copper willow nineteen',
    })
    seen.push(confirm.status, change.status)
  }
  expect(seen.filter((status) => status === 429).length).toBeGreaterThanOrEqual(3)
  const right = { kind: 'password', password }
  expect(await victim.ask('POST', '/session/confirm', right)).toMatchObject({
    status: 429,
    body: { code: 'session.locked' },
  })
})

test('a session that was put into the browser before a sign-in is never the one that comes of it', async () => {
  const attacker = new Browser(place)
  await attacker.signIn(colleague.email, password)
  const ended = new Browser(place)
  await ended.signIn(worker.email, password)
  await ended.ask('DELETE', '/session')
  const before = worker.headers.cookie.replace(/^.*saldo=([^;]+).*$/, '$1')
  for (const planted of [
    'x',
    'A'.repeat(66),
    attacker.session ?? '',
    ended.copy(place).session ?? '',
    before,
  ]) {
    const victim = new Browser(place)
    victim.cookies.set('saldo', planted)
    expect((await victim.signIn(worker.email, password)).status).toBe(201)
    expect(victim.session).toMatch(/^[\w-]{22}\.[\w-]{43}$/)
    expect(victim.session).not.toBe(planted)
  }
  expect((await attacker.ask('GET', '/session')).body.person.email).toBe(colleague.email)
})

test('signing out ends the session at the server: a copy of the browser has nothing left', async () => {
  const browser = new Browser(place)
  await browser.signIn(worker.email, password)
  const thief = browser.copy(place)
  expect((await thief.ask('GET', '/session')).status).toBe(200)
  expect((await browser.ask('DELETE', '/session')).status).toBe(204)
  expect((await thief.ask('GET', '/session')).status).toBe(401)
  expect((await thief.ask('GET', '/overview')).status).toBe(401)
})

test('where the console is reached by https, a cookie that http or a neighbour could have set is nobody’s', async () => {
  const answer = await signIn(secure, worker.email, password)
  const token = answer.cookies.find(({ name }) => name === '__Host-saldo')?.value ?? ''
  expect((await look(secure, `__Host-saldo=${token}`)).statusCode).toBe(200)
  expect((await look(secure, `saldo=${token}`)).statusCode).toBe(401)
  expect((await look(secure, `saldo=${token}; __Host-saldo=x`)).statusCode).toBe(401)
})

test('no script, no other host, no http page and no other site gets a cookie of ours', async () => {
  const flags = (cookies: string[] | string | undefined) =>
    [cookies ?? []].flat().map((text) => {
      const [name = '', ...rest] = text.split('; ')
      return [name.split('=')[0], rest.filter((flag) => !/^(Max-Age|Expires)=/.test(flag)).sort()]
    })
  const plain = ['HttpOnly', 'Path=/', 'SameSite=Lax']
  const kept = [...plain, 'Secure'].sort()
  const first = await signIn(place.app, worker.email, password)
  expect(flags(first.headers['set-cookie'])).toEqual([
    ['saldo-device', plain],
    ['saldo', plain],
  ])
  const answer = await signIn(secure, worker.email, password)
  expect(flags(answer.headers['set-cookie'])).toEqual([
    ['__Host-saldo-device', kept],
    ['__Host-saldo', kept],
  ])
  const [device, session] = answer.cookies
  // The session ends with the browser, and its token is in no place that a page or a history shows.
  expect(session).not.toHaveProperty('maxAge')
  expect(device?.maxAge).toBeGreaterThan(0)
  expect(answer.body).not.toContain(session?.value)
  expect(JSON.stringify(answer.headers).split(session?.value ?? '')).toHaveLength(2)

  const out = await secure.inject({
    method: 'DELETE',
    url: '/api/console/session',
    headers: { cookie: `__Host-saldo=${session?.value}`, 'saldo-csrf': answer.json().csrfToken },
  })
  expect(out.statusCode).toBe(204)
  expect(flags(out.headers['set-cookie'])).toEqual([['__Host-saldo', kept]])
  expect(out.cookies[0]).toMatchObject({ value: '' })
})

test('browsers are told to come by https only, where they can', async () => {
  const told = async (app: Http) => (await look(app, '')).headers['strict-transport-security']
  expect(await told(place.app)).toBeUndefined()
  expect(await told(secure)).toBe('max-age=31536000; includeSubDomains')
})

test('no form of another site signs anybody in, with or without a browser that says where it comes from', async () => {
  const json = JSON.stringify({ email: worker.email, password })
  const form = new URLSearchParams({ email: worker.email, password }).toString()
  const ways: [type: string | undefined, payload: string][] = [
    ['text/plain', json],
    ['text/plain; application/json', json],
    ['application/x-www-form-urlencoded', form],
    ['application/x-www-form-urlencoded', json],
    [
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n${worker.email}\r\n--x--`,
    ],
    [undefined, json],
  ]
  for (const [type, payload] of ways) {
    for (const more of [{}, { 'sec-fetch-site': 'same-origin' }] as Record<string, string>[]) {
      const answer = await place.app.inject({
        method: 'POST',
        url: '/api/console/sessions',
        headers: { ...(type && { 'content-type': type }), origin: 'https://evil.example', ...more },
        payload: Buffer.from(payload),
      })
      const { statusCode: status, headers, body: text } = answer
      expect([type, faultOf({ status, type: String(headers['content-type']), text })]).toEqual([
        type,
        undefined,
      ])
      expect([type, status, headers['set-cookie']]).toEqual([type, 415, undefined])
    }
  }
})
