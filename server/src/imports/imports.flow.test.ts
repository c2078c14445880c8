import { afterAll, beforeAll, expect, test } from 'vitest'
import { serialNumber, type World } from '../../test/harness.ts'
import { reading, transaction } from '../db/index.ts'
import { readMeter } from '../meters/index.ts'
import { type Bringer, freshKey, meterDesk } from './test/bringer.ts'

let desk: Bringer
let place: World
let close: () => Promise<void>

beforeAll(async () => {
  ;({ desk, place, close } = await meterDesk())
})
afterAll(() => close())

const HEAD = 'Meter number,Model,SGC,KRN,TI,DKGA,EA,Base date'
const line = (number: string, { group = '600675', revision = '1' } = {}) =>
  `${number},K1,${group},${revision},1,4,7,2014`
let next = 500
const fresh = () => serialNumber(next++)
const lot = (count: number) => Array.from({ length: count }, fresh)
const file = (lines: readonly string[]) => [HEAD, ...lines].join('\r\n')

const metersOf = async (numbers: readonly string[]) => {
  const rows = await reading(place.actor, (db) =>
    db.rows('select id from meters.meter where tenant_id = $1 and serial_number = any ($2)', [
      place.tenantId,
      numbers,
    ]),
  )
  return rows.length
}
const groups = async (id: string) => (await desk.ask('GET', `/imports/${id}/problems`)).body.data
const rows = async (id: string, query = '') =>
  (await desk.ask('GET', `/imports/${id}/rows?${query}`)).body.data
const actions = async (id: string) => {
  const events = await reading(place.actor, (db) =>
    db.rows<{ action: string }>(
      `select action from audit.event where tenant_id = $1 and object_id = $2 order by occurred_at, id`,
      [place.tenantId, id],
    ),
  )
  return events.map(({ action }) => action)
}

test('good meters are imported without the bad ones, each with what its chip holds', async () => {
  const [good = '', other = ''] = lot(2)
  const wrong = `${good.slice(0, -1)}${(Number.parseInt(good.slice(-1), 10) + 1) % 10}`
  const id = await desk.check(
    file([
      line(good),
      line(wrong),
      line(other, { revision: '12' }),
      line(fresh(), { group: '60067' }),
      line(''),
    ]),
  )
  expect(await desk.look(id)).toMatchObject({
    good: 1,
    bad: 4,
    written: 0,
    format: { separator: ',' },
  })
  expect(await metersOf([good])).toBe(0)
  expect(await rows(id)).toMatchObject([
    { number: 3, problems: [{ column: 'serialNumber', code: 'check_digit', expected: good }] },
    { number: 4, problems: [{ column: 'keyRevision', code: 'out_of_range', expected: '1 – 9' }] },
    { number: 5, problems: [{ column: 'supplyGroup', code: 'wrong_length', expected: '6' }] },
    { number: 6, problems: [{ column: 'serialNumber', code: 'required' }] },
  ])
  expect(await desk.act(id, 'import', 'done')).toMatchObject({ written: 1, bad: 4 })
  const meter = await reading(place.actor, (db) => readMeter(db, place.actor, good))
  expect(meter).toMatchObject({
    status: 'stock',
    model: 'K1',
    commodity: 'electricity',
    sts: {
      supplyGroupId: place.supplyGroupId,
      keyRevision: 1,
      keyType: 2,
      keyExpiry: 255,
      encryptionAlgorithm: 7,
    },
  })
  expect(await actions(id)).toEqual(['import.finish'])
})

test('a row is put right in its place, and all rows of a kind at once', async () => {
  const numbers = lot(6)
  const id = await desk.check(
    file(
      numbers.map((number, n) =>
        line(number, { group: n < 4 ? '60067' : n === 4 ? '6006' : '600675' }),
      ),
    ),
  )
  expect(await groups(id)).toEqual([{ column: 'supplyGroup', code: 'wrong_length', rows: 5 }])
  const cells = { supplyGroup: '600675' }
  expect(await desk.ask('PATCH', `/imports/${id}/rows/2`, { cells })).toMatchObject({ status: 204 })
  expect(await desk.ask('PATCH', `/imports/${id}/rows/2`, { cells })).toMatchObject({ status: 204 })
  expect(await desk.look(id)).toMatchObject({ good: 2, bad: 4 })
  await desk.act(id, 'fix', 'checked', {
    column: 'supplyGroup',
    code: 'wrong_length',
    found: '60067',
    value: '600675',
  })
  expect(await desk.look(id)).toMatchObject({ good: 5, bad: 1 })
  await desk.act(id, 'fix', 'checked', {
    column: 'supplyGroup',
    code: 'wrong_length',
    value: '600675',
  })
  expect(await desk.act(id, 'import', 'done')).toMatchObject({ written: 6, good: 6, bad: 0 })
  expect(await metersOf(numbers)).toBe(6)
})

