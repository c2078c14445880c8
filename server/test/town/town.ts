import pg from 'pg'
import { systemActor } from '../../src/access/index.ts'
import { newToken } from '../../src/access/token.ts'
import { openModules } from '../../src/app.ts'
import { type DatabaseAccess, openDatabase, transaction, useDatabase } from '../../src/db/index.ts'
import { now } from '../../src/kernel/clock.ts'
import { readConfig } from '../../src/kernel/config.ts'
import { type Id, newId } from '../../src/kernel/ids.ts'
import { openCeremony, registerSupplyGroup, storeVendingKey } from '../../src/keys/index.ts'
import {
  approveVersion,
  createTariff,
  draftVersion,
  submitVersion,
  type TariffDefinition,
} from '../../src/tariffs/index.ts'
import { createTenant, createUtility } from '../../src/tenants/index.ts'
import { longAgo, makeMeter, makeVendor, type WorldVendor } from '../world-makers.ts'
import { copyRows, idOf, upTo } from './copies.ts'

export const masterKey = Buffer.alloc(32, 7)
const FIRST_COPY = 1_000_000

export interface TownOptions {
  readonly vendors: number
  readonly meters: number
  /** Vendors with a till and a deposit, made through the program's doors; the others are copies of the first. */
  readonly tills: number
  /** Minor units of the deposits. */
  readonly deposit?: bigint
}

/** What a till needs to enrol and its operator to sign in. */
export interface TillKeys {
  readonly enrolmentCode: string
  readonly operatorId: string
  readonly pin: string
}

/** A town with real keys, a published tariff, and as many vendors and meters as asked for. */
export interface Town {
  readonly tenantId: Id<'tenant'>
  /** Of the vendors that were made through the doors; theirs are the first tokens. */
  readonly vendorIds: readonly Id<'vendor'>[]
  /** Bearer tokens of programs, one for each vendor. */
  readonly tokens: readonly string[]
  readonly tills: readonly TillKeys[]
  readonly serialNumbers: readonly string[]
}

/**
 * Makes some vendors and one meter through the program's doors, and the others as copies of the first: a
 * hundred thousand meters would take too long otherwise.
 */
export async function makeTown(access: DatabaseAccess, options: TownOptions): Promise<Town> {
  const database = openDatabase(access.server)
  useDatabase(database)
  openModules({ config: readConfig({ SALDO_MODE: 'demo', SALDO_LOG_LEVEL: 'fatal' }), masterKey })
  const superuser = new pg.Client(access.privileged)
  await superuser.connect()
  try {
    return await build(superuser, options)
  } finally {
    await superuser.end()
    await database.close()
  }
}

async function build(superuser: pg.Client, options: TownOptions): Promise<Town> {
  const tenantId = await createTenant({ name: 'Bench' })
  const actor = systemActor(tenantId)
  const currency = { code: 'KES', decimals: 2 } as const
  await superuser.query('select kernel.make_partitions($1, 3)', [monthBefore()])
  const base = await transaction(actor, async (tx) => {
    const utilityId = await createUtility(tx, actor, {
      name: 'Harbour City Power',
      receiptPrefix: 'HC',
      currency,
      timeZone: 'Africa/Nairobi',
      commodities: ['electricity'],
      address: '1 Mole Road',
      taxNumber: 'P051234567A',
      supportPhone: '0800 720 111',
      receiptMessage: '',
      quickAmounts: [5_000n, 10_000n, 50_000n],
    })
    const group = { utilityId, code: '600675', name: 'Old Town' }
    const supplyGroupId = await registerSupplyGroup(tx, actor, group)
    await storeVendingKey(tx, actor, supplyGroupId, vendingKey(tenantId))
    const tariff = { utilityId, code: 'D1', name: 'Domestic D1', commodity: 'electricity' } as const
    return { utilityId, supplyGroupId, tariffId: await createTariff(tx, actor, tariff) }
  })
  await transaction(actor, async (tx) => {
    const version = { tariffId: base.tariffId, definition: tariff, validFrom: longAgo }
    const { id } = await draftVersion(tx, actor, version)
    await submitVersion(tx, actor, id)
    await approveVersion(tx, { ...actor, id: newId<'person'>(), name: 'Second person' }, id)
  })

  const makes = { float: options.deposit ?? 1_000_000_000_000n, margin: 200 }
  const vendors: WorldVendor[] = []
  for (let n = 0; n < Math.max(1, options.tills); n++) {
    vendors.push(await makeVendor(noSend, actor, base, currency, makes, n))
  }
  const meter = await makeMeter(actor, base, 'electricity', makes, 0)
  await superuser.query('set session_replication_role = replica')
  const copied = await copyVendors(
    superuser,
    tenantId,
    vendors[0]!,
    options.vendors - vendors.length,
  )
  await copyMeters(superuser, meter, options.meters - 1)
  await superuser.query('set session_replication_role = origin')
  // Not the tables of sales: of an empty table that was counted the planner believes that it stays empty.
  await superuser.query(
    `analyze vendors.vendor, ledger.account, vendors.supply_group, pricing.margin, access.client,
       customers.customer, meters.meter, meters.sts_data, tokens.register, usage_points.usage_point,
       usage_points.link, tariffs.assignment, tariffs.usage_state`,
  )
  const serials = await superuser.query<{ serial_number: string }>(
    'select serial_number from meters.meter where tenant_id = $1',
    [tenantId],
  )
  return {
    tenantId,
    vendorIds: vendors.map(({ id }) => id),
    tokens: [...vendors.map(({ client }) => client.secret), ...copied],
    tills: vendors
      .slice(0, options.tills)
      .map(({ enrolmentCode, operatorId, pin }) => ({ enrolmentCode, operatorId, pin })),
    serialNumbers: serials.rows.map((row) => row.serial_number),
  }
}

