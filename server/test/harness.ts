import { randomBytes } from 'node:crypto'
import { type Actor, systemActor } from '../src/access/index.ts'
import { openModules, register } from '../src/app.ts'
import { recordDebt } from '../src/customers/index.ts'
import { type Database, openDatabase, transaction, useDatabase } from '../src/db/index.ts'
import { createHttp, type Http } from '../src/http/index.ts'
import { now } from '../src/kernel/clock.ts'
import { type Config, readConfig } from '../src/kernel/config.ts'
import { type Id, newId } from '../src/kernel/ids.ts'
import { createLog } from '../src/kernel/log.ts'
import { openCeremony, registerSupplyGroup, storeVendingKey } from '../src/keys/index.ts'
import {
  approveVersion,
  createTariff,
  draftVersion,
  submitVersion,
  type TariffDefinition,
} from '../src/tariffs/index.ts'
import { createTenant, createUtility } from '../src/tenants/index.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { type Send, sendTo, Till } from './till.ts'
import {
  longAgo,
  makeMeter,
  makeVendor,
  type WorldMeter,
  type WorldOptions,
  type WorldVendor,
} from './world-makers.ts'

export { type PartnerClient, partnerClient } from './partner-client.ts'
export {
  longAgo,
  serialNumber,
  type WorldMeter,
  type WorldOptions,
  type WorldVendor,
} from './world-makers.ts'

export const masterKey = Buffer.alloc(32, 7)
/** The 160-bit vending key of the tests, as two people's components. */
export const VENDING_KEY = Buffer.from('abababababababab949494949494949401234567', 'hex')

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

export function testConfig(): Config {
  return readConfig({ SALDO_MODE: 'demo', SALDO_LOG_LEVEL: 'fatal' })
}

async function testApp(config: Config): Promise<Http> {
  const app = await createHttp({ log: createLog('silent'), version: 'test' })
  await register(app, config)
  await app.ready()
  return app
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
