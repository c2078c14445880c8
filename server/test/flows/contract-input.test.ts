import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { giveRole, registerPerson } from '../../src/access/index.ts'
import { contractText } from '../../src/contract.ts'
import { transaction } from '../../src/db/index.ts'
import { newId } from '../../src/kernel/ids.ts'
import { available, findings } from '../books.ts'
import { till, type World, world } from '../harness.ts'
import {
  faultOf,
  type RawRequest,
  type RawSend,
  rawNobody,
  rawPartner,
  rawTill,
  rowCounts,
} from '../raw-requests.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 120_000 })

type Schema = {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  enum?: unknown[]
  const?: unknown
  pattern?: string
  format?: string
}
type Operation = {
  parameters?: { name: string; in: 'path' | 'query' | 'header'; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
type Contract = { paths: Record<string, Record<string, Operation>> }

/** JSON of the wrong kind for any field of ours: all of them are texts. */
const wrong: readonly string[] = [
  'null',
  'true',
  '0',
  '-1',
  '1e400',
  '1e21',
  '9007199254740994',
  '[]',
  '["a"]',
  '{}',
  '{"__proto__":{"a":1}}',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"\\u202e\\u200b"',
  '"\' or 1=1; --"',
  '"%00%n%s"',
  '"../../../../etc/passwd"',
  '"<script>alert(1)</script>"',
  `"${'x'.repeat(20_000)}"`,
  '"000000000000000000000000000000000000000000000000"',
]
const wrongInAddress: readonly string[] = [
  '%00',
  '%FF',
  '%ED%A0%80',
  '-1',
  "'%20or%201=1",
  'null',
  '__proto__',
  'constructor',
  '%2e%2e%2f',
  '9'.repeat(150),
  '%D9%A1%D9%A2',
]

/** What takes any text that can be seen: nothing is made of it but an answer, or the asker's own name. */
const takesAnyText = new Set([
  'POST /api/console/search',
  'POST /api/console/password/forgot',
  'PATCH /api/console/account',
])

let renamed = 0
let harbour: World
let contract: Contract
let rows: Record<string, number>
let float: bigint
let ways: { prefix: string; send: RawSend }[]

beforeAll(async () => {
  contract = JSON.parse(await contractText()) as Contract
  harbour = await world()
  const { actor, vendor, meter } = harbour
  const console = await signedIn()
  ways = [
    { prefix: '/api/pos/', send: rawTill(harbour, await till(harbour, vendor)) },
    { prefix: '/api/partner/', send: rawPartner(harbour) },
    { prefix: '/api/console/', send: console },
  ]
  expect((await console({ method: 'GET', url: '/api/console/session' })).status).toBe(200)
  expect((await vendor.client.sell(meter.serialNumber, '100')).status).toBe(201)
  rows = await rowCounts(harbour)
  float = await available(harbour, vendor)

  async function signedIn(): Promise<RawSend> {
    const email = 'finance@harbour.example'
    const password = 'harbour lantern seven kettle'
    await transaction(actor, async (tx) => {
      const id = await registerPerson(tx, actor, { email, name: 'Finance', password })
      await giveRole(tx, actor, id, 'Finance')
    })
    const reply = await harbour.app.inject({
      method: 'POST',
      url: '/api/console/sessions',
      payload: { email, password },
    })
    expect(reply.statusCode).toBeLessThan(300)
    const cookie = reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const nobody = rawNobody(harbour)
    const csrf = (reply.json() as { csrfToken?: string }).csrfToken ?? ''
    return (request) =>
      nobody({ ...request, headers: { cookie, 'saldo-csrf': csrf, ...request.headers } })
  }
})
afterAll(async () => {
  const after = await rowCounts(harbour)
  // Wrong PINs are counted; that is how guessing is stopped.
  const uncounted = { 'terminals.pin_failure': 0 }
  // Each other name that the asker took stands in the trail.
  const trail = { 'audit.event': rows['audit.event']! + renamed }
  expect({ ...after, ...uncounted }).toEqual({ ...rows, ...trail, ...uncounted })
  expect(await available(harbour, harbour.vendor)).toBe(float)
  expect(await findings(harbour)).toEqual([])
  await harbour.close()
})

test('every field of every operation of the contract refuses what is no text of its kind', async () => {
  const faults: string[] = []
  let asked = 0
  for (const [path, method, operation] of operations()) {
    for (const request of wrongBodies(path, method, operation)) {
      const answer = await send(path, request)
      asked += 1
      if (answer.status < 300 && takesAnyText.has(`${method} ${path}`)) {
        if (method === 'PATCH') renamed += 1
        continue
      }
      const fault = faultOf(answer)
      if (fault !== undefined) faults.push(`${method} ${path} ${fault}: ${shown(request.body)}`)
    }
  }
  expect(faults).toEqual([])
  expect(asked).toBeGreaterThan(300)
})

test('every parameter of every operation of the contract refuses what it cannot be', async () => {
  const faults: string[] = []
  for (const [path, method, operation] of operations()) {
    const inAddress = (operation.parameters ?? []).filter(({ in: place }) => place !== 'header')
    for (const parameter of inAddress) {
      for (const value of wrongInAddress) {
        const url = addressWith(path, operation, parameter.name, value)
        const answer = await send(path, {
          method,
          url,
          key: newId<'key'>(),
          without: ['content-type'],
        })
        // A query parameter of free text may be anything; then the answer is an ordinary one.
        const fault = answer.status < 300 && parameter.in === 'query' ? undefined : faultOf(answer)
        if (fault !== undefined) faults.push(`${method} ${url} ${fault}`)
      }
    }
  }
  expect(faults).toEqual([])
})

test('an unknown query parameter or field is no way in', async () => {
  const faults: string[] = []
  for (const [path, method, operation] of operations()) {
    const extras = ['tenantId', '__proto__', 'permissions', 'vendorId']
    for (const extra of extras) {
      const body = bodyOf(operation, { [extra]: `"${newId<'tenant'>()}"` })
      if (body === undefined) continue
      const fault = faultOf(
        await send(path, { method, url: address(path), body, key: newId<'key'>() }),
      )
      if (fault !== undefined) faults.push(`${method} ${path} ${extra} ${fault}`)
    }
  }
  expect(faults).toEqual([])
})

function operations(): [path: string, method: string, operation: Operation][] {
  return Object.entries(contract.paths).flatMap(([path, methods]) =>
    ways.some(({ prefix }) => path.startsWith(prefix))
      ? Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
          path,
          method.toUpperCase(),
          operation,
        ])
      : [],
  )
}

