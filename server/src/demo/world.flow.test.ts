import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { signIn, useFactorSecrets, useLetterheads, usePepper } from '../access/index.ts'
import { type Database, openDatabase, reading, useDatabase } from '../db/index.ts'
import { type Quote, quote, type Seller, sell, verifyHub } from '../hub/index.ts'
import { newId } from '../kernel/ids.ts'
import { openSoftwareModule, useSecurityModule } from '../keys/index.ts'
import { verifyLedger } from '../ledger/index.ts'
import { enrol } from '../terminals/index.ts'
import { floatOf, operatorsOf } from '../vendors/index.ts'
import { operatorId, people, terminalId, vendorId, vendors } from './cast.ts'
import { amina, type Household, households } from './households.ts'
import { demoTenant } from './ids.ts'
import { demoGuide, demoIsMissing, makeDemoWorld } from './index.ts'

const masterKey = Buffer.alloc(32, 7)
let access: FreshDatabase
let db: Database
let atFirst: { interrupted: unknown; missing: boolean }

beforeAll(async () => {
  access = await freshDatabase()
  db = openDatabase(access.server)
  useDatabase(db)
  openModules()
  // The first attempt ends in the middle, as when the program is killed; the second goes on.
  const nowhere = { owner: { ...access.owner, database: 'no_such_database' } }
  const interrupted = await makeDemoWorld({ masterKey, access: nowhere }).catch((error) => error)
  atFirst = { interrupted, missing: await demoIsMissing() }
  await makeDemoWorld({ masterKey, access })
}, 300_000)
afterAll(() => db.close())

function openModules(): void {
  usePepper(masterKey)
  useFactorSecrets(masterKey)
  useLetterheads(async () => ({
    brand: 'Harbour City',
    supportPhone: '',
    timeZone: 'Africa/Nairobi',
  }))
  useSecurityModule(
    openSoftwareModule({ id: 'software', masterKey, toleranceDays: 31, modelMeters: true }),
  )
}

const shop = vendors[0]!
const seller: Seller = {
  tenantId: demoTenant,
  channel: 'pos',
  clientId: terminalId(shop.name),
  vendorId: vendorId(shop.name),
  terminalId: terminalId(shop.name),
  operatorId: operatorId(shop.operators[0]!.name),
  names: { vendor: shop.name, vendorAddress: shop.address, terminal: 'T-0412', operator: 'Asha' },
}
const quoted = (serialNumber: string, amount: string): Promise<Quote> =>
  quote(demoTenant, seller.vendorId, { serialNumber, amount })
const meterWith = (found: (one: Household) => boolean) => households.find(found)!.serialNumber
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown) => thrown.code,
  )
const count = async (table: string) => {
  const [row] = await reading({ tenantId: demoTenant }, (on) =>
    on.rows<{ rows: bigint }>(`select count(*) as rows from ${table} where tenant_id = $1`, [
      demoTenant,
    ]),
  )
  return row?.rows ?? 0n
}

describe('the making of the demo world', () => {
  test('goes on where it was interrupted, and is done once', async () => {
    expect(atFirst).toEqual({ interrupted: expect.any(Error), missing: true })
    expect(await demoIsMissing()).toBe(false)
    const before = [await count('hub.sale'), await count('meters.meter')]
    await makeDemoWorld({ masterKey, access })
    expect([await count('hub.sale'), await count('meters.meter')]).toEqual(before)
    expect(before[1]).toBe(300n)
  })

  test('leaves books and sales in which nothing is wrong, all of them sealed', async () => {
    await reading({ tenantId: demoTenant }, async (on) => {
      expect(await verifyLedger(on, demoTenant)).toMatchObject({ findings: [], unsealed: 0 })
      expect(await verifyHub(on, demoTenant)).toEqual([])
    })
  })

  test('leaves each vendor the float of the pictures', async () => {
    for (const { name, floatMinor } of vendors) {
      const float = await reading({ tenantId: demoTenant }, (on) =>
        floatOf(on, demoTenant, vendorId(name)),
      )
      expect([name, float]).toEqual([name, floatMinor])
    }
  })

  test('hands out sign-ins that work', async () => {
    const place = { source: '127.0.0.1', origin: 'http://localhost', device: 'desk' }
    const guide = (await demoGuide('http://localhost')).join('\n')
    for (const { email, password } of Object.values(people)) {
      expect(guide).toContain(email)
      expect(guide).toContain(password)
      expect(await codeOf(signIn(email, password, place))).toBe('done')
    }
    const operators = await reading({ tenantId: demoTenant }, (on) =>
      operatorsOf(on, demoTenant, vendorId(shop.name)),
    )
    expect(operators.map(({ name }) => name).sort()).toEqual(['Asha Juma', 'Hassan Baraka'])
    const code = /type ([A-Z0-9-]{14})\)/.exec(guide)?.[1] ?? ''
    expect(await codeOf(enrol(code, publicKey()))).toBe('done')
  })
})

describe('the customers of the demo', () => {
  test('Amina buys for 500.00 what the pictures show', async () => {
    const { lines, quoted: priced } = await quoted(amina, '500.00')
    expect(priced.units).toBe(146n)
    expect(lines.map(({ label, amount }) => [label, amount])).toEqual([
      ['Connection fee', '-125.00'],
      ['Service charge', '-20.00'],
      ['VAT 16%', '-48.97'],
      ['Step 1', '184.00'],
      ['Step 2', '122.03'],
    ])
    expect(lines[0]).toMatchObject({ remaining: '1115.00' })
    expect(lines.slice(3)).toMatchObject([
      { units: '10.0', price: '18.40' },
      { units: '4.6', price: '26.53' },
    ])
  })

  test('the meter that counts from 1993 and the blocked one are refused', async () => {
    const retired = meterWith(({ trait }) => trait === 'retired')
    expect(await codeOf(quoted(retired, '500'))).toBe('meter.base_date_retired')
    const blocked = meterWith(({ trait }) => trait === 'blocked')
    expect(await codeOf(quoted(blocked, '500'))).toBe('meter.blocked')
  })

  test('all others can buy', async () => {
    const others = households.filter(({ trait }) => trait === undefined)
    const answers = await Promise.all(
      others.map(({ serialNumber }) => codeOf(quoted(serialNumber, '2000'))),
    )
    expect(new Set(answers)).toEqual(new Set(['done']))
  })

  test('the first receipt of the present follows those of the past', async () => {
    const gas = meterWith(({ commodity }) => commodity === 'gas')
    const order = { serialNumber: gas, amount: '300', tender: { method: 'cash' }, key: newId() }
    const { sale } = await sell(seller, order)
    expect(sale.receiptNumber).toBe(88_417n)
  })
})

function publicKey() {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  return { kty: 'EC', crv: 'P-256', x: jwk.x!, y: jwk.y! } as const
}
