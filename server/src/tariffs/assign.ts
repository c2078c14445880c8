import { type Actor, requireCan } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, refusing, type Tx } from '../db/index.ts'
import { businessDay } from '../kernel/calendar.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import type { Commodity } from '../ledger/index.ts'
import { linkMeter, type NewLink, UsagePointUnknown } from '../usage-points/index.ts'
import { TariffUnknown } from './publish.ts'
import { openUsageState } from './usage-state.ts'

export const AssignmentOverlaps = refusal(
  'tariff.assignment_overlaps',
  409,
  'This place has another tariff at that time.',
)
export const TariffOtherUtility = refusal(
  'tariff.other_utility',
  422,
  'The tariff belongs to another utility than the place.',
)

/**
 * Says which tariff a usage point pays from an instant on, for the tariff's commodity. The one it paid
 * until then ends there; the month's counters go on.
 */
export async function assignTariff(
  tx: Tx,
  actor: Actor,
  assignment: {
    readonly usagePointId: Id<'usage_point'>
    readonly tariffId: Id<'tariff'>
    readonly from: Date
  },
): Promise<void> {
  requireCan(actor, 'tariff.publish')
  const { tenantId } = actor
  const { usagePointId, tariffId, from } = assignment
  const { commodity, timeZone } = await belonging(tx, actor, usagePointId, tariffId)
  await tx.execute(
    `update tariffs.assignment set valid_until = $4
     where tenant_id = $1 and usage_point_id = $2 and commodity = $3
       and valid_from < $4 and valid_until is null`,
    [tenantId, usagePointId, commodity, from],
  )
  const overlaps = () => AssignmentOverlaps()
  await refusing({ tariff_assignment_no_overlap: overlaps, tariff_assignment_pkey: overlaps }, () =>
    tx.execute(
      `insert into tariffs.assignment (tenant_id, usage_point_id, commodity, valid_from, tariff_id)
       values ($1, $2, $3, $4, $5)`,
      [tenantId, usagePointId, commodity, from, tariffId],
    ),
  )
  const day = businessDay(from, timeZone)
  await openUsageState(tx, { tenantId, usagePointId, commodity, day })
  await record(tx, {
    actor,
    action: 'tariff.assign',
    object: { kind: 'usage_point', id: usagePointId },
    after: { tariffId, from },
  })
}

/**
 * Connects a meter for the first time: it serves the place and customer, and the place pays the tariff,
 * from the same instant on. The register of its tokens is the tokens module's to open.
 */
export async function connectMeter(
  tx: Tx,
  actor: Actor,
  connection: Omit<NewLink, 'until'> & { readonly tariffId: Id<'tariff'> },
): Promise<Id<'link'>> {
  const linkId = await linkMeter(tx, actor, connection)
  await assignTariff(tx, actor, connection)
  return linkId
}

/** The tariff a usage point pays for a commodity at an instant; undefined when it has none. */
export function tariffOf(
  db: Db,
  tenantId: Id<'tenant'>,
  usagePointId: Id<'usage_point'>,
  commodity: Commodity,
  at: Date,
): Promise<{ id: Id<'tariff'>; name: string } | undefined> {
  return db.row<{ id: Id<'tariff'>; name: string }>(
    `select t.id, t.name from tariffs.assignment a
     join tariffs.tariff t on t.tenant_id = $1 and t.id = a.tariff_id
     where a.tenant_id = $1 and a.usage_point_id = $2 and a.commodity = $3 and a.valid_from <= $4
       and (a.valid_until is null or a.valid_until > $4)`,
    [tenantId, usagePointId, commodity, at],
  )
}

async function belonging(
  tx: Tx,
  actor: Actor,
  usagePointId: Id<'usage_point'>,
  tariffId: Id<'tariff'>,
): Promise<{ commodity: Commodity; timeZone: string }> {
  const point = await tx.row<{ utility_id: Id<'utility'>; time_zone: string }>(
    `select p.utility_id, u.time_zone from usage_points.usage_point p
     join tenants.utility u on u.tenant_id = $1 and u.id = p.utility_id
     where p.tenant_id = $1 and p.id = $2`,
    [actor.tenantId, usagePointId],
  )
  if (!point) throw UsagePointUnknown()
  requireCan(actor, 'tariff.publish', { utilityId: point.utility_id })
  const tariff = await tx.row<{ utility_id: Id<'utility'>; commodity: Commodity }>(
    'select utility_id, commodity from tariffs.tariff where tenant_id = $1 and id = $2',
    [actor.tenantId, tariffId],
  )
  if (!tariff) throw TariffUnknown()
  if (tariff.utility_id !== point.utility_id) throw TariffOtherUtility()
  return { commodity: tariff.commodity, timeZone: point.time_zone }
}
