import { randomBytes } from 'node:crypto'
import { checkDigit } from '@saldo/sts'
import { type Actor, registerClient, systemActor } from '../src/access/index.ts'
import { openModules, register } from '../src/app.ts'
import { recordDebt, registerCustomer } from '../src/customers/index.ts'
import { type Database, openDatabase, transaction, useDatabase } from '../src/db/index.ts'
import { createHttp, type Http } from '../src/http/index.ts'
import { now } from '../src/kernel/clock.ts'
import { type Config, readConfig } from '../src/kernel/config.ts'
import { type Id, newId } from '../src/kernel/ids.ts'
import { createLog } from '../src/kernel/log.ts'
import type { Currency } from '../src/kernel/money.ts'
import { openCeremony, registerSupplyGroup, storeVendingKey } from '../src/keys/index.ts'
import type { Commodity } from '../src/ledger/index.ts'
import { registerMeter } from '../src/meters/index.ts'
import { setMargin } from '../src/pricing/index.ts'
import {
  approveVersion,
  connectMeter,
  createTariff,
  draftVersion,
  submitVersion,
  type TariffDefinition,
} from '../src/tariffs/index.ts'
import { createTenant, createUtility } from '../src/tenants/index.ts'
import { registerTerminal } from '../src/terminals/index.ts'
import { openRegister } from '../src/tokens/index.ts'
import { registerUsagePoint } from '../src/usage-points/index.ts'
import {
  allowSupplyGroup,
  approveVendor,
  confirmDeposit,
  registerOperator,
  registerVendor,
} from '../src/vendors/index.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { type Reply, type Send, sendTo, Till } from './till.ts'

export const masterKey = Buffer.alloc(32, 7)
const longAgo = new Date('2026-01-01T00:00:00Z')

/** The 160-bit vending key of the tests, as two people's components. */
export const VENDING_KEY = Buffer.from('abababababababab949494949494949401234567', 'hex')

export interface WorldOptions {
  readonly currency?: Currency
  readonly timeZone?: string
  readonly commodity?: Commodity
  /** Minor units in each vendor's float. */
  readonly float?: bigint
  readonly vendors?: number
  readonly meters?: number
  /** Basis points of the margin. */
  readonly margin?: number
  readonly marginMode?: 'net' | 'gross'
  readonly tariff?: Partial<TariffDefinition>
  /** What the first meter's customer owes, minor units; a quarter of each purchase pays it. */
  readonly debt?: bigint
  readonly algorithm?: 7 | 11
  readonly baseDate?: 1993 | 2014 | 2035
  readonly keyExpiry?: number
  /** For a second world in the same database. */
  readonly in?: World
}

export interface World {
  readonly options: WorldOptions
  readonly files: FreshDatabase
  readonly db: Database
  readonly app: Http
  readonly send: Send
  readonly actor: Actor
  readonly tenantId: Id<'tenant'>
  readonly utilityId: Id<'utility'>
  readonly supplyGroupId: Id<'supply_group'>
  readonly tariffId: Id<'tariff'>
  readonly vendors: readonly WorldVendor[]
  readonly vendor: WorldVendor
  readonly meters: readonly WorldMeter[]
  readonly meter: WorldMeter
  readonly close: () => Promise<void>
}

export interface WorldVendor {
  readonly id: Id<'vendor'>
  /** A program that sells on this vendor's float through the partner interface. */
  readonly client: PartnerClient
  readonly operatorId: Id<'operator'>
  readonly pin: string
  readonly enrolmentCode: string
  readonly terminalId: Id<'terminal'>
}

export interface WorldMeter {
  readonly id: Id<'meter'>
  readonly serialNumber: string
  readonly customerId: Id<'customer'>
  readonly usagePointId: Id<'usage_point'>
}

/** A program that sells through the partner interface. */
export interface PartnerClient {
  readonly id: string
  readonly secret: string
  sell(serialNumber: string, amount: string, key?: string): Promise<Reply>
  ask(method: 'GET' | 'POST', url: string, body?: unknown, key?: string): Promise<Reply>
}

