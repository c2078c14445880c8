import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type World, world } from '../../../test/harness.ts'
import { now, setClock } from '../../kernel/clock.ts'
import { Browser } from '../test/browser.ts'
import { type AtConsole, password, personAtConsole, roleId } from '../test/console.ts'
import { type Mailbox, openMailbox } from '../test/mailbox.ts'

const chosen = 'copper willow nineteen bicycle'

let place: World
let superuser: pg.Client
let post: Mailbox
let administrator: AtConsole
let people = 0
let addresses = 0

beforeAll(async () => {
  place = await world()
  post = await openMailbox(place)
  superuser = new pg.Client(place.files.privileged)
  await superuser.connect()
  administrator = await personAtConsole(place, ['Tenant administrator'])
})
beforeEach(() => {
  addresses += 1
})
afterEach(() => setClock())
afterAll(async () => {
  await post.close()
  await superuser.end()
  await place.close()
})

const browser = () => new Browser(place, `198.51.100.${addresses}`)

async function invited(details: { name?: string; email?: string; language?: string } = {}) {
  people += 1
  const email = details.email ?? `invited${people}@console.example`
  const { status, body } = await administrator.ask('POST', '/people', {
    email,
    name: details.name ?? `Invited ${people}`,
    ...(details.language && { language: details.language }),
    roles: [{ roleId: await roleId(administrator, 'Finance'), reach: 'tenant' }],
  })
  expect(status).toBe(201)
  return { id: body.id as string, email }
}

async function linkTo(email: string): Promise<string> {
  const [letter] = await post.lettersTo(email)
  if (!letter?.link) throw new Error(`No letter with a link came for ${email}.`)
  return letter.link
}

const choose = (link: string, secret = chosen, from = browser()) =>
  from.ask('POST', '/links/password', { link, password: secret })

const later = (milliseconds: number) => {
  const then = now().getTime() + milliseconds
  setClock(() => then)
}

test('an invited person opens the link of the letter, chooses a password and signs in', async () => {
  const { email } = await invited({ name: 'Ana Mokoena' })
  const link = await linkTo(email)
  const ana = browser()
  expect(await ana.ask('POST', '/links/open', { link })).toMatchObject({
    status: 200,
    body: { purpose: 'invitation', name: 'Ana Mokoena', email, shortest: 15 },
  })
  expect(await choose(link, chosen, ana)).toEqual({ status: 200, body: { email } })
  // The link signs nobody in.
  expect(ana.session).toBeUndefined()
  expect(await ana.signIn(email, chosen)).toMatchObject({
    status: 201,
    body: { person: { name: 'Ana Mokoena' } },
  })
})