test('rows that were put right after an import are imported then, and the others not again', async () => {
  const numbers = lot(3)
  const id = await desk.check(
    file(numbers.map((number, n) => line(number, { revision: n === 1 ? '0' : '1' }))),
  )
  await desk.act(id, 'import', 'done')
  expect(await metersOf(numbers)).toBe(2)
  await desk.ask('PATCH', `/imports/${id}/rows/3`, { cells: { keyRevision: '2' } })
  expect(await desk.act(id, 'import', 'done')).toMatchObject({ written: 3, bad: 0 })
  expect(await metersOf(numbers)).toBe(3)
  expect(await desk.ask('POST', `/imports/${id}/import`)).toMatchObject({
    status: 422,
    body: { code: 'import.nothing_good' },
  })
})

test('a meter twice in a file, or registered already, is found; the first row holds', async () => {
  const [one = '', two = ''] = lot(2)
  const id = await desk.check(
    file([line(one), line(two), line(one), line(place.meter.serialNumber)]),
  )
  expect(await rows(id)).toMatchObject([
    { number: 4, problems: [{ column: 'serialNumber', code: 'repeated', expected: '2' }] },
    { number: 5, problems: [{ column: 'serialNumber', code: 'taken' }] },
  ])
  // The first becomes another meter: the second is then the only one of its number.
  const bad = { cells: { serialNumber: fresh() } }
  expect(await desk.ask('PATCH', `/imports/${id}/rows/2`, bad)).toMatchObject({ status: 409 })
  const third = await desk.check(file([line(one, { revision: '0' }), line(one)]))
  expect(await desk.look(third)).toMatchObject({ good: 0, bad: 2 })
  await desk.ask('PATCH', `/imports/${third}/rows/2`, bad)
  expect(await rows(third, 'show=all')).toMatchObject([
    { number: 2, good: false },
    { number: 3, good: true, cells: { serialNumber: one } },
  ])
})

test('an import is undone, except for what has been used since, which is named', async () => {
  const [one = '', two = '', three = ''] = lot(3)
  const id = await desk.check(file([line(one), line(two), line(three)]))
  await desk.act(id, 'import', 'done')
  await transaction(place.actor, (tx) =>
    tx.execute(
      `update meters.meter set status = 'installed' where tenant_id = $1 and serial_number = $2`,
      [place.tenantId, two],
    ),
  )
  const undone = await desk.act(id, 'undo', 'undone', { reason: 'Wrong lot' })
  expect(undone).toMatchObject({ written: 3, undone: 2, kept: 1 })
  expect(await metersOf([one, three])).toBe(0)
  expect(await metersOf([two])).toBe(1)
  const kept = await desk.ask('GET', `/imports/${id}/kept`)
  expect(kept.body.data).toMatchObject([{ number: 3, key: two, why: 'changed' }])
  expect(await actions(id)).toEqual(['import.finish', 'import.undo', 'import.undone'])
  // The meter went back into stock: now it can be taken back as well.
  await transaction(place.actor, (tx) =>
    tx.execute(
      `update meters.meter set status = 'stock' where tenant_id = $1 and serial_number = $2`,
      [place.tenantId, two],
    ),
  )
  expect(await desk.act(id, 'undo', 'undone', { reason: 'Wrong lot' })).toMatchObject({
    undone: 3,
    kept: 0,
  })
  expect(await metersOf([two])).toBe(0)
})

test('a meter that serves a place stays, also when it stands in stock again', async () => {
  const id = await desk.check(file([line(fresh())]))
  await desk.act(id, 'import', 'done')
  await transaction(place.actor, async (tx) => {
    const made = await tx.row<{ object_id: string }>(
      'select object_id from imports.made where tenant_id = $1 and import_id = $2',
      [place.tenantId, id],
    )
    await tx.execute(
      `update usage_points.link set valid_until = valid_from + interval '1 day' where tenant_id = $1 and meter_id = $2`,
      [place.tenantId, place.meter.id],
    )
    await tx.execute(
      `insert into usage_points.link (tenant_id, id, usage_point_id, meter_id, commodity, valid_from, valid_until)
       values ($1, $2, $3, $4, 'electricity', '2026-03-01Z', '2026-04-01Z')`,
      [place.tenantId, freshKey(), place.meter.usagePointId, made?.object_id],
    )
  })
  expect(await desk.act(id, 'undo', 'undone', { reason: 'x' })).toMatchObject({
    undone: 0,
    kept: 1,
  })
})