/** A small utility with shops, meters and a tariff, made through the modules' own doors. */
export async function world(options: WorldOptions = {}): Promise<World> {
  const files = options.in?.files ?? (await freshDatabase())
  const db = options.in?.db ?? openDatabase(files.server)
  useDatabase(db)
  const config = testConfig()
  openModules({ config, masterKey })
  const app = options.in?.app ?? (await testApp(config))
  const send = sendTo(app)
  const tenantId = await createTenant({ name: `Utility ${randomBytes(3).toString('hex')}` })
  const actor = systemActor(tenantId)
  const commodity = options.commodity ?? 'electricity'
  const currency = options.currency ?? { code: 'KES', decimals: 2 }

  const base = await transaction(actor, async (tx) => {
    await tx.rows('select kernel.make_partitions($1, 3)', [monthBefore()])
    const utilityId = await createUtility(tx, actor, {
      name: 'Harbour City Power',
      receiptPrefix: 'HC',
      currency,
      timeZone: options.timeZone ?? 'Africa/Nairobi',
      commodities: [commodity],
      address: '1 Mole Road',
      taxNumber: 'P051234567A',
      supportPhone: '0800 720 111',
      receiptMessage: '',
      quickAmounts: [5_000n, 10_000n, 50_000n],
    })
    const supplyGroupId = await registerSupplyGroup(tx, actor, {
      utilityId,
      code: '600675',
      name: 'Old Town',
    })
    await storeVendingKey(tx, actor, supplyGroupId, loadedKey(tenantId, options))
    const tariffId = await createTariff(tx, actor, {
      utilityId,
      code: 'D1',
      name: 'Domestic D1',
      commodity,
    })
    return { utilityId, supplyGroupId, tariffId }
  })
  await publishTariff(actor, base.tariffId, { ...plainTariff, ...options.tariff }, longAgo)

  const vendors: WorldVendor[] = []
  for (let n = 0; n < (options.vendors ?? 1); n++) {
    vendors.push(await makeVendor(send, actor, base, currency, options, n))
  }
  const meters: WorldMeter[] = []
  for (let n = 0; n < (options.meters ?? 1); n++) {
    meters.push(await makeMeter(actor, base, commodity, options, n))
  }
  if (options.debt) {
    const { customerId } = meters[0]!
    await transaction(actor, (tx) =>
      recordDebt(tx, actor, {
        customerId,
        kind: 'old_bill',
        name: 'Arrears',
        minor: options.debt!,
        recovery: { basisPoints: 2_500, capMinor: null, order: 1 },
      }),
    )
  }
  return {
    options,
    files,
    db,
    app,
    send,
    actor,
    tenantId,
    ...base,
    vendors,
    vendor: vendors[0]!,
    meters,
    meter: meters[0]!,
    close: async () => {
      await app.close()
      await db.close()
    },
  }
}

/** A till of a vendor, enrolled and with its operator signed in. */
export async function till({ send }: World, vendor: WorldVendor): Promise<Till> {
  const device = new Till(send)
  const enrolled = await device.enrol(vendor.enrolmentCode)
  if (enrolled.status !== 201) throw new Error(`enrol: ${JSON.stringify(enrolled.body)}`)
  const signedIn = await device.signIn(vendor.operatorId, vendor.pin)
  if (signedIn.status !== 201) throw new Error(`sign in: ${JSON.stringify(signedIn.body)}`)
  return device
}

/** 18.40 for the first 10 units of the month, 26.53 for the rest, VAT 16 % on top, no other charge. */
export const plainTariff: TariffDefinition = {
  kind: 'block',
  blocks: [
    { upTo: '10', price: '18.40', label: 'Step 1' },
    { upTo: null, price: '26.53', label: 'Step 2' },
  ],
  vat: { basisPoints: 1_600, label: 'VAT 16%' },
  pricesIncludeTax: false,
  rounding: 'up',
  zeroUnits: 'refuse',
}

export async function publishTariff(
  actor: Actor,
  tariffId: Id<'tariff'>,
  definition: TariffDefinition,
  validFrom: Date,
): Promise<void> {
  const second: Actor = { ...actor, id: newId<'person'>(), name: 'Second person' }
  await transaction(actor, async (tx) => {
    const { id } = await draftVersion(tx, actor, { tariffId, definition, validFrom })
    await submitVersion(tx, actor, id)
    await approveVersion(tx, second, id)
  })
}

