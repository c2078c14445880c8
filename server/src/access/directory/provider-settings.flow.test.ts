import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type World, world } from '../../../test/harness.ts'
import { OidcProvider } from '../../../test/oidc-provider.ts'
import { reading, transaction } from '../../db/index.ts'
import { now, setClock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import { Browser } from '../test/browser.ts'
import { type AtConsole, personAtConsole } from '../test/console.ts'
import { codeOf, withDirectory } from '../test/directory.ts'
import { setCallRules } from './provider-calls.ts'

let place: World
let hills: World
let here: Awaited<ReturnType<typeof withDirectory>>
let ann: AtConsole

beforeAll(async () => {
  place = await world()
  hills = await world({ in: place })
  here = await withDirectory(place)
  ann = await personAtConsole(place, ['Finance'])
})
afterEach(async () => {
  setClock()
  setCallRules({ loopback: true })
  here.directory.manners = {}
  await here.setUp(here.boss)
})
afterAll(async () => {
  await here.directory.close()
  await place.close()
})

const browser = () => new Browser(place)

test('nobody is led anywhere but to the directory and back', async () => {
  const { boss, setUp } = here
  const desk = browser()
  const forged = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
  const { body } = await desk.ask(
    'POST',
    '/sessions/provider/begin',
    { organisation: 'harbour' },
    forged,
  )
  const sentBack = new URL(body.address).searchParams.get('redirect_uri')
  expect(sentBack).not.toContain('evil')
  const more = { organisation: 'harbour', next: 'https://evil.example' }
  expect((await desk.ask('POST', '/sessions/provider/begin', more)).status).toBe(400)
  // A directory whose description leads into a script or out of encryption is not taken.
  const other = await new OidcProvider().open()
  for (const authorization_endpoint of [
    'javascript:alert(1)',
    'http://evil.example/authorize',
    'https://user:word@evil.example/',
    'data:text/html,x',
  ]) {
    other.manners = { metadata: { authorization_endpoint } }
    const taken = await setUp(boss, { issuer: other.issuer })
    expect(codeOf(taken)).toBe('identity_provider.issuer_unusable')
  }
  await other.close()
})

test('only a directory that names itself so, by https, is taken', async () => {
  const { directory, boss, setUp, begin } = here
  const other = await new OidcProvider().open()
  const unusable = async (issuer: string) =>
    expect([issuer, codeOf(await setUp(boss, { issuer }))]).toEqual([
      issuer,
      'identity_provider.issuer_unusable',
    ])
  for (const issuer of [
    'http://192.0.2.1',
    'http://directory.example',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'directory',
    `${directory.issuer}/?x`,
    `${directory.issuer}/#x`,
    directory.issuer.replace('//', '//me:word@'),
  ]) {
    await unusable(issuer)
  }
  other.manners = { metadata: { issuer: directory.issuer } }
  await unusable(other.issuer)
  await other.close()
  // Outside the demo mode not even this machine is asked without encryption.
  setCallRules({ loopback: false })
  await unusable(directory.issuer)
  expect(codeOf(await begin(browser()))).toBe('identity_provider.no_answer')
})

test('the secret is kept, never told, and goes to nobody but who it was given for', async () => {
  const { directory, boss, settings, setUp, begin, comeIn } = here
  const { body } = await boss.ask('GET', '/tenant/identity-provider')
  const { clientSecret, ...shown } = settings()
  expect(body).toEqual({ provider: shown, returnUrl: expect.stringMatching(/\/console\/sign-in$/) })
  const stored = await reading(place.actor, (db) =>
    db.row<{ client_secret: Buffer; trail: string }>(
      `select p.client_secret, (select json_agg(e)::text from audit.event e where e.tenant_id = $1) as trail
       from access.identity_provider p where p.tenant_id = $1`,
      [place.tenantId],
    ),
  )
  expect(stored!.client_secret.includes(clientSecret)).toBe(false)
  expect(stored!.trail).toContain(directory.issuer)
  expect(stored!.trail).not.toContain(clientSecret)
  expect((await setUp(boss, { clientSecret: undefined })).status).toBe(204)
  expect((await comeIn(browser(), ann.email)).status).toBe(201)
  const thief = await new OidcProvider().open()
  const moved = await setUp(boss, { clientSecret: undefined, issuer: thief.issuer })
  expect(codeOf(moved)).toBe('identity_provider.secret_missing')
  // Not by a change of the row either.
  await transaction(place.actor, (tx) =>
    tx.execute('update access.identity_provider set issuer = $2 where tenant_id = $1', [
      place.tenantId,
      thief.issuer,
    ]),
  )
  expect((await begin(browser())).status).toBe(500)
  expect(thief.asked.filter((path) => path === '/token')).toEqual([])
  await thief.close()
})

test('only who has every right of the whole company decides who vouches for its people', async () => {
  const { boss, setUp } = here
  const made = await boss.ask('POST', '/roles', {
    name: 'Settings alone',
    permissions: ['tenant.configure'],
  })
  expect(made.status).toBe(201)
  const some = await personAtConsole(place, ['Settings alone'])
  const local = await personAtConsole(place, [
    'Tenant administrator',
    { reach: 'utility', utilityId: place.utilityId },
  ])
  for (const who of [some, local, await personAtConsole(place, ['Finance'])]) {
    expect((await setUp(who)).status).toBe(403)
    expect((await who.ask('DELETE', '/tenant/identity-provider')).status).toBe(403)
  }
  const later = now().getTime() + 11 * 60_000
  setClock(() => later)
  expect(codeOf(await setUp(boss))).toBe('session.step_up_required')
})

test('a name leads to one company, and a domain only to whose people have it', async () => {
  const { boss, setUp, begin } = here
  const far = await personAtConsole(hills, ['Tenant administrator'])
  const domain = `${newId<'domain'>().slice(24)}.example`
  const ours = async (at: World, name: string) =>
    personAtConsole(at, ['Tenant administrator']).then(async (made) => {
      await transaction(at.actor, async (tx) => {
        const email = `${name}@${domain}`
        await tx.execute('update access.person set email = $3 where tenant_id = $1 and id = $2', [
          at.tenantId,
          made.id,
          email,
        ])
        await tx.execute(
          `insert into kernel.directory (kind, name, tenant_id) values ('sign_in_name', $1, $2)`,
          [email, at.tenantId],
        )
      })
      return made
    })
  const taken = await setUp(far, { names: ['harbour'] })
  expect([taken.status, codeOf(taken)]).toEqual([409, 'identity_provider.name_taken'])
  for (const name of ['ab', 'Har bour', 'a_b', '-abc', '.example', 'x..example', 'ann@harbour']) {
    const malformed = await setUp(far, { names: [name] })
    expect([name, codeOf(malformed)]).toEqual([name, 'identity_provider.name_malformed'])
  }
  expect(codeOf(await setUp(far, { names: [domain] }))).toBe('identity_provider.domain_not_yours')
  const carol = await ours(place, 'carol')
  expect((await setUp(carol, { names: ['harbour', domain.toUpperCase()] })).status).toBe(204)
  const there = await begin(browser(), `Somebody@${domain}`)
  expect(there.status).toBe(200)
  expect((await setUp(boss)).status).toBe(204)
  expect(codeOf(await begin(browser(), domain))).toBe('identity_provider.unknown')
  // The other company has somebody with such an address now: neither may take it.
  const bob = await ours(hills, 'bob')
  expect(codeOf(await setUp(carol, { names: [domain] }))).toBe('identity_provider.domain_not_yours')
  expect(codeOf(await setUp(bob, { names: [domain] }))).toBe('identity_provider.domain_not_yours')
})