test('the failed rows come as CSV with what is wrong, and nothing in it is a formula', async () => {
  const [one = ''] = lot(1)
  const id = await desk.check(file([`${one},"=1+1, K",60067,1,1,4,7,2014`]))
  const reply = await place.app.inject({
    url: `/api/console/imports/${id}/failed-rows`,
    headers: desk.headers,
  })
  expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(reply.headers['content-disposition']).toBe('attachment; filename="lot7-failed-rows.csv"')
  expect(reply.body.split('\r\n')).toEqual([
    '\ufeffMeter number,Model,SGC,KRN,TI,DKGA,EA,Base date,What is wrong',
    `${one},"'=1+1, K",60067,1,1,4,7,2014,SGC: must have 6 digits.`,
    '',
  ])
  expect(await actions(id)).toEqual(['import.download'])
})

test('columns are guessed by their headings, one value can stand for a whole column, and both are remembered', async () => {
  const [one = ''] = lot(1)
  const id = await desk.send(`Zähler;KRN;SGC;TI;EA;BDT;DKGA\n${one};1;600675;1;STA;2014;DKGA04\n`)
  await desk.ask('POST', `/imports/${id}/uploaded`)
  const { matching, headings, samples } = await desk.look(id)
  expect(headings[0]).toBe('Zähler')
  expect(samples).toEqual([[one, '1', '600675', '1', 'STA', '2014', 'DKGA04']])
  expect(matching).toMatchObject({
    keyRevision: { at: 1 },
    supplyGroup: { at: 2 },
    baseDate: { at: 5 },
  })
  expect(matching.serialNumber).toBeUndefined()
  expect(await desk.ask('PUT', `/imports/${id}/matching`, { matching })).toMatchObject({
    status: 422,
    body: { code: 'import.matching_unusable', errors: [{ pointer: '/matching/serialNumber' }] },
  })
  const whole = { ...matching, serialNumber: { at: 0 }, model: { value: 'Q9' } }
  await desk.ask('PUT', `/imports/${id}/matching`, { matching: whole })
  await desk.rest(id, 'checked')
  await desk.act(id, 'import', 'done')
  const meter = await reading(place.actor, (db) => readMeter(db, place.actor, one))
  expect(meter).toMatchObject({ model: 'Q9', sts: { keyAlgorithm: 4, encryptionAlgorithm: 7 } })
  const second = await desk.send(`zaehler,Zähler\nx,${one}\n`)
  await desk.ask('POST', `/imports/${second}/uploaded`)
  expect((await desk.look(second)).matching).toEqual({ serialNumber: { at: 1 } })
})

test('a number whose first zero a spreadsheet took is told with it', async () => {
  const [one = ''] = lot(1)
  const id = await desk.check(file([line(one.slice(1))]))
  expect(await rows(id)).toMatchObject([
    { problems: [{ column: 'serialNumber', code: 'zero_lost', expected: one }] },
  ])
})

test('a request that is repeated starts one job; with other content its key is refused', async () => {
  const id = await desk.check(file(lot(3).map((number) => line(number))))
  const key = freshKey()
  const first = await desk.ask('POST', `/imports/${id}/import`, undefined, key)
  const second = await desk.ask('POST', `/imports/${id}/import`, undefined, key)
  expect(second).toEqual(first)
  await desk.rest(id, 'done')
  expect(await desk.ask('POST', `/imports/${id}/import`, undefined, key)).toEqual(first)
  const other = await desk.ask('POST', `/imports/${id}/undo`, { reason: 'x' }, key)
  expect(other).toMatchObject({ status: 422, body: { code: 'request.key_reused' } })
})

test('customers are brought in by the same way', async () => {
  const text =
    'Account,Customer name,Mobile,Segment\nB-1,Amina Otieno,+254 700 000 001,domestic\nB-2,,x,domestic\nB-3,José,,shop\n'
  const id = await desk.check(text, { kind: 'customers' })
  expect(await rows(id)).toMatchObject([
    {
      number: 3,
      problems: [
        { column: 'name', code: 'required' },
        { column: 'phone', code: 'malformed' },
      ],
    },
  ])
  expect(await desk.act(id, 'import', 'done')).toMatchObject({ written: 2 })
  const again = await desk.check(text, { kind: 'customers' })
  expect(await groups(again)).toContainEqual({ column: 'accountNumber', code: 'taken', rows: 2 })
  expect(await desk.act(id, 'undo', 'undone', { reason: 'Old list' })).toMatchObject({ undone: 2 })
})

test('an import that is given up leaves no rows and no file', async () => {
  const id = await desk.check(file([line(fresh())]))
  expect(await desk.ask('POST', `/imports/${id}/cancel`)).toMatchObject({ status: 204 })
  expect(await desk.look(id)).toMatchObject({ state: 'cancelled', forgotten: true })
  expect(await rows(id, 'show=all')).toEqual([])
  expect(await desk.ask('POST', `/imports/${id}/import`)).toMatchObject({ status: 409 })
})