export function partnerClient(send: Send, id: string, secret: string): PartnerClient {
  const ask: PartnerClient['ask'] = (method, url, body, key) =>
    send({
      method,
      url,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return {
    id,
    secret,
    ask,
    sell: (serialNumber, amount, key = newId<'key'>()) =>
      ask(
        'POST',
        '/api/partner/v1/sales',
        { serialNumber, amount, tender: { method: 'cash' } },
        key,
      ),
  }
}

/** A serial number of 11 digits with its check digit. */
export function serialNumber(n: number): string {
  const digits = `07${String(n).padStart(8, '0')}`
  return `${digits}${checkDigit(digits)}`
}

export function testConfig(): Config {
  return readConfig({ SALDO_MODE: 'demo', SALDO_LOG_LEVEL: 'fatal' })
}

async function testApp(config: Config): Promise<Http> {
  const app = await createHttp({ log: createLog('silent'), version: 'test' })
  await register(app, config)
  await app.ready()
  return app
}

type Base = {
  readonly utilityId: Id<'utility'>
  readonly supplyGroupId: Id<'supply_group'>
  readonly tariffId: Id<'tariff'>
}

async function makeVendor(
  send: Send,
  actor: Actor,
  { supplyGroupId }: Base,
  currency: Currency,
  options: WorldOptions,
  n: number,
): Promise<WorldVendor> {
  const pin = '4711'
  return transaction(actor, async (tx) => {
    const { id } = await registerVendor(tx, actor, {
      name: n === 0 ? 'Baraka Stores' : `Shop ${n + 1}`,
      address: '2 Quay Road',
      phone: '',
      currency: currency.code,
      marginMode: options.marginMode ?? 'net',
      lowFloatMinor: 0n,
    })
    await approveVendor(tx, actor, id)
    await allowSupplyGroup(tx, actor, id, supplyGroupId)
    await confirmDeposit(tx, actor, {
      vendorId: id,
      minor: options.float ?? 10_000_000n,
      bankReference: newId<'bank'>(),
    })
    await setMargin(tx, actor, {
      vendorId: id,
      tokenType: `${options.commodity ?? 'electricity'}_credit`,
      basisPoints: options.margin ?? 0,
      fixedMinor: 0n,
      from: longAgo,
    })
    const operatorId = await registerOperator(tx, actor, {
      vendorId: id,
      name: 'Asha',
      role: 'cashier',
      pin,
    })
    const terminal = await registerTerminal(tx, actor, { vendorId: id, name: 'Counter' })
    const client = await registerClient(tx, actor, {
      name: `Program ${n + 1}`,
      vendorId: id,
      permissions: [
        'sale.make',
        'quote.make',
        'meter.read',
        'sale.read',
        'sale.reprint',
        'vendor.read',
      ],
    })
    return {
      id,
      client: partnerClient(send, client.id, client.secret),
      operatorId,
      pin,
      enrolmentCode: terminal.enrolmentCode,
      terminalId: terminal.id,
    }
  })
}

async function makeMeter(
  actor: Actor,
  { utilityId, supplyGroupId, tariffId }: Base,
  commodity: Commodity,
  options: WorldOptions,
  n: number,
): Promise<WorldMeter> {
  const number = serialNumber(n + 1)
  const baseDate = options.baseDate ?? 2014
  return transaction(actor, async (tx) => {
    const id = await registerMeter(tx, actor, {
      utilityId,
      serialNumber: number,
      commodity,
      model: 'Keypad',
      from: longAgo,
      sts: {
        supplyGroupId,
        keyRevision: 1,
        keyType: 2,
        tariffIndex: 1,
        keyExpiry: options.keyExpiry ?? 255,
        keyAlgorithm: 4,
        encryptionAlgorithm: options.algorithm ?? 7,
        baseDate,
      },
    })
    const customerId = await registerCustomer(tx, actor, {
      utilityId,
      accountNumber: `A-${n + 1}`,
      name: n === 0 ? 'Amina Otieno' : `Customer ${n + 1}`,
      phone: '',
      email: '',
      class: 'domestic',
    })
    const usagePointId = await registerUsagePoint(tx, actor, {
      utilityId,
      number: `P-${n + 1}`,
      address: `Plot ${n + 14}, Mvita Road`,
      area: 'Old Town',
    })
    await connectMeter(tx, actor, {
      meterId: id,
      usagePointId,
      customerId,
      tariffId,
      from: longAgo,
    })
    await openRegister(tx, actor.tenantId, id, baseDate)
    return { id, serialNumber: number, customerId, usagePointId }
  })
}

function loadedKey(tenantId: Id<'tenant'>, options: WorldOptions) {
  const ceremony = openCeremony({
    masterKey,
    tenantId,
    attributes: {
      supplyGroupCode: '600675',
      keyRevision: 1,
      keyType: 2,
      dkga: 4,
      baseDate: options.baseDate ?? 2014,
      keyExpiry: options.keyExpiry ?? 255,
    },
    activeFrom: longAgo,
    issueUntil: null,
  })
  const first = Buffer.alloc(20, 0x5a)
  const second = Buffer.from(VENDING_KEY.map((byte) => byte ^ 0x5a))
  ceremony.enter('Keeper One', first.toString('hex'))
  ceremony.enter('Keeper Two', second.toString('hex'))
  return ceremony.complete(ceremony.checkValue())
}

function monthBefore(): Date {
  const instant = now()
  return new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth() - 1, 1))
}
