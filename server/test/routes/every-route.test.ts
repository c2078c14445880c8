import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { allPermissions, type GivenReach, shippedRoles } from '../../src/access/index.ts'
import { type AtConsole, personAtConsole } from '../../src/access/test/console.ts'
import { contractText } from '../../src/contract.ts'
import { transaction } from '../../src/db/index.ts'
import { now, setClock } from '../../src/kernel/clock.ts'
import { newId } from '../../src/kernel/ids.ts'
import { till } from '../harness.ts'
import { rowCounts } from '../raw-requests.ts'
import { empty, type Kind, ofMakers, ofUtilities, openRoutes, private_ } from './kinds.ts'
import { type Contract, type Question, questionsOf } from './requests.ts'
import { type RouteWorld, routeWorld, type Sample } from './samples.ts'

vi.setConfig({ hookTimeout: 240_000, testTimeout: 600_000 })

// Every route of the contract, asked by people of different reach for what is theirs, for what is somebody else's, and
// for what nobody has: the last two must not be told apart. What a new route needs is a line in kinds.ts.

interface Asked {
  readonly status: number
  readonly text: string
  readonly statements: number
}
type Ask = (method: string, url: string, body: unknown) => Promise<Asked>
/** Somebody who asks, and the sides that are beyond their reach. */
interface Asker {
  readonly name: string
  readonly prefix: string
  readonly ask: Ask
  readonly beyond: (kind: Kind, sample: Sample) => readonly string[]
}

let place: RouteWorld
let questions: Question[]
let unknown: string[]
let askers: Asker[]
let boss: AtConsole

beforeAll(async () => {
  place = await routeWorld()
  const contract = JSON.parse(await contractText()) as Contract
  const found = questionsOf(contract)
  questions = found.questions.filter(({ route }) => !route.includes(' /api/demo/'))
  unknown = found.unknown
  boss = await personAtConsole(place.harbour, ['Tenant administrator'])
  askers = await everybody()
})
afterAll(() => place.harbour.close())

async function everybody(): Promise<Asker[]> {
  const { harbour, firstGroup } = place
  const group: GivenReach = { reach: 'vendor_group', portfolioId: firstGroup }
  const utility: GivenReach = { reach: 'utility', utilityId: harbour.utilityId }
  const tenant: GivenReach = { reach: 'tenant' }
  const own: GivenReach = { reach: 'own' }
  const name = `Everything ${newId<'name'>()}`
  // All rights but those over companies, which no company can give.
  const { permissions } = (await boss.ask('GET', '/session')).body
  const made = await boss.ask('POST', '/roles', { name, permissions })
  expect(made.status).toBe(201)

  const person = async (role: string, reach: GivenReach): Promise<Asker> => {
    const somebody = await personAtConsole(harbour, [role, reach])
    return {
      name: `${role === name ? 'everything' : role} over ${reach.reach}`,
      prefix: '/api/console/',
      ask: console(somebody),
      beyond: (kind, sample) => beyond(reach, kind, sample),
    }
  }
  const list: Asker[] = []
  for (const reach of [group, utility, own, tenant]) list.push(await person(name, reach))
  for (const role of Object.keys(shippedRoles)) list.push(await person(role, group))

  const pos = await till(harbour, harbour.vendor)
  const other = (_: Kind, { group: theirs, tenant: far }: Sample) => [
    ...(theirs ? [theirs] : []),
    far,
  ]
  const sent =
    (
      send: (
        method: 'GET',
        url: string,
        body: unknown,
      ) => Promise<{ status: number; body: unknown }>,
    ): Ask =>
    (method, url, body) =>
      counted(async () => {
        const { status, body: text } = await send(method as 'GET', url, body)
        return { status, text: JSON.stringify(text) }
      })
  list.push({
    name: 'a program of the first vendor',
    prefix: '/api/partner/',
    ask: sent((method, url, body) => harbour.vendor.client.ask(method, url, body, newId<'key'>())),
    beyond: other,
  })
  list.push({
    name: 'a till of the first vendor',
    prefix: '/api/pos/',
    ask: sent((method, url, body) => pos.ask(method, url, body, newId<'key'>())),
    beyond: other,
  })
  return list
}

