import { type Actor, requireCan } from '../access/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import type { Commodity } from '../ledger/index.ts'
import type { StsData } from './sts-data.ts'

/** A meter that its bringer has looked at: number with its check digit, texts clean, figures in their ranges. */
export type MeterOfMany = {
  readonly serialNumber: string
  readonly commodity: Commodity
  readonly model: string
  readonly sts?: StsData
}

/**
 * Registers many meters of a utility into stock, in one go. A number that is registered already is left out.
 * The bringer writes into the audit trail what the whole was.
 * @returns the ids that were registered
 */
export async function registerMeters(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  meters: readonly (MeterOfMany & { readonly id: Id<'meter'> })[],
): Promise<ReadonlySet<Id<'meter'>>> {
  requireCan(actor, 'meter.register', { utilityId })
  const at = now()
  // Always in this order, so that two who bring the same meters wait for each other and never both.
  const sorted = [...meters].sort((a, b) => (a.serialNumber < b.serialNumber ? -1 : 1))
  const inserted = await tx.rows<{ id: Id<'meter'> }>(
    `insert into meters.meter
       (tenant_id, id, utility_id, serial_number, commodity, model, supply_group_id, status, created_at)
     select $1, n.id, $2, n.serial_number, n.commodity, n.model, n.supply_group_id, 'stock', $3
     from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::uuid[])
       as n(id, serial_number, commodity, model, supply_group_id)
     on conflict do nothing returning id`,
    [
      actor.tenantId,
      utilityId,
      at,
      sorted.map(({ id }) => id),
      sorted.map(({ serialNumber }) => serialNumber),
      sorted.map(({ commodity }) => commodity),
      sorted.map(({ model }) => model),
      sorted.map(({ sts }) => sts?.supplyGroupId ?? null),
    ],
  )
  const registered = new Set(inserted.map(({ id }) => id))
  await recordChips(
    tx,
    actor,
    sorted.filter(({ id }) => registered.has(id)),
    at,
  )
  return registered
}

async function recordChips(
  tx: Tx,
  actor: Actor,
  meters: readonly (MeterOfMany & { readonly id: Id<'meter'> })[],
  from: Date,
): Promise<void> {
  const known = meters.flatMap(({ id, sts }) => (sts ? [{ id, ...sts }] : []))
  if (known.length === 0) return
  const recorded = await tx.execute(
    `insert into meters.sts_data
       (tenant_id, meter_id, valid_from, supply_group_id, key_revision, key_type, tariff_index,
        key_expiry, key_algorithm, encryption_algorithm, base_date)
     select $1, n.meter_id, $2, n.supply_group_id, n.key_revision, n.key_type, n.tariff_index,
            n.key_expiry, n.key_algorithm, n.encryption_algorithm, n.base_date
     from unnest($3::uuid[], $4::uuid[], $5::smallint[], $6::smallint[], $7::smallint[], $8::smallint[],
                 $9::smallint[], $10::smallint[], $11::smallint[])
       as n(meter_id, supply_group_id, key_revision, key_type, tariff_index, key_expiry, key_algorithm,
            encryption_algorithm, base_date)
     on conflict do nothing`,
    [
      actor.tenantId,
      from,
      known.map(({ id }) => id),
      known.map(({ supplyGroupId }) => supplyGroupId),
      known.map(({ keyRevision }) => keyRevision),
      known.map(({ keyType }) => keyType),
      known.map(({ tariffIndex }) => tariffIndex),
      known.map(({ keyExpiry }) => keyExpiry),
      known.map(({ keyAlgorithm }) => keyAlgorithm),
      known.map(({ encryptionAlgorithm }) => encryptionAlgorithm),
      known.map(({ baseDate }) => baseDate),
    ],
  )
  if (recorded !== known.length) throw new Error('A new meter has chip data of another already.')
}

/** Which of these numbers are registered in the tenant, by whichever utility. */
export async function takenMeterNumbers(
  db: Db,
  tenantId: Id<'tenant'>,
  serialNumbers: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.rows<{ serial_number: string }>(
    'select serial_number from meters.meter where tenant_id = $1 and serial_number = any ($2)',
    [tenantId, serialNumbers],
  )
  return new Set(rows.map(({ serial_number }) => serial_number))
}

/**
 * Takes meters out that were registered by mistake and never left the stock. Whoever stands above and knows
 * what depends on a meter asks first.
 * @returns the ids that are gone
 */
export async function unregisterMeters(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  requireCan(actor, 'meter.register', { utilityId })
  const held = await tx.rows<{ id: Id<'meter'> }>(
    `select id from meters.meter
     where tenant_id = $1 and utility_id = $2 and id = any ($3) and status = 'stock' order by id for update`,
    [actor.tenantId, utilityId, ids],
  )
  const going = held.map(({ id }) => id)
  await tx.execute('delete from meters.sts_data where tenant_id = $1 and meter_id = any ($2)', [
    actor.tenantId,
    going,
  ])
  await tx.execute('delete from meters.meter where tenant_id = $1 and id = any ($2)', [
    actor.tenantId,
    going,
  ])
  return new Set(going)
}