/** Blocks, a monthly charge and VAT on top: what a sale of the domestic tariff has to work out. */
const tariff: TariffDefinition = {
  kind: 'block',
  blocks: [
    { upTo: '10', price: '18.40', label: 'Step 1' },
    { upTo: null, price: '26.53', label: 'Step 2' },
  ],
  vat: { basisPoints: 1_600, label: 'VAT 16%' },
  serviceCharge: { amount: '20.00', per: 'month', taxed: false, label: 'Service charge' },
  pricesIncludeTax: false,
  rounding: 'up',
  zeroUnits: 'refuse',
}

/** Two people's components, as in any ceremony. */
function vendingKey(tenantId: Id<'tenant'>) {
  const ceremony = openCeremony({
    masterKey,
    tenantId,
    attributes: {
      supplyGroupCode: '600675',
      keyRevision: 1,
      keyType: 2,
      dkga: 4,
      baseDate: 2014,
      keyExpiry: 255,
    },
    activeFrom: longAgo,
    issueUntil: null,
  })
  ceremony.enter('Keeper One', 'a1'.repeat(20))
  ceremony.enter('Keeper Two', '3c'.repeat(20))
  return ceremony.complete(ceremony.checkValue())
}

/** Returns the secrets of the copies' programs. */
async function copyVendors(
  client: pg.Client,
  tenantId: Id<'tenant'>,
  pattern: WorldVendor,
  copies: number,
): Promise<string[]> {
  if (copies <= 0) return []
  const range = upTo(copies)
  const number = `i + ${FIRST_COPY}`
  const id = idOf('0003', 'i')
  const its = `t.vendor_id = '${pattern.id}'`
  await copyRows(client, 'vendors.vendor', `t.id = '${pattern.id}'`, range, {
    id,
    number,
    name: `'Shop ' || (${number})`,
  })
  await copyRows(client, 'ledger.account', `t.owner_id = '${pattern.id}'`, range, {
    id: idOf('0004', 'i * 16 + t.kind'),
    owner_id: id,
    // Credit rather than a deposit without its posting: the books stay true.
    credits_posted: '0',
    credit_limit: 'case t.kind when 1 then 1000000000000 else 0 end',
  })
  await copyRows(client, 'vendors.supply_group', its, range, { vendor_id: id })
  await copyRows(client, 'pricing.margin', its, range, { vendor_id: id })
  const tokens = Array.from({ length: copies }, () => newToken(tenantId))
  await client.query('create temporary table secret (i integer primary key, hash bytea)')
  await client.query(
    'insert into secret select n, hash from unnest($1::bytea[]) with ordinality s(hash, n)',
    [tokens.map(({ hash }) => hash)],
  )
  await copyRows(client, 'access.client', its, range, {
    id: idOf('000b', 'i'),
    vendor_id: id,
    name: `'Program ' || (${number})`,
    secret_hash: '(select hash from secret s where s.i = i.i)',
  })
  return tokens.map(({ text }) => text)
}

async function copyMeters(
  client: pg.Client,
  pattern: Awaited<ReturnType<typeof makeMeter>>,
  copies: number,
): Promise<void> {
  if (copies <= 0) return
  const range = upTo(copies)
  const meter = idOf('0006', 'i')
  const customer = idOf('0005', 'i')
  const point = idOf('0007', 'i')
  const itsMeter = `t.meter_id = '${pattern.id}'`
  const itsPoint = `t.usage_point_id = '${pattern.usagePointId}'`
  await client.query(luhn)
  await copyRows(client, 'customers.customer', `t.id = '${pattern.customerId}'`, range, {
    id: customer,
    account_number: `'A-' || (i + ${FIRST_COPY})`,
  })
  await copyRows(client, 'meters.meter', `t.id = '${pattern.id}'`, range, {
    id: meter,
    serial_number: `pg_temp.with_check_digit('08' || lpad(i::text, 8, '0'))`,
  })
  await copyRows(client, 'meters.sts_data', itsMeter, range, { meter_id: meter })
  await copyRows(client, 'tokens.register', itsMeter, range, { meter_id: meter })
  await copyRows(client, 'usage_points.usage_point', `t.id = '${pattern.usagePointId}'`, range, {
    id: point,
    number: `'P-' || (i + ${FIRST_COPY})`,
  })
  await copyRows(client, 'usage_points.link', itsMeter, range, {
    id: idOf('0008', 'i'),
    usage_point_id: point,
    meter_id: meter,
    customer_id: customer,
  })
  await copyRows(client, 'tariffs.assignment', itsPoint, range, { usage_point_id: point })
  await copyRows(client, 'tariffs.usage_state', itsPoint, range, { usage_point_id: point })
}

/** The check digit of a meter's number (ISO/IEC 7812-1, annex B), for a hundred thousand at once. */
export const luhn = `
  create function pg_temp.with_check_digit(p text) returns text language sql immutable as $$
    select p || ((10 - sum(case when odd then case when d > 4 then d * 2 - 9 else d * 2 end else d end) % 10) % 10)
    from (select substr(p, n, 1)::integer as d, (length(p) - n) % 2 = 0 as odd from generate_series(1, length(p)) n) x
  $$`

async function noSend(): Promise<never> {
  throw new Error('Nothing is sent while the town is made.')
}

function monthBefore(): Date {
  const instant = now()
  return new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth() - 1, 1))
}