/** Which of the samples a reach does not hold. */
function beyond({ reach }: GivenReach, kind: Kind, sample: Sample): string[] {
  const { group, utility, tenant, ours, shared } = sample
  const wanted = () => {
    if (private_.has(kind)) return [ours]
    if (shared || reach === 'tenant') return []
    if (reach === 'own' || ofMakers.has(kind)) return [ours, group, utility]
    if (reach === 'utility') return [utility]
    return ofUtilities.has(kind) ? [ours, utility] : [group]
  }
  return [...wanted().filter((id) => id !== undefined), tenant]
}

function console({ headers }: AtConsole): Ask {
  return (method, url, body) =>
    counted(async () => {
      const answer = await place.harbour.app.inject({
        method: method as 'GET',
        url,
        headers: { ...headers, 'idempotency-key': newId<'key'>() },
        ...(body !== undefined && { payload: body as object }),
      })
      const json = String(answer.headers['content-type']).includes('json')
      const text = json ? answer.body : JSON.stringify(answer.body)
      return { status: answer.statusCode, text }
    })
}

/** What was asked of the database meanwhile, in statements: two answers alike after different work can be told apart. */
async function counted(work: () => Promise<{ status: number; text: string }>): Promise<Asked> {
  const before = statements
  const answer = await work()
  return { ...answer, statements: statements - before }
}
let statements = 0
const query = pg.Client.prototype.query
// biome-ignore lint/suspicious/noExplicitAny: every form of the driver's function goes through.
pg.Client.prototype.query = function (this: pg.Client, ...given: any[]): any {
  statements += 1
  return Reflect.apply(query, this, given)
}

test('every id in the contract is known to this test', () => {
  expect(unknown).toEqual([])
  expect(questions.length).toBeGreaterThan(40)
})

test('what is somebody else’s is answered like what nobody has, on every route that takes an id', async () => {
  const faults: string[] = []
  let asked = 0
  const before = await rowCounts(place.harbour)
  // No cache is read anew and no session is marked as seen meanwhile: the work of two answers can be compared.
  const instant = now()
  setClock(() => instant.getTime())
  const standing = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
  for (const asker of askers) {
    for (const question of of(asker)) {
      for (const [n, kind] of question.kinds.entries()) {
        const sample = place.samples[kind]
        const nobody = sample.nowhere ?? newId<'nowhere'>()
        const none = await put(asker, question, n, nobody)
        if (none.status === 403 && none.text.includes('"access.not_allowed"')) continue
        const fault = vacuous(question, n, none)
        if (fault) faults.push(`${asker.name}: ${question.route} ${fault}: ${none.text}`)
        for (const id of asker.beyond(kind, sample)) {
          asked += 1
          const theirs = told(await put(asker, question, n, id), id)
          let nobodys = told(none, nobody)
          // The first question of a kind fills a cache.
          if (theirs !== nobodys) nobodys = told(await put(asker, question, n, nobody), nobody)
          if (theirs === nobodys) continue
          faults.push(
            `${asker.name}: ${question.route} tells ${kind} ${n}: ${theirs} but ${nobodys}`,
          )
        }
      }
    }
  }
  setClock()
  standing.mockRestore()
  expect(faults).toEqual([])
  expect(asked).toBeGreaterThan(300)
  // Guessing changed nothing but the count of wrong PINs.
  const after = await rowCounts(place.harbour)
  expect({ ...after, 'terminals.pin_failure': 0 }).toEqual({
    ...before,
    'terminals.pin_failure': 0,
  })
})

test('no list and no page shows anything of what is beyond the asker', async () => {
  const faults: string[] = []
  for (const asker of askers) {
    const hidden = Object.entries(place.samples).flatMap(([kind, sample]) =>
      // The number of a meter stands on each of its sales, which are their vendor's too.
      kind === 'meter' || private_.has(kind as Kind) ? [] : asker.beyond(kind as Kind, sample),
    )
    for (const question of of(asker)) {
      if (question.method !== 'GET') continue
      const { text } = await put(asker, question, -1, '')
      const asks = question.kinds.map((kind) => place.samples[kind].ours)
      const shown = hidden.filter((id) => text.includes(id) && !asks.includes(id))
      if (shown.length > 0) faults.push(`${asker.name}: ${question.route} shows ${shown.join()}`)
    }
  }
  expect(faults).toEqual([])
})