test('the link stands behind a "#" of the address and nowhere else, and only its hash is kept', async () => {
  const { email } = await invited()
  const [letter] = await post.lettersTo(email)
  expect(letter?.text).toMatch(/http:\/\/localhost(:\d+)?\/console\/password#/)
  const link = letter?.link ?? ''
  const { rows } = await superuser.query(
    `select l::text as stored from access.link l join access.person p on p.id = l.person_id where p.email = $1
     union all select m::text from notifications.message m where m.recipient = $1`,
    [email],
  )
  expect(rows).toHaveLength(2)
  for (const { stored } of rows) expect(stored).not.toContain(link.slice(23))
})

test('a link works once, also for two at the same moment', async () => {
  const { email } = await invited()
  const link = await linkTo(email)
  const answers = await Promise.all([
    choose(link, chosen),
    choose(link, 'another willow nineteen bicycle'),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
  expect(await choose(link)).toMatchObject({ status: 410, body: { code: 'link.unusable' } })
})

test('a link is too old after a week, and a newer letter replaces it', async () => {
  const { id, email } = await invited()
  const first = await linkTo(email)
  expect((await administrator.ask('POST', `/people/${id}/invitation`)).status).toBe(204)
  const second = await linkTo(email)
  expect((await choose(first)).status).toBe(410)
  later(7 * 24 * 3_600_000 + 1_000)
  expect((await choose(second)).status).toBe(410)
})

test('whoever is disabled meanwhile does not get in by the letter they have', async () => {
  const { id, email } = await invited()
  const link = await linkTo(email)
  await administrator.ask('POST', `/people/${id}/disable`, {
    reason: 'The invitation was a mistake.',
  })
  expect((await choose(link)).status).toBe(410)
})

test('an invitation is not sent again to somebody who has accepted it, and not without end', async () => {
  const { id, email } = await invited()
  const again = () => administrator.ask('POST', `/people/${id}/invitation`)
  for (let n = 0; n < 4; n++) expect((await again()).status).toBe(204)
  expect(await again()).toMatchObject({ status: 429, body: { code: 'person.too_many_letters' } })
  const letters = await post.lettersTo(email)
  expect((await choose(letters.at(-1)?.link ?? '')).status).toBe(200)
  expect(await again()).toMatchObject({ status: 409, body: { code: 'person.not_invited' } })
})

test.each([
  ['fourteen chars', 'short kettle 1', 'password.too_short'],
  ['known from a breach', '1qaz2wsx3edc4rfv', 'password.breached'],
  ['one of them in capitals', '1QAZ2WSX3EDC4RFV', 'password.breached'],
  ['the own name and address', 'zanele@console.example Zanele', 'password.guessable'],
  ['the same again and again', 'abcabcabcabcabcabc', 'password.guessable'],
])('a password that is %s is refused, and the link stays good', async (_, secret, code) => {
  const { email } = await invited({ name: 'Zanele' })
  const link = await linkTo(email)
  expect(await choose(link, secret)).toMatchObject({
    status: 400,
    body: {
      code: 'password.too_weak',
      params: { min: 15 },
      errors: [{ pointer: '/password', code }],
    },
  })
  expect((await choose(link)).status).toBe(200)
})

test('a password may hold any character, blanks and 64 letters and more', async () => {
  const { email } = await invited()
  const secret = 'Ünïcödé ✓ 密码 with  two blanks — and more than sixty-four characters in it'
  expect((await choose(await linkTo(email), secret)).status).toBe(200)
  // Typed on another keyboard: another normal form of the same characters.
  expect((await browser().signIn(email, secret.normalize('NFD'))).status).toBe(201)
})

test('who forgot the password chooses a new one by a letter; everything that was open ends', async () => {
  const person = await personAtConsole(place, ['Finance'])
  expect(await browser().ask('POST', '/password/forgot', { email: person.email })).toEqual({
    status: 202,
    body: null,
  })
  const link = await linkTo(person.email)
  // Twice at once: by the person, and by somebody who read the letter too.
  const answers = await Promise.all([choose(link), choose(link)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
  expect((await person.ask('GET', '/session')).status).toBe(401)
  expect((await browser().signIn(person.email, password)).status).toBe(401)
  expect((await browser().signIn(person.email, chosen)).status).toBe(201)
  const [notice] = await post.lettersTo(person.email)
  expect(notice?.text).toContain('The password of your access was changed.')
})

test('the answer to who forgot is the same for everybody, and takes as long', async () => {
  const { email } = await personAtConsole(place, ['Finance'])
  const timed = async (name: string) => {
    const began = performance.now()
    const answer = await browser().ask('POST', '/password/forgot', { email: name })
    return { answer, took: performance.now() - began }
  }
  const known = await timed(email)
  const unknown = await timed('nobody@console.example')
  expect(unknown.answer).toEqual(known.answer)
  for (const { took } of [known, unknown]) expect(took).toBeGreaterThan(590)
  expect(await post.lettersTo('nobody@console.example')).toEqual([])
})

test('a reset link holds half an hour', async () => {
  const { email } = await personAtConsole(place, ['Finance'])
  await browser().ask('POST', '/password/forgot', { email })
  const link = await linkTo(email)
  later(30 * 60_000 + 1_000)
  expect((await choose(link)).status).toBe(410)
})

test('whoever asks for letters to somebody else soon waits, and the person gets few of them', async () => {
  const { email } = await personAtConsole(place, ['Finance'])
  const answers: number[] = []
  for (let n = 0; n < 7; n++) {
    answers.push((await browser().ask('POST', '/password/forgot', { email })).status)
  }
  expect(answers).toEqual([202, 202, 202, 202, 202, 429, 429])
  expect((await post.lettersTo(email)).length).toBeLessThanOrEqual(5)
  // The person themselves, elsewhere, is not held up.
  addresses += 1
  expect((await browser().ask('POST', '/password/forgot', { email })).status).toBe(202)
})

test('guessing links slows the guesser down and nobody else', async () => {
  const { email } = await invited()
  const link = await linkTo(email)
  const guesser = new Browser(place, '203.0.113.66')
  const answers: number[] = []
  for (let n = 0; n < 40; n++) {
    const guess = `${link.slice(0, 22)}.${Buffer.alloc(32, n).toString('base64url')}`
    answers.push((await guesser.ask('POST', '/links/open', { link: guess })).status)
  }
  expect(new Set(answers)).toEqual(new Set([410, 429]))
  expect((await choose(link)).status).toBe(200)
})

test('what a caller says its host is does not decide where the link of a letter leads', async () => {
  const { email } = await personAtConsole(place, ['Finance'])
  await browser().ask('POST', '/password/forgot', { email }, { host: 'evil.example' })
  const [letter] = await post.lettersTo(email)
  expect(letter?.text).not.toContain('evil.example')
  expect(letter?.text).toContain('http://localhost')
})

test('a name cannot write headers or sentences of its own into a letter', async () => {
  const name = 'Mallory\u2028Bcc: victim@example.org\u202e <b>now</b>'
  const { email } = await invited({ name })
  const [letter] = await post.lettersTo(email)
  expect(letter?.raw).not.toMatch(/^Bcc:/im)
  expect(letter?.raw.split('<html')[1]).not.toMatch(/<b>|<=\r\nb>/)
  const { status } = await administrator.ask('POST', '/people', {
    email: 'a@console.example\r\nBcc: victim@example.org',
    name: 'Mallory',
    roles: [{ roleId: await roleId(administrator, 'Finance'), reach: 'tenant' }],
  })
  expect(status).toBe(400)
})

test('a person changes their own password: the old one is needed, and the other sessions end', async () => {
  const person = await personAtConsole(place, ['Finance'])
  const other = browser()
  await other.signIn(person.email, password)
  const change = (current: string, next: string) =>
    person.ask('PUT', '/account/password', { current, password: next })
  expect((await change('not the right one at all', chosen)).body.code).toBe('session.credentials')
  expect((await change(password, 'too short')).body.code).toBe('password.too_weak')
  expect((await change(password, chosen)).status).toBe(204)
  expect((await other.ask('GET', '/session')).status).toBe(401)
  expect((await person.ask('GET', '/session')).status).toBe(200)
  expect((await browser().signIn(person.email, chosen)).status).toBe(201)
})

test('a sign-in from a browser that is new is told to the person, the first and a known one are not', async () => {
  const { email } = await invited()
  await choose(await linkTo(email))
  const desk = browser()
  await desk.signIn(email, chosen)
  await desk.signIn(email, chosen)
  expect(await post.lettersTo(email)).toEqual([])
  await browser().signIn(email, chosen)
  const [notice] = await post.lettersTo(email)
  expect(notice?.text).toContain('from a browser that is new to us')
  expect(notice?.text).toContain(`198.51.100.${addresses}`)
})

test("another site's page may not even try to sign somebody in, nor use a link for them", async () => {
  const { email } = await invited()
  const link = await linkTo(email)
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
  const tries: [string, object][] = [
    ['/sessions', { email, password }],
    ['/password/forgot', { email }],
    ['/links/password', { link, password: chosen }],
  ]
  for (const [path, body] of tries) {
    expect((await browser().ask('POST', path, body, foreign)).status, path).toBe(404)
  }
  expect((await choose(link)).status).toBe(200)
})
