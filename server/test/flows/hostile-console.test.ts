import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type AtConsole, personAtConsole, signInAs } from '../../src/access/test/console.ts'
import { newId } from '../../src/kernel/ids.ts'
import { type World, world } from '../harness.ts'
import { type RegisteredRoute, registeredRoutes } from '../house/registered.ts'
import { faultOf, rowCounts } from '../raw-requests.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 60_000 })

let place: World
let boss: AtConsole
let elsewhere: AtConsole
let finance: AtConsole
let desk: AtConsole
let routes: { method: string; url: string; permission: unknown }[]

beforeAll(async () => {
  place = await world()
  boss = await personAtConsole(place, ['Tenant administrator'], ['Meter desk'])
  elsewhere = await signInAs(place, boss)
  finance = await personAtConsole(place, ['Finance'])
  desk = await personAtConsole(place, ['Meter desk'])
  routes = (await registeredRoutes()).map(asked)
  expect(routes.length).toBeGreaterThan(100)
})
afterAll(() => place.close())

function asked({ name, permission }: RegisteredRoute) {
  const [method = '', path = ''] = name.split(' ')
  return { method, url: path.replaceAll(/:\w+/g, newId<'nothing'>()), permission }
}

const changes = ({ method }: { method: string }) => method !== 'GET'
const ofConsole = ({ url }: { url: string }) => url.startsWith('/api/console/')