test('an administrator finds what is there on every page, so that “not found” means something', async () => {
  const ask = console(boss)
  const faults: string[] = []
  for (const question of questions) {
    if (question.method !== 'GET' || !question.route.includes(' /api/console/')) continue
    const { url } = question.ask((kind) => place.samples[kind].ours)
    const { status, text } = await ask('GET', url, undefined)
    const nothing = empty[question.route]
    if (status === 403 && text.includes('"platform.')) continue
    const told = nothing !== undefined && text.includes(`"code":"${nothing}"`)
    if (status !== 200 && !told) faults.push(`${question.route} ${status} ${text}`)
  }
  expect(faults).toEqual([])
})

test('a route is closed to everybody without its right, whatever else they may do, and opened by it alone', async () => {
  const name = `One right ${newId<'name'>()}`
  const { body } = await boss.ask('POST', '/roles', { name, permissions: [] })
  const somebody = await personAtConsole(place.harbour, [name])
  const ask = console(somebody)
  const rights = (...permissions: string[]) =>
    transaction(place.harbour.actor, (tx) =>
      tx.execute('update access.role set permissions = $3 where tenant_id = $1 and id = $2', [
        place.harbour.tenantId,
        body.id,
        permissions,
      ]),
    )
  const faults: string[] = []
  const routes = new Map<string, Question>()
  for (const question of questions) {
    if (question.route.includes(' /api/console/')) routes.set(question.route, question)
  }
  const byRight = new Map<string, Question[]>()
  await rights()
  for (const question of routes.values()) {
    if (openRoutes.includes(question.route)) continue
    const refused = await refusedFor(ask, question)
    if (refused === undefined) faults.push(`${question.route} is open to everybody`)
    else byRight.set(refused, [...(byRight.get(refused) ?? []), question])
  }
  for (const [right, its] of byRight) {
    if (!(allPermissions as readonly string[]).includes(right)) faults.push(`no right: ${right}`)
    await rights(...allPermissions.filter((one) => one !== right))
    for (const question of its) {
      if ((await refusedFor(ask, question)) !== right)
        faults.push(`${question.route} without ${right}`)
    }
    // A right over companies is worth nothing to people of a company.
    if (right.startsWith('platform.')) continue
    await rights(right)
    for (const question of its) {
      if ((await refusedFor(ask, question)) === right)
        faults.push(`${question.route} with ${right}`)
    }
  }
  expect(faults).toEqual([])
  expect(byRight.size).toBeGreaterThan(5)
})

/** The right for want of which the answer is no; undefined when it is not refused. */
async function refusedFor(ask: Ask, question: Question): Promise<string | undefined> {
  const { url } = question.ask((kind) => place.samples[kind].nowhere ?? newId<'nowhere'>())
  const { status, text } = await ask(question.method, url, undefined)
  const said = JSON.parse(text) as { code?: string; params?: { permission?: string } } | null
  const { code, params } = said ?? {}
  return status === 403 && code === 'access.not_allowed' ? params?.permission : undefined
}

function of({ prefix }: Asker): Question[] {
  return questions.filter(({ route }) => route.includes(` ${prefix}`))
}

/** The answer with the nth id as told and all others in reach. */
async function put({ ask }: Asker, question: Question, nth: number, value: string): Promise<Asked> {
  let n = 0
  const { url, body } = question.ask((kind) => (n++ === nth ? value : place.samples[kind].ours))
  return ask(question.method, url, body)
}

/** An answer without what is new in each, and without the id that was asked for. */
function told({ status, text, statements: work }: Asked, id: string): string {
  const said = JSON.parse(text) as { traceId?: string; asOf?: string } | null
  const rest = said && { ...said, traceId: undefined, asOf: undefined }
  return JSON.stringify({ status, work, rest }).replaceAll(id, '…')
}

/** Why the answer about what nobody has proves nothing; undefined when it does. */
function vacuous(
  { method, kinds, inPath }: Question,
  n: number,
  { status }: Asked,
): string | undefined {
  // 401: a till that asks for the PIN of an operator.
  if (status === 404 || status === 403 || status === 401) return undefined
  // An id in a body or a query may choose among several: then nothing is chosen.
  if ((status === 200 || status === 422) && n >= inPath) return undefined
  // To take away what is not there is no error; that nothing went is seen afterwards.
  if (status === 204 && method === 'DELETE' && private_.has(kinds[n]!)) return undefined
  return `answers ${status} where nothing is: give it a body in kinds.ts`
}
