import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serialNumber, type World, world } from '../../test/harness.ts'
import { reading, transaction } from '../db/index.ts'
import { now, setClock } from '../kernel/clock.ts'
import { forgetImports } from './index.ts'
import { packed, workbook } from './read/packed.world.ts'
import { type Bringer, bringer, freshKey, meterDesk, worker } from './test/bringer.ts'

let desk: Bringer
let place: World
let close: () => Promise<void>

beforeAll(async () => {
  ;({ desk, place, close } = await meterDesk())
})
afterAll(() => close())

let next = 40_000
const fresh = () => serialNumber(next++)
const file = (numbers: readonly string[], end = '\r\n') => ['Meter number', ...numbers].join(end)
const lines = (numbers: readonly string[]) => `${file(numbers)}\r\n`
const uploaded = (id: string) => desk.ask('POST', `/imports/${id}/uploaded`)
const partsOf = async (id: string) =>
  (
    await reading(place.actor, (db) =>
      db.rows('select number from imports.part where tenant_id = $1 and import_id = $2', [
        place.tenantId,
        id,
      ]),
    )
  ).length
const put = (id: string, number: number, payload: Buffer, headers: object = desk.headers) =>
  place.app.inject({
    method: 'PUT',
    url: `/api/console/imports/${id}/parts/${number}`,
    payload,
    headers: { ...headers, 'content-type': 'application/octet-stream' },
  })
const announce = (size: number, by = desk) =>
  by.ask('POST', '/imports', {
    kind: 'meters',
    utilityId: place.utilityId,
    fileName: 'x.csv',
    size,
  })

test('a file of a gigabyte is refused before any of it is sent, and a piece of a gigabyte before it is read', async () => {
  expect(await announce(1_000_000_000)).toMatchObject({
    status: 413,
    body: { code: 'import.file_too_large', params: { mostBytes: 300_000_000 } },
  })
  const { id } = (await announce(1_000_000)).body
  await place.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = place.app.server.address() as AddressInfo
  const before = process.memoryUsage().rss
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sending = request({
      port,
      method: 'PUT',
      path: `/api/console/imports/${id}/parts/0`,
      headers: {
        ...desk.headers,
        'content-type': 'application/octet-stream',
        'content-length': 1_000_000_000,
      },
    })
    sending.on('response', (response) => {
      resolve(response.statusCode)
      sending.destroy()
    })
    sending.on('error', reject)
    sending.write(Buffer.alloc(64_000))
  })
  expect(status).toBe(413)
  expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
  expect(await partsOf(id)).toBe(0)
})

test('an upload that is cut off in a piece keeps nothing of the piece', async () => {
  const { id } = (await announce(200_000)).body
  if (!place.app.server.listening) await place.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = place.app.server.address() as AddressInfo
  await new Promise<void>((resolve) => {
    const sending = request({
      port,
      method: 'PUT',
      path: `/api/console/imports/${id}/parts/0`,
      headers: {
        ...desk.headers,
        'content-type': 'application/octet-stream',
        'content-length': 200_000,
      },
    })
    sending.on('error', () => resolve())
    sending.on('close', () => resolve())
    sending.write(Buffer.alloc(100_000), () => sending.destroy())
  })
  expect(await partsOf(id)).toBe(0)
  expect(await uploaded(id)).toMatchObject({ status: 409, body: { code: 'import.parts_missing' } })
})

test('a piece may come twice; another in its place, or one that does not fit, is refused', async () => {
  const bytes = Buffer.from(lines([fresh()]))
  const { id } = (await announce(bytes.length)).body
  expect((await put(id, 0, bytes)).statusCode).toBe(204)
  expect((await put(id, 0, bytes)).statusCode).toBe(204)
  expect((await put(id, 0, Buffer.alloc(bytes.length, 65))).json()).toMatchObject({
    code: 'request.key_reused',
  })
  expect((await put(id, 1, bytes)).json()).toMatchObject({ code: 'import.part_misfit' })
  expect((await put(id, 0, bytes.subarray(1))).json()).toMatchObject({ code: 'import.part_misfit' })
  expect(await uploaded(id)).toMatchObject({ status: 204 })
  expect(await uploaded(id)).toMatchObject({ status: 204 })
})

