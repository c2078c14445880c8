import type { Db } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Commodity } from '../ledger/index.ts'
import { blockMeter, type MeterStatus } from '../meters/index.ts'
import { startingWith, utilityInSight } from '../search/index.ts'
import type { BulkAct, BulkRow } from './act.ts'

/** Which meters: those that fit, or of them the ones with these ids. */
export type MeterChoice = {
  readonly utility: Id<'utility'>
  readonly status?: MeterStatus
  readonly commodity?: Commodity
  readonly supplyGroup?: Id<'supply_group'>
  /** First digits of the number. */
  readonly search?: string
  readonly ids?: readonly Id<'meter'>[]
}

/** Blocks meters for vending, each with the same reason, each in the trail of its own. */
export const blockMeters: BulkAct<MeterChoice, { readonly reason: string }> = {
  kind: 'meter.block_many',
  permission: 'meter.block',
  preview: async (db, actor, choice) => {
    await utilityInSight(actor, 'meter.block', choice.utility)
    const rows = await db.rows<{ status: MeterStatus; meters: number }>(
      `select m.status, count(*)::integer as meters from meters.meter m where ${FITS}
       group by m.status order by m.status`,
      valuesOf(actor.tenantId, choice),
    )
    const skip = rows.filter(({ status }) => !mayBeBlocked(status))
    return {
      change: rows.find(({ status }) => mayBeBlocked(status))?.meters ?? 0,
      skip: skip.map(({ status, meters }) => ({ why: status, rows: meters })),
    }
  },
  next: async (db, actor, choice, { after, limit }) => {
    await utilityInSight(actor, 'meter.block', choice.utility)
    const found = await db.rows<Found>(
      `select m.id, m.serial_number, m.status from meters.meter m
       where ${FITS} and ($9::text is null or m.serial_number collate "C" > $9)
       order by m.serial_number collate "C" limit $10`,
      [...valuesOf(actor.tenantId, choice), after ?? null, limit + 1],
    )
    const rows = found.slice(0, limit).map(rowOf)
    return { rows, next: found.length > limit ? (rows.at(-1)?.name ?? null) : null }
  },
  named: async (db, actor, choice, names) => {
    await utilityInSight(actor, 'meter.block', choice.utility)
    return (await metersNamed(db, actor.tenantId, choice, names)).map(rowOf)
  },
  apply: (tx, actor, { id }, { reason }) => blockMeter(tx, actor, id as Id<'meter'>, reason),
}

type Found = { id: Id<'meter'>; serial_number: string; status: MeterStatus }

function metersNamed(
  db: Db,
  tenantId: Id<'tenant'>,
  choice: MeterChoice,
  names: readonly string[],
): Promise<Found[]> {
  return db.rows<Found>(
    `select m.id, m.serial_number, m.status from meters.meter m
     where m.tenant_id = $1 and m.utility_id = $2 and m.serial_number = any ($3)`,
    [tenantId, choice.utility, names],
  )
}

const mayBeBlocked = (status: MeterStatus) => status === 'installed'

const rowOf = ({ id, serial_number, status }: Found): BulkRow => ({
  id,
  name: serial_number,
  ready: mayBeBlocked(status),
})

const FITS = `m.tenant_id = $1 and m.utility_id = $2 and ($3::text is null or m.status = $3)
  and ($4::text is null or m.commodity = $4) and ($5::uuid is null or m.supply_group_id = $5)
  and ($6::text is null or (m.serial_number collate "C" >= $6 and m.serial_number collate "C" < $7))
  and ($8::uuid[] is null or m.id = any ($8))`

function valuesOf(tenantId: Id<'tenant'>, choice: MeterChoice): unknown[] {
  const { utility, status, commodity, supplyGroup, search, ids } = choice
  const digits = search?.replaceAll(/[ .-]/g, '') || undefined
  const span = digits === undefined ? undefined : startingWith(digits)
  return [
    tenantId,
    utility,
    status ?? null,
    commodity ?? null,
    supplyGroup ?? null,
    span?.from ?? null,
    span?.to ?? null,
    ids ?? null,
  ]
}
