import {
  type BaseDate,
  type Dkga,
  enterToken,
  type KeyType,
  type MeterResult,
  type MeterState,
  meterFromJson,
  meterToJson,
  newMeter,
  parseDrn,
  type StaTables,
} from '@saldo/sts'
import { type Db, reading, type Tx, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { formatUnits } from '../kernel/units.ts'
import { type SoftwareModule, securityModule, vendingKeyFor } from '../keys/index.ts'
import type { Commodity } from '../ledger/index.ts'
import { MeterUnknown, requireMeterNumber } from '../meters/index.ts'
import { demoTenant } from './ids.ts'
import { withKey, withoutKey } from './sealed-key.ts'

/** Something typed into the meter; the digits themselves are not kept. */
export interface KeptEntry {
  readonly at: string
  readonly result: MeterResult
  /** Decimal text of the whole unit, when credit was added. */
  readonly units?: string
}

/** A model meter as it stands. */
export interface ModelMeter {
  readonly serialNumber: string
  readonly commodity: Commodity
  readonly state: MeterState
  /** The latest ten, newest first. */
  readonly entries: readonly KeptEntry[]
}

const KEPT_ENTRIES = 10
/** Quanta on a token: tenths of a kWh or m³. */
const UNIT_DECIMALS = 1
const LOCKOUT = { freeEntries: 5, firstMinutes: 1, longestMinutes: 16 }

/** How a model meter stands now. One that was never used is as it came from the factory. */
export async function modelMeter(serialNumber: string): Promise<ModelMeter> {
  const { delivered, kept } = await reading({ tenantId: demoTenant }, async (db) => {
    const delivered = await deliveredMeter(db, serialNumber)
    return { delivered, kept: await keptState(db, delivered.id, keptSql) }
  })
  return meterOf(delivered, kept, await deliveredKey(delivered))
}

/**
 * Types a token into a model meter. What it then remembers is committed before anybody is told, so a
 * second entry is refused by any server and after any restart.
 */
export async function enter(
  serialNumber: string,
  digits: string,
  tables: StaTables,
): Promise<{ meter: ModelMeter; result: MeterResult; units: string | undefined }> {
  const delivered = await reading({ tenantId: demoTenant }, (db) =>
    deliveredMeter(db, serialNumber),
  )
  const key = await deliveredKey(delivered)
  return transaction({ tenantId: demoTenant }, async (tx) => {
    const before = meterOf(delivered, await lockedState(tx, delivered, key), key)
    const entered = enterToken(before.state, digits, now(), tables)
    const { result, message } = entered
    const credited = result === 'Accept' && message?.type === 'transfer-credit'
    const units = credited
      ? formatUnits({ quanta: message.units, decimals: UNIT_DECIMALS })
      : undefined
    const entry = { at: now().toISOString(), result, ...(units !== undefined && { units }) }
    const meter = {
      ...before,
      state: entered.state,
      entries: [entry, ...before.entries].slice(0, KEPT_ENTRIES),
    }
    await keep(tx, delivered, meter, key)
    return { meter, result, units }
  })
}

/** What the meter was delivered as: the first that is recorded of its chip. */
type Delivered = {
  id: Id<'meter'>
  serial_number: string
  commodity: Commodity
  supply_group_id: Id<'supply_group'>
  code: string
  key_revision: number
  key_type: KeyType
  tariff_index: number
  key_expiry: number
  key_algorithm: Dkga
  encryption_algorithm: 7 | 11
  base_date: BaseDate
}

async function deliveredMeter(db: Db, serialNumber: string): Promise<Delivered> {
  requireMeterNumber(serialNumber)
  const row = await db.row<Delivered>(
    `select m.id, m.serial_number, m.commodity, s.supply_group_id, g.code, s.key_revision, s.key_type,
            s.tariff_index, s.key_expiry, s.key_algorithm, s.encryption_algorithm, s.base_date
     from meters.meter m
     join meters.sts_data s on s.tenant_id = $1 and s.meter_id = m.id
     join keys.supply_group g on g.tenant_id = $1 and g.id = s.supply_group_id
     where m.tenant_id = $1 and m.serial_number = $2
     order by s.valid_from limit 1`,
    [demoTenant, serialNumber],
  )
  if (!row) throw MeterUnknown({ serialNumber })
  return row
}

/** Hexadecimal. It stays in this process: neither the database nor a browser sees it. */
async function deliveredKey(delivered: Delivered): Promise<string> {
  const keyId = await vendingKeyFor(
    { tenantId: demoTenant },
    {
      supplyGroupId: delivered.supply_group_id,
      keyRevision: delivered.key_revision,
      keyType: delivered.key_type,
      keyAlgorithm: delivered.key_algorithm,
      baseDate: delivered.base_date,
    },
  )
  const module = securityModule() as Partial<SoftwareModule>
  if (!module.modelMeterKey) throw new Error('A certified security module has no model meters.')
  return module.modelMeterKey(keyId, {
    pan: parseDrn(delivered.serial_number).pan,
    supplyGroupCode: delivered.code,
    keyRevision: delivered.key_revision,
    keyType: delivered.key_type,
    tariffIndex: delivered.tariff_index,
    algorithm: delivered.encryption_algorithm,
    dkga: delivered.key_algorithm,
    baseDate: delivered.base_date,
    keyExpiry: delivered.key_expiry,
  })
}

type Kept = { state: unknown; sealed_key: Buffer | null; entries: KeptEntry[] }

const keptSql = `select state, sealed_key, entries from demo.meter_state
  where tenant_id = $1 and meter_id = $2`

function keptState(db: Db, meterId: Id<'meter'>, sql: string): Promise<Kept | undefined> {
  return db.row<Kept>(sql, [demoTenant, meterId])
}

/** The row, locked: of two entries at once the second sees what the first has done. */
async function lockedState(tx: Tx, delivered: Delivered, key: string): Promise<Kept | undefined> {
  const kept = await keptState(tx, delivered.id, `${keptSql} for update`)
  if (kept) return kept
  const fresh = meterOf(delivered, undefined, key)
  await tx.execute(
    `insert into demo.meter_state (tenant_id, meter_id, state, sealed_key, entries)
     values ($1, $2, $3, null, '[]') on conflict do nothing`,
    [demoTenant, delivered.id, storable(withoutKey(fresh.state, key, delivered.id).open)],
  )
  return keptState(tx, delivered.id, `${keptSql} for update`)
}

async function keep(tx: Tx, { id }: Delivered, meter: ModelMeter, key: string): Promise<void> {
  const { open, sealed } = withoutKey(meter.state, key, id)
  await tx.execute(
    `update demo.meter_state set state = $3, sealed_key = $4, entries = $5
     where tenant_id = $1 and meter_id = $2`,
    [demoTenant, id, storable(open), sealed, JSON.stringify(meter.entries)],
  )
}

function storable(open: MeterState): string {
  return JSON.stringify(meterToJson(open))
}

function meterOf(delivered: Delivered, kept: Kept | undefined, key: string): ModelMeter {
  const { serial_number: serialNumber, commodity } = delivered
  if (!kept) return { serialNumber, commodity, state: factoryState(delivered, key), entries: [] }
  const state = withKey(meterFromJson(kept.state), kept.sealed_key, key, delivered.id)
  return { serialNumber, commodity, state, entries: kept.entries }
}

function factoryState(delivered: Delivered, key: string): MeterState {
  return newMeter({
    algorithm: delivered.encryption_algorithm,
    decoderKey: Buffer.from(key, 'hex'),
    keyType: delivered.key_type,
    keyExpiry: delivered.key_expiry,
    keyRevision: delivered.key_revision,
    tariffIndex: delivered.tariff_index,
    supplyGroupCode: delivered.code,
    services: [delivered.commodity],
    manufacturerCode: parseDrn(delivered.serial_number).manufacturerCode,
    lockout: LOCKOUT,
  })
}