function send(path: string, request: RawRequest) {
  return ways.find(({ prefix }) => path.startsWith(prefix))!.send(request)
}

/** Bodies that are right but for one field, which has each wrong value in turn, or is missing. */
function wrongBodies(path: string, method: string, operation: Operation): RawRequest[] {
  const properties = fieldsOf(operation)
  if (properties === undefined) return []
  const bodies = Object.keys(properties).flatMap((name) =>
    wrong.map((json) => bodyOf(operation, { [name]: json })),
  )
  const whole = wrong.filter((json) => json !== '{}')
  return [...bodies, ...whole].map((body) => ({
    method,
    url: address(path),
    body: body ?? '',
    key: newId<'key'>(),
  }))
}

function fieldsOf({ requestBody }: Operation): Record<string, Schema> | undefined {
  return requestBody?.content['application/json']?.schema.properties
}

/** A body whose fields are right, with some of them as given. */
function bodyOf(operation: Operation, given: Record<string, string>): string | undefined {
  const properties = fieldsOf(operation)
  if (properties === undefined) return undefined
  const fields = new Map(
    Object.entries(properties).map(([name, schema]) => [name, right(name, schema)]),
  )
  for (const [name, json] of Object.entries(given)) fields.set(name, json)
  return `{${[...fields].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join()}}`
}

function right(name: string, schema: Schema): string {
  if (schema.properties) {
    const inner = Object.entries(schema.properties).filter(([field]) =>
      schema.required?.includes(field),
    )
    return `{${inner.map(([field, one]) => `${JSON.stringify(field)}:${right(field, one)}`).join()}}`
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return JSON.stringify(schema.enum[0])
  if (name === 'serialNumber') return JSON.stringify(harbour.meter.serialNumber)
  if (name === 'amount') return '"10"'
  if (name === 'operatorId') return JSON.stringify(newId<'operator'>())
  if (name === 'pin') return '"0000"'
  return JSON.stringify('A'.repeat(43))
}

function address(path: string): string {
  return path.replace(/\{[^}]+\}/g, newId<'sale'>())
}

function addressWith(path: string, operation: Operation, name: string, value: string): string {
  if (path.includes(`{${name}}`)) return address(path.replace(`{${name}}`, value))
  expect(operation.parameters?.map((parameter) => parameter.name)).toContain(name)
  return `${address(path)}?${name}=${value}`
}

function shown(body: RawRequest['body']): string {
  return String(body).slice(0, 160)
}