test.each([
  ['UTF-16 with a mark', Buffer.from(`\ufeff${lines(['#'])}`, 'utf16le')],
  ['UTF-16 without a mark', Buffer.from(lines(['#']), 'utf16le')],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${lines(['#'])}`)],
  ['lines that end with CR', Buffer.from(file(['#'], '\r'))],
])('a file in %s is imported like any other', async (_, content) => {
  const number = fresh()
  const wide = content.includes(0)
  const text = content.toString(wide ? 'utf16le' : 'utf8').replace('#', number)
  const id = await desk.check(wide ? Buffer.from(text, 'utf16le') : text)
  expect(await desk.look(id)).toMatchObject({ good: 1, bad: 0 })
})

test('what a formula of a workbook last showed is imported, never the formula', async () => {
  const number = fresh()
  const id = await desk.check(
    workbook({
      rows: `<row r="1"><c r="A1" t="str"><v>Meter number</v></c><c r="B1" t="str"><v>Model</v></c></row>
        <row r="2"><c r="A2" t="str"><f>A1</f><v>${number}</v></c>
        <c r="B2" t="str"><f>WEBSERVICE("http://x")</f><v>K1</v></c></row>`,
    }),
  )
  const rows = (await desk.ask('GET', `/imports/${id}/rows?show=all`)).body.data
  expect(rows).toMatchObject([{ cells: { serialNumber: number, model: 'K1' }, good: true }])
})

test.each([
  ['a thousand columns', 'import.too_many_columns', Buffer.from(`${'a,'.repeat(1_000)}\n1\n`)],
  [
    'a ZIP bomb',
    'import.unpacks_too_large',
    workbook({ rows: '', more: [{ name: 'x', content: Buffer.alloc(30_000_000) }] }),
  ],
  ['a picture', 'import.file_kind_unknown', Buffer.from('\x89PNG\r\n', 'latin1')],
  ['an archive of something else', 'import.workbook_broken', packed([{ name: 'a', content: 'b' }])],
  ['headings alone', 'import.file_empty', Buffer.from('Meter number\n')],
  ['nothing but NUL', 'import.no_text', Buffer.alloc(1_000)],
])('%s is refused with a sentence and leaves nothing behind', async (_, code, content) => {
  const id = await desk.send(content)
  expect(await uploaded(id)).toMatchObject({ status: 422, body: { code } })
  expect(await desk.ask('GET', `/imports/${id}`)).toMatchObject({ status: 404 })
  expect(await partsOf(id)).toBe(0)
})

test('a column too many far down in a file ends the check with the row, and another try is open', async () => {
  // Beyond the piece that is looked into when the file has arrived.
  const filler = `,${'x'.repeat(3_000)}\n`.repeat(150)
  const id = await desk.send(`Meter number,Note\n${filler}${','.repeat(300)}\n`)
  await uploaded(id)
  const { matching } = await desk.look(id)
  await desk.ask('PUT', `/imports/${id}/matching`, { matching })
  const found = await desk.rest(id, 'checking')
  expect(found.job).toMatchObject({
    state: 'failed',
    problem: expect.stringMatching('more columns'),
  })
  expect(await desk.ask('PUT', `/imports/${id}/matching`, { matching })).toMatchObject({
    status: 202,
  })
  await desk.rest(id, 'checking')
  expect(await desk.ask('POST', `/imports/${id}/cancel`)).toMatchObject({ status: 204 })
})

test('an import is not found by another company, nor by somebody without its right or its utility', async () => {
  const id = await desk.check(lines([fresh()]))
  const abroad = await world({ in: { files: place.files, db: place.db, app: place.app } })
  const others = [await bringer(abroad), await bringer(place, 'Auditor')]
  const asks: [('GET' | 'POST' | 'PUT' | 'PATCH')?, string?, object?][] = [
    ['GET', ''],
    ['GET', '/rows'],
    ['GET', '/problems'],
    ['GET', '/kept'],
    ['GET', '/failed-rows'],
    ['POST', '/uploaded'],
    ['PUT', '/matching', { matching: { serialNumber: { at: 0 } } }],
    ['PATCH', '/rows/2', { cells: { model: 'x' } }],
    ['POST', '/fix', { column: 'model', code: 'required', value: 'x' }],
    ['POST', '/import'],
    ['POST', '/undo', { reason: 'x' }],
    ['POST', '/cancel'],
  ]
  for (const [method = 'GET', path, body] of asks) {
    const [stranger, auditor] = others
    expect(await stranger!.ask(method, `/imports/${id}${path}`, body)).toMatchObject({
      status: 404,
      body: { code: 'import.unknown' },
    })
    expect(await auditor!.ask(method, `/imports/${id}${path}`, body)).toMatchObject({ status: 403 })
  }
  expect((await put(id, 0, Buffer.from('x'), others[0]!.headers)).statusCode).toBe(404)
  expect((await others[0]!.ask('GET', '/imports')).body.data).toEqual([])
  expect(await announce(100, others[0]!)).toMatchObject({
    status: 404,
    body: { code: 'utility.unknown' },
  })
})

test('two imports of the same meters at once make each meter once', async () => {
  const numbers = Array.from({ length: 3_000 }, fresh)
  const [one, two] = [
    await desk.check(lines(numbers)),
    await desk.check(lines([...numbers].reverse())),
  ]
  const second = worker(place)
  await Promise.all([one, two].map((id) => desk.ask('POST', `/imports/${id}/import`)))
  const [first, other] = [await desk.rest(one, 'done'), await desk.rest(two, 'done')]
  await second.stop()
  expect(first.written + other.written).toBe(3_000)
  expect(first.bad + other.bad).toBe(3_000)
  const made = await reading(place.actor, (db) =>
    db.row<{ meters: number }>(
      'select count(*)::int as meters from meters.meter where tenant_id = $1 and serial_number = any ($2)',
      [place.tenantId, numbers],
    ),
  )
  expect(made?.meters).toBe(3_000)
})

test('an upload that nobody finishes is forgotten after a day, an import with its rows after ninety', async () => {
  const { id } = (await announce(100)).body
  const done = await desk.check(lines([fresh()]))
  await desk.act(done, 'import', 'done')
  try {
    setClock(() => Date.now() + 2 * 24 * 3_600_000)
    await forgetImports(place.tenantId)
    const left = () =>
      transaction(place.actor, (tx) =>
        tx.rows('select id from imports.import where tenant_id = $1 and id = $2', [
          place.tenantId,
          id,
        ]),
      )
    expect(await left()).toEqual([])
    setClock(() => Date.now() + 91 * 24 * 3_600_000)
    expect(now().getTime()).toBeGreaterThan(Date.now())
    await forgetImports(place.tenantId)
  } finally {
    setClock()
  }
  expect(await desk.look(done)).toMatchObject({ state: 'done', forgotten: true, written: 1 })
  expect((await desk.ask('GET', `/imports/${done}/rows?show=all`)).body.data).toEqual([])
  expect(await desk.act(done, 'undo', 'undone', { reason: 'x' })).toMatchObject({ undone: 1 })
})

test('no key, no job', async () => {
  const id = await desk.check(lines([fresh()]))
  const asked = await desk.ask('POST', `/imports/${id}/import`, undefined, 'short')
  expect(asked).toMatchObject({ status: 400, body: { code: 'request.key_missing' } })
  expect(freshKey()).toHaveLength(36)
})
