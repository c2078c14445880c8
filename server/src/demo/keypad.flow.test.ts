import { generateKeyPairSync } from 'node:crypto'
import { drnOf } from '@saldo/sts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Reply, sendTo } from '../../test/till.ts'
import { systemActor, usePepper } from '../access/index.ts'
import { type Database, openDatabase, reading, transaction, useDatabase } from '../db/index.ts'
import { createHttp } from '../http/index.ts'
import { type Seller, sell } from '../hub/index.ts'
import { makePartitions } from '../jobs/index.ts'
import { setClock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import { createLog } from '../kernel/log.ts'
import { openSoftwareModule, securityModule, useSecurityModule } from '../keys/index.ts'
import { createTenant } from '../tenants/index.ts'
import { enrol } from '../terminals/index.ts'
import { confirmDeposit } from '../vendors/index.ts'
import { terminalId, vendorId, vendors } from './cast.ts'
import { foundCompany, loadKeys, publishTariffs, staffOf } from './company.ts'
import { connect } from './connections.ts'
import { households } from './households.ts'
import { demoTenant } from './ids.ts'
import { demoRoutes } from './index.ts'
import { openShops } from './shops.ts'
import { LAST_STEP, once } from './step.ts'

const masterKey = Buffer.alloc(32, 7)
const shop = vendors[0]!
let server: Parameters<typeof openDatabase>[0]
let db: Database
let send: ReturnType<typeof sendTo>

/** The demo's company without its history: a few meters of each kind are enough here. */
beforeAll(async () => {
  server = (await freshDatabase()).server
  db = openDatabase(server)
  useDatabase(db)
  usePepper(masterKey)
  useSecurityModule(
    openSoftwareModule({ id: 'software', masterKey, toleranceDays: 31, modelMeters: true }),
  )
  await makePartitions()
  send = sendTo(await demoApp(demoRoutes))
  await createTenant({ id: demoTenant, name: 'Harbour City Utilities' })
  const system = systemActor(demoTenant)
  await transaction(system, (tx) => foundCompany(tx, system))
  await transaction(system, async (tx) => {
    const staff = await staffOf(tx)
    await loadKeys(tx, staff, masterKey)
    await publishTariffs(tx, { ...staff, treasurer: system }, new Date(Date.now() - 1_000))
    await openShops(tx, system)
    await connect(tx, system, households.slice(0, 24))
  })
  await transaction(system, (tx) =>
    confirmDeposit(tx, system, {
      vendorId: vendorId(shop.name),
      minor: 10_000_000n,
      bankReference: 'BAR-001',
    }),
  )
  expect((await get('/api/demo/status')).body).toMatchObject({ code: 'demo.absent' })
  await once(LAST_STEP, async () => {})
}, 120_000)
afterAll(() => db.close())

async function demoApp(routes: typeof demoRoutes) {
  const app = await createHttp({ log: createLog('silent'), version: 'test' })
  await app.register(routes, { prefix: '/api/demo' })
  return app
}

const seller: Seller = {
  tenantId: demoTenant,
  channel: 'pos',
  clientId: terminalId(shop.name),
  vendorId: vendorId(shop.name),
  terminalId: null,
  operatorId: null,
  names: { vendor: shop.name, vendorAddress: shop.address, terminal: '', operator: '' },
}
const sold = async (serialNumber: string, amount = '500') => {
  const order = { serialNumber, amount, tender: { method: 'cash' }, key: newId() }
  const { sale } = await sell(seller, order)
  return { digits: sale.tokens[0]!.digits, units: sale.units }
}
const get = (url: string): Promise<Reply> => send({ method: 'GET', url, headers: {} })
const post = (url: string, body?: unknown): Promise<Reply> =>
  send({
    method: 'POST',
    url,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
const type = (serialNumber: string, digits: string) =>
  post(`/api/demo/meters/${serialNumber}/entries`, { digits })
const tenths = (text: unknown) => BigInt(String(text).replace('.', ''))
const changed = (digits: string, at: number) =>
  digits.slice(0, at) + ((Number(digits[at]) + 1) % 10) + digits.slice(at + 1)
const sellable = households.slice(0, 24).filter(({ trait }) => trait === undefined)
const kinds = new Map(
  sellable.map((one) => [`EA${one.algorithm} DKGA0${one.dkga} ${one.commodity}`, one]),
)

describe('a token sold for a meter of the demo', () => {
  test.each([...kinds])('is taken by its model meter, once: %s', async (_, { serialNumber }) => {
    const { digits, units } = await sold(serialNumber)
    const first = await type(serialNumber, digits.replace(/(.{4})/g, '$1 ').trim())
    expect(first).toMatchObject({ status: 200, body: { result: 'Accept', title: 'Accepted' } })
    expect(tenths(first.body.unitsAdded)).toBe(units)
    expect(first.body.state).toMatchObject({ credit: first.body.unitsAdded })

    const second = await type(serialNumber, digits)
    expect(second.body).toMatchObject({
      result: 'UsedError',
      title: 'Used already',
      state: {
        credit: first.body.unitsAdded,
        entries: [{ result: 'UsedError' }, { units: first.body.unitsAdded }],
      },
    })
    expect(second.body.unitsAdded).toBeUndefined()
  })

  test('with one digit changed is refused, and the right one still taken', async () => {
    const { serialNumber } = sellable[8]!
    const { digits } = await sold(serialNumber)
    const results = []
    for (const at of [0, 7, 19])
      results.push((await type(serialNumber, changed(digits, at))).body.result)
    // A changed digit may, once in 65,536 tries, still read; its class may then be another.
    expect(results.filter((result) => result === 'Accept')).toEqual([])
    expect(results).toContain('CRCError')
    expect((await type(serialNumber, digits)).body.result).toBe('Accept')
  })

  test('is nothing to another meter', async () => {
    const { digits } = await sold(sellable[9]!.serialNumber)
    const other = sellable.find((one) => one.commodity !== sellable[9]!.commodity)!
    expect((await type(other.serialNumber, digits)).body.result).not.toBe('Accept')
  })

  test('entered twice at once is taken once', async () => {
    const { serialNumber } = sellable[10]!
    const before = await sold(serialNumber)
    await type(serialNumber, before.digits)
    const { digits, units } = await sold(serialNumber)
    // With all connections open beforehand nobody waits for one, and the eight really meet.
    const open = () =>
      transaction({ tenantId: demoTenant }, (tx) => tx.rows('select pg_sleep(0.1)'))
    await Promise.all(Array.from({ length: 8 }, open))
    const answers = await Promise.all(Array.from({ length: 8 }, () => type(serialNumber, digits)))
    // Each saw all the others that went before it.
    const kept = answers.map(({ body }) => (body.state as { entries: unknown[] }).entries.length)
    expect(kept.sort()).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    const results = answers.map(({ body }) => body.result)
    expect(results.filter((result) => result === 'Accept')).toHaveLength(1)
    expect(results.filter((result) => result === 'UsedError')).toHaveLength(7)
    expect(tenths((await get(`/api/demo/meters/${serialNumber}`)).body.credit)).toBe(
      before.units + units,
    )
  })

  test('is still used after a restart', async () => {
    const { serialNumber } = sellable[11]!
    const { digits } = await sold(serialNumber)
    expect((await type(serialNumber, digits)).body.result).toBe('Accept')

    vi.resetModules()
    const again = {
      db: await import('../db/index.ts'),
      keys: await import('../keys/index.ts'),
      demo: await import('./index.ts'),
    }
    expect(again.demo.demoRoutes).not.toBe(demoRoutes)
    const other = again.db.openDatabase(server)
    again.db.useDatabase(other)
    again.keys.useSecurityModule(
      again.keys.openSoftwareModule({ id: 'two', masterKey, toleranceDays: 31, modelMeters: true }),
    )
    const restarted = sendTo(await demoApp(again.demo.demoRoutes))
    const reply = await restarted({
      method: 'POST',
      url: `/api/demo/meters/${serialNumber}/entries`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ digits }),
    })
    expect(reply.body.result).toBe('UsedError')
    await other.close()
  })
})

describe('a model meter', () => {
  test('locks its keypad after too many wrong tokens, for a while', async () => {
    const { serialNumber } = sellable[12]!
    const { digits } = await sold(serialNumber)
    const wrong = Array.from({ length: 30 }, (_, n) => changed(changed(digits, 5), 6 + (n % 13)))
    let locked: Reply | undefined
    for (const one of wrong) {
      const reply = await type(serialNumber, one)
      if (reply.body.result === 'LockedOut') {
        locked = reply
        break
      }
    }
    expect(locked?.body).toMatchObject({
      title: 'Keypad locked',
      state: { lockedUntil: expect.any(String) },
    })
    expect((await type(serialNumber, digits)).body.result).toBe('LockedOut')
    const later = Date.now() + 20 * 60_000
    setClock(() => later)
    try {
      expect((await type(serialNumber, digits)).body.result).toBe('Accept')
    } finally {
      setClock()
    }
  })

  test('refuses what is no token, and says what to do', async () => {
    const { serialNumber } = sellable[0]!
    for (const text of ['', '1234', '1'.repeat(21)]) {
      const { status, body } = await type(serialNumber, text)
      expect([status, body.result, body.title]).toEqual([200, 'FormatError', 'Not a token'])
    }
    for (const digits of ['1234x', 'ä', '٣'.repeat(20), 5, null, '1'.repeat(99)]) {
      const { status, body } = await post(`/api/demo/meters/${serialNumber}/entries`, { digits })
      expect([status, body.code]).toEqual([400, 'request.malformed'])
    }
  })

  test('that is not registered, or has a wrong check digit, is refused', async () => {
    const unknown = drnOf('07', '99999999').drn
    expect((await get(`/api/demo/meters/${unknown}`)).body.code).toBe('meter.unknown')
    expect((await get('/api/demo/meters/07012345678')).body.code).toBe('meter.check_digit')
    expect((await get('/api/demo/meters/12')).body.code).toBe('request.malformed')
  })

  test('is stored and shown without its key', async () => {
    const module = securityModule() as ReturnType<typeof openSoftwareModule>
    const found: string[] = []
    const asked = vi.spyOn(module, 'modelMeterKey')
    for (const { serialNumber } of sellable) await get(`/api/demo/meters/${serialNumber}`)
    for (const { value } of asked.mock.results) found.push(value)
    asked.mockRestore()
    expect(found).toHaveLength(sellable.length)
    const rows = await reading({ tenantId: demoTenant }, (on) =>
      on.rows<{ all: string }>(
        'select s::text as all from demo.meter_state s where tenant_id = $1',
        [demoTenant],
      ),
    )
    expect(rows.length).toBeGreaterThan(5)
    const shown = await Promise.all(
      sellable.map(({ serialNumber }) => get(`/api/demo/meters/${serialNumber}`)),
    )
    const said = JSON.stringify([rows, shown]).toUpperCase()
    expect(found.filter((key) => said.includes(key))).toEqual([])
    expect(said).not.toContain('"SEALED')
  })
})

describe('the till of a browser', () => {
  test('is another for each that asks, and its code works once', async () => {
    const codes = await Promise.all(Array.from({ length: 3 }, () => post('/api/demo/enrolments')))
    expect(codes.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(codes.map(({ body }) => body.terminal)).size).toBe(3)
    const code = String(codes[0]!.body.code)
    expect(code).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/)
    expect(codes[0]!.body).toMatchObject({
      vendor: shop.name,
      operators: [{ name: 'Asha Juma', pin: '2580' }, {}],
    })
    const { terminalId: enrolled } = await enrol(code, publicKey())
    await expect(enrol(code, publicKey())).rejects.toMatchObject({ code: 'enrolment.code_unknown' })
    expect(enrolled).toBeTruthy()
  })
})

function publicKey() {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  return { kty: 'EC', crv: 'P-256', x: jwk.x!, y: jwk.y! } as const
}
