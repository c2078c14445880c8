import { type Actor, requireCan, utilitiesInReach } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, refusing, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import type { Commodity } from '../ledger/index.ts'
import { UtilityUnknown } from '../tenants/index.ts'
import { requireMeterNumber } from './serial-number.ts'
import { currentStsData, recordStsData, type StsData } from './sts-data.ts'

export const MeterUnknown = refusal(
  'meter.unknown',
  404,
  'No meter has this number. Check it with the one on the meter.',
)
export const MeterTaken = refusal(
  'meter.taken',
  409,
  'A meter of this number is registered already.',
)
export const MeterBlocked = refusal('meter.blocked', 422, 'This meter is blocked for vending.')
export const MeterWrongStatus = refusal(
  'meter.wrong_status',
  409,
  'This cannot be done with a meter in its present state.',
)

export type MeterStatus = 'stock' | 'installed' | 'blocked' | 'faulty' | 'removed' | 'scrapped'

export type NewMeter = {
  readonly utilityId: Id<'utility'>
  readonly serialNumber: string
  readonly commodity: Commodity
  readonly model: string
  /** What its token chip holds; a meter of which nothing is known yet gets it later. */
  readonly sts?: StsData
  /** Since when the chip holds it; the present unless told. */
  readonly from?: Date
  readonly id?: Id<'meter'>
}

export type Meter = {
  readonly id: Id<'meter'>
  readonly utilityId: Id<'utility'>
  readonly serialNumber: string
  readonly commodity: Commodity
  readonly model: string
  readonly status: MeterStatus
  readonly blockReason: string | null
  readonly sts: StsData | undefined
}

/** Registers a meter, in stock until it is linked to a usage point. */
export async function registerMeter(tx: Tx, actor: Actor, meter: NewMeter): Promise<Id<'meter'>> {
  requireCan(actor, 'meter.register', { utilityId: meter.utilityId })
  requireMeterNumber(meter.serialNumber)
  const id = meter.id ?? newId<'meter'>()
  await refusing(
    {
      meter_serial_number: () => MeterTaken({ serialNumber: meter.serialNumber }),
      meter_utility: () => UtilityUnknown(),
    },
    () =>
      tx.execute(
        `insert into meters.meter
           (tenant_id, id, utility_id, serial_number, commodity, model, status, created_at)
         values ($1, $2, $3, $4, $5, $6, 'stock', $7)`,
        [
          actor.tenantId,
          id,
          meter.utilityId,
          meter.serialNumber,
          meter.commodity,
          cleanText(meter.model, { pointer: '/model', max: 80, min: 0 }),
          now(),
        ],
      ),
  )
  if (meter.sts) await recordStsData(tx, actor, id, meter.sts, meter.from ?? now())
  await record(tx, {
    actor,
    action: 'meter.register',
    object: { kind: 'meter', id },
    after: { serialNumber: meter.serialNumber, commodity: meter.commodity },
  })
  return id
}

/** Blocks an installed meter for vending: the next sale is refused and says why. */
export async function blockMeter(
  tx: Tx,
  actor: Actor,
  meterId: Id<'meter'>,
  reason: string,
): Promise<void> {
  const why = cleanText(reason, { pointer: '/reason', max: 200 })
  await changeStatus(tx, actor, meterId, 'meter.block', { from: ['installed'], to: 'blocked' }, why)
}

/** Lets a blocked meter be sold to again. */
export async function unblockMeter(tx: Tx, actor: Actor, meterId: Id<'meter'>): Promise<void> {
  await changeStatus(
    tx,
    actor,
    meterId,
    'meter.block',
    { from: ['blocked'], to: 'installed' },
    null,
  )
}

/** Marks a meter as serving a usage point. For usage-points, which has checked who may do so. */
export async function markInstalled(tx: Tx, actor: Actor, meterId: Id<'meter'>): Promise<void> {
  const change = { from: ['stock', 'removed', 'installed'], to: 'installed' } as const
  await changeStatus(tx, actor, meterId, 'usage_point.register', change, null)
}

/** Marks a meter as taken away from its usage point. */
export async function markRemoved(tx: Tx, actor: Actor, meterId: Id<'meter'>): Promise<void> {
  const change = { from: ['installed', 'blocked', 'faulty'], to: 'removed' } as const
  await changeStatus(tx, actor, meterId, 'usage_point.register', change, null)
}

/** A meter by its number, with what its chip holds now; within the actor's reach. */
export async function readMeter(db: Db, actor: Actor, serialNumber: string): Promise<Meter> {
  requireCan(actor, 'meter.read')
  requireMeterNumber(serialNumber)
  const row = await db.row<Omit<Meter, 'sts'>>(
    `select id, utility_id as "utilityId", serial_number as "serialNumber", commodity, model, status,
            block_reason as "blockReason"
     from meters.meter
     where tenant_id = $1 and serial_number = $2 and ($3::uuid[] is null or utility_id = any ($3))`,
    [actor.tenantId, serialNumber, utilitiesInReach(actor, 'meter.read')],
  )
  if (!row) throw MeterUnknown({ serialNumber })
  return { ...row, sts: await currentStsData(db, actor.tenantId, row.id, now()) }
}

async function changeStatus(
  tx: Tx,
  actor: Actor,
  meterId: Id<'meter'>,
  permission: 'meter.block' | 'usage_point.register',
  change: { readonly from: readonly MeterStatus[]; readonly to: MeterStatus },
  reason: string | null,
): Promise<void> {
  const row = await tx.row<{ status: MeterStatus; utility_id: Id<'utility'> }>(
    `select status, utility_id from meters.meter
     where tenant_id = $1 and id = $2 and ($3::uuid[] is null or utility_id = any ($3)) for update`,
    [actor.tenantId, meterId, utilitiesInReach(actor, permission)],
  )
  requireCan(actor, permission)
  if (!row) throw MeterUnknown()
  if (!change.from.includes(row.status)) throw MeterWrongStatus({ status: row.status })
  if (row.status === change.to) return
  await tx.execute(
    'update meters.meter set status = $3, block_reason = $4 where tenant_id = $1 and id = $2',
    [actor.tenantId, meterId, change.to, reason],
  )
  await record(tx, {
    actor,
    action: `meter.${change.to}`,
    object: { kind: 'meter', id: meterId },
    before: { status: row.status },
    after: { status: change.to },
    ...(reason !== null && { reason }),
  })
}