async function send(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  payload?: string,
) {
  const answer = await place.app.inject({
    method: method as 'GET',
    url,
    headers: { ...(payload !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(payload !== undefined && { payload }),
  })
  const type = String(answer.headers['content-type'] ?? '')
  return { status: answer.statusCode, type, text: answer.body, headers: answer.headers }
}

/** What stands between the blanks of a text. */
const words = (text: string) => text.trim().split(/\s+/)

const codeIn = (text: string) => (text === '' ? '' : (JSON.parse(text) as { code?: string }).code)

test('every deed of the console needs the token of the page it comes from, and without one nothing happens', async () => {
  const before = await rowCounts(place)
  const { cookie, 'saldo-csrf': own } = boss.headers
  const others = [elsewhere, finance].map(({ headers }) => headers['saldo-csrf'])
  const tokens = [undefined, '', `${own}x`, own.slice(1), ...others]
  const deeds = routes.filter(
    (route) => ofConsole(route) && changes(route) && route.permission !== 'public',
  )
  expect(deeds.length).toBeGreaterThan(50)
  const faults: string[] = []
  for (const [n, { method, url }] of deeds.entries()) {
    // Each deed without a token and with one of the wrong ones in turn.
    for (const token of [undefined, tokens[n % tokens.length]]) {
      const answer = await send(method, url, {
        cookie,
        'idempotency-key': newId<'key'>(),
        ...(token !== undefined && { 'saldo-csrf': token }),
      })
      const right = answer.status === 403 && codeIn(answer.text) === 'session.csrf'
      if (!right) faults.push(`${method} ${url} with ${token}: ${answer.status} ${answer.text}`)
    }
  }
  expect(faults).toEqual([])
  expect(await rowCounts(place)).toEqual(before)
})

test("nothing of the console is for another site's page, signed in or not", async () => {
  const before = await rowCounts(place)
  const faults: string[] = []
  for (const { method, url } of routes.filter(ofConsole)) {
    for (const site of ['cross-site', 'same-site', 'same-origin, cross-site', '']) {
      const answer = await send(method, url, { ...boss.headers, 'sec-fetch-site': site })
      const right = answer.status === 404 && codeIn(answer.text) === 'request.not_found'
      if (!right) faults.push(`${method} ${url} from ${site}: ${answer.status}`)
    }
  }
  expect(faults).toEqual([])
  expect(await rowCounts(place)).toEqual(before)
})

test('no answer of the server is kept, guessed at, run as a page or readable by another site', async () => {
  const faults: string[] = []
  for (const { method, url } of routes) {
    const alone = await send(method, url, { origin: 'https://evil.example' })
    // A deed of somebody signed in would be done; to ask does nothing.
    const signedIn =
      method === 'GET'
        ? [await send(method, url, { ...boss.headers, origin: 'https://evil.example' })]
        : []
    for (const { status, headers, type } of [alone, ...signedIn]) {
      const wanted = {
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'access-control-allow-origin': undefined,
        'access-control-allow-credentials': undefined,
        server: undefined,
        'x-powered-by': undefined,
      }
      for (const [name, value] of Object.entries(wanted)) {
        if (headers[name] !== value)
          faults.push(`${method} ${url} ${status}: ${name} is ${headers[name]}`)
      }
      const plain = /^(application\/(problem\+)?json|text\/csv; charset=utf-8)/.test(type)
      if (status !== 204 && !plain) faults.push(`${method} ${url} ${status}: is ${type}`)
    }
  }
  expect(faults).toEqual([])
})

test('a method is what the request says it is, and to ask for the head of an answer changes nothing', async () => {
  const role = (await boss.ask('POST', '/roles', { name: 'Kept', permissions: [] })).body
    .id as string
  const url = `/api/console/roles/${role}`
  for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
    expect((await send('GET', url, { ...boss.headers, [name]: 'DELETE' })).status).toBe(200)
    expect((await send('POST', url, { ...boss.headers, [name]: 'DELETE' }, '{}')).status).toBe(404)
    expect(
      (await send('POST', `${url}?_method=DELETE`, boss.headers, '{"_method":"DELETE"}')).status,
    ).toBe(404)
  }
  for (const method of ['TRACE', 'OPTIONS', 'PROPFIND', 'SEARCH']) {
    const answer = await send(method, url, {
      ...boss.headers,
      origin: 'https://evil.example',
      'access-control-request-method': 'DELETE',
    })
    expect([method, answer.status]).toEqual([method, 404])
    expect(JSON.stringify(answer.headers)).not.toMatch(/access-control|evil|"allow"/)
  }
  const before = await rowCounts(place)
  for (const { method, url: one } of routes.filter(
    (route) => ofConsole(route) && !changes(route),
  )) {
    await send(method, one, boss.headers)
    await send('HEAD', one, boss.headers)
  }
  expect(await rowCounts(place)).toEqual(before)
})

test('no spelling of an address leads past the right that it needs', async () => {
  const spellings = words(`
    /api/console/audit /api/console/%61udit /api/console/a%75dit?limit=25 /api/console//audit
    //api/console/audit /api//console/audit /api/console/audit/ /api/console/audit/.
    /api/console/./audit /api/console/audit. /api/console/audit%2f /api/console%2faudit
    /api/console/audit;x=1 /api/console/session;/../audit /api/console/session/../audit
    /api/console/session/%2e%2e/audit /api/console/session/..%2faudit /api/pos/../console/audit
    /api/console/..\\console\\audit /API/console/audit /api/console/AUDIT /api/console/audit%00
    /api/console/audit%20 /api/console/audit%0a /api/console/audit.json /api/console/%2561udit
    /api/console/audit%3f /api/console/audit/.. /console/../api/console/audit /api/console/%
    /api/console/audit%ff /health/../api/console/audit
  `)
  for (const url of spellings) {
    for (const headers of [{}, desk.headers]) {
      const answer = await send('GET', url, headers)
      expect([url, faultOf(answer)]).toEqual([url, undefined])
      expect([url, [400, 401, 403, 404]]).toEqual([url, expect.arrayContaining([answer.status])])
    }
  }
  expect((await send('GET', spellings[0]!, boss.headers)).status).toBe(200)
})

test('an address or header without end is refused, calmly', async () => {
  const long = (n: number) => 'a'.repeat(n)
  const urls = [
    `/api/console/people/${long(199)}`,
    `/api/console/people/${long(201)}`,
    `/api/console/people/${long(15_000)}`,
    `/api/console/${'a/'.repeat(7_000)}`,
    `/api/console/people?search=${long(15_000)}`,
    `/api/console/people?${long(15_000)}`,
    `/api/console/people?${'a&'.repeat(7_000)}`,
    `/api/console/people?${Array.from({ length: 2_000 }, (_, n) => `a${n}=1`).join('&')}`,
    `/api/console/people?limit=${'25&limit='.repeat(1_000)}`,
    `/api/console/people?${'%5B'.repeat(4_000)}`,
  ]
  for (const url of urls)
    expect([url.slice(0, 60), faultOf(await send('GET', url, boss.headers))]).toEqual([
      url.slice(0, 60),
      undefined,
    ])
  for (const [name, value] of [
    ['saldo-csrf', long(15_000)],
    ['cookie', `saldo=${long(15_000)}`],
    ['cookie', `${'a=b;'.repeat(3_000)}saldo=x`],
    ['cookie', 'saldo=%'.repeat(2_000)],
  ] as const) {
    expect([
      name,
      faultOf(await send('DELETE', '/api/console/session', { ...boss.headers, [name]: value })),
    ]).toEqual([name, undefined])
  }
  expect((await boss.ask('GET', '/session')).status).toBe(200)
})

const SCRIPT = '</script><script>alert(1)</script><img src=x onerror=alert(1)>"\'`'

test('a script in a name or a reason comes back as it was written, and as data', async () => {
  const name = `Role ${SCRIPT}`
  const role = await boss.ask('POST', '/roles', { name, permissions: [] })
  expect(role.status).toBe(201)
  const person = {
    email: `${newId<'mail'>()}@harbour.example`,
    name: `Ana ${SCRIPT}`,
    roles: [{ roleId: role.body.id, reach: 'tenant' }],
  }
  const { id } = (await boss.ask('POST', '/people', person)).body
  expect(
    (await boss.ask('POST', `/people/${id}/disable`, { reason: `Left ${SCRIPT}` })).status,
  ).toBe(204)
  for (const url of [
    '/roles',
    '/people',
    `/people/${id}`,
    '/audit?action=person.disable',
    `/people?search=${encodeURIComponent(SCRIPT)}`,
  ]) {
    const answer = await send('GET', `/api/console${url}`, { ...boss.headers, accept: 'text/html' })
    expect([url, answer.status, answer.type]).toEqual([url, 200, 'application/json; charset=utf-8'])
    expect([url, answer.text.includes(JSON.stringify(SCRIPT).slice(1, -1))]).toEqual([url, true])
  }
})

test('what is wrong in a request is told as data, whatever the caller would like to read', async () => {
  const sent = encodeURIComponent(SCRIPT)
  const answers = [
    await send('GET', `/api/console/people?limit=${sent}`, {
      ...boss.headers,
      accept: 'text/html',
    }),
    await send('GET', `/api/console/people?${sent}=1&callback=alert`, {
      ...boss.headers,
      accept: 'application/javascript',
    }),
    await send('GET', `/api/console/people/${sent}`, { ...boss.headers, accept: 'text/html' }),
    await send('GET', `/api/console/${sent}`, { accept: 'text/html' }),
    await send(
      'POST',
      '/api/console/roles',
      { ...boss.headers, 'idempotency-key': SCRIPT },
      '{"name":"A","permissions":[]}',
    ),
    await send(
      'POST',
      '/api/console/roles',
      { ...boss.headers, 'idempotency-key': newId<'key'>() },
      JSON.stringify({ [SCRIPT]: 1, name: SCRIPT }),
    ),
    await send(
      'POST',
      '/api/console/sessions',
      {},
      JSON.stringify({ email: SCRIPT, password: SCRIPT }),
    ),
    await send('GET', '/api/console/session', {
      cookie: `saldo=${sent}`,
      traceparent: `00-${SCRIPT}-`,
    }),
  ]
  for (const answer of answers) {
    expect(faultOf(answer)).toBeUndefined()
    expect(JSON.stringify(answer.headers)).not.toMatch(/script|alert/)
  }
})

test('no text of a caller writes a header', async () => {
  const breaks = [
    '\r\nSet-Cookie: evil=1',
    '\nSet-Cookie: evil=1',
    '\r\n\r\n<script>',
    '"; filename="run.exe',
    '\u560d\u560aSet-Cookie: evil=1',
    '\u0085Set-Cookie: evil=1',
  ]
  for (const text of breaks) {
    const file = { kind: 'meters', utilityId: place.utilityId, fileName: `lot${text}.csv`, size: 3 }
    const begun = await desk.ask('POST', '/imports', file)
    expect([text, [201, 400]]).toEqual([text, expect.arrayContaining([begun.status])])
    if (begun.status === 400) continue
    const down = await send(
      'GET',
      `/api/console/imports/${begun.body.id}/failed-rows`,
      desk.headers,
    )
    expect([text, down.status]).toEqual([text, 200])
    expect(down.headers['content-disposition']).toMatch(
      /^attachment; filename="[\w-]+-failed-rows\.csv"$/,
    )
    expect(down.headers['set-cookie']).toBeUndefined()
  }
  for (const encoded of ['%0d%0aSet-Cookie:%20evil=1', '%E5%98%8D%E5%98%8ASet-Cookie:%20evil=1']) {
    for (const url of [
      `/api/console/people?search=${encoded}`,
      `/api/console/people/${encoded}`,
      `/api/console/session?${encoded}`,
      `/${encoded}`,
    ]) {
      const { headers } = await send('GET', url, boss.headers)
      expect(JSON.stringify(headers)).not.toMatch(/evil/)
    }
  }
})

test('no key of a request reaches what all objects share', async () => {
  const wishes = ['{"polluted":"yes"}', '"yes"', 'null', '["yes"]']
  const bodies = wishes.flatMap((wish) =>
    ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'].flatMap((key) => [
      ['/roles', `{"name":"A","permissions":[],"${key}":${wish}}`],
      [
        '/people',
        `{"name":"A","email":"a@b.example","roles":[{"roleId":"${newId<'role'>()}","reach":"tenant","${key}":${wish}}]}`,
      ],
      ['/exports', `{"list":"people","format":"csv","filter":{"${key}":${wish}}}`],
    ]),
  )
  const before = await rowCounts(place)
  for (const [path, body] of bodies) {
    const answer = await send(
      'POST',
      `/api/console${path}`,
      { ...boss.headers, 'idempotency-key': newId<'key'>() },
      body,
    )
    expect([body, faultOf(answer)]).toEqual([body, undefined])
  }
  for (const query of [
    '__proto__[polluted]=yes',
    '__proto__.polluted=yes',
    'constructor[prototype][polluted]=yes',
    '__proto__=yes',
    'constructor=yes',
    'toString=yes',
  ]) {
    const answer = await send('GET', `/api/console/people?${query}`, boss.headers)
    expect([query, faultOf(answer)]).toEqual([query, undefined])
  }
  expect(({} as { polluted?: string }).polluted).toBeUndefined()
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(await rowCounts(place)).toEqual(before)
})
