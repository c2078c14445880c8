import { type Actor, requireCan } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { CustomerUnknown } from '../customers/index.ts'
import { type Db, refusing, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import type { Commodity } from '../ledger/index.ts'
import { MeterUnknown, markInstalled, markRemoved } from '../meters/index.ts'
import { UsagePointUnknown } from './usage-point.ts'

export const LinkOverlaps = refusal(
  'link.overlaps',
  409,
  'This meter serves another place at that time, or the place has another meter.',
)
export const LinkOtherUtility = refusal(
  'link.other_utility',
  422,
  'Meter, place and customer must belong to the same utility.',
)
export const LinkUnknown = refusal('link.unknown', 404, 'This meter is linked to no place.')
export const LinkDates = refusal('link.dates', 400, 'A link must end after it begins.')

export type NewLink = {
  readonly usagePointId: Id<'usage_point'>
  readonly meterId: Id<'meter'>
  /** Who pays; null while a place has no customer. */
  readonly customerId: Id<'customer'> | null
  readonly from: Date
  readonly until?: Date
}

export type Link = {
  readonly id: Id<'link'>
  readonly usagePointId: Id<'usage_point'>
  readonly meterId: Id<'meter'>
  readonly customerId: Id<'customer'> | null
  readonly commodity: Commodity
  readonly from: Date
  readonly until: Date | null
}

/**
 * Says that a meter serves a usage point, and for which customer, from an instant on. A meter serves one
 * place at a time and a place has one meter for each commodity: the database refuses an overlap.
 */
export async function linkMeter(tx: Tx, actor: Actor, link: NewLink): Promise<Id<'link'>> {
  requireCan(actor, 'usage_point.register')
  const { tenantId } = actor
  const { usagePointId, meterId, customerId, from } = link
  const until = link.until ?? null
  if (until !== null && until <= from) throw LinkDates()
  const commodity = await commodityOf(tx, actor, link)
  const id = newId<'link'>()
  const overlaps = () => LinkOverlaps()
  await refusing({ link_meter_once: overlaps, link_place_once: overlaps }, () =>
    tx.execute(
      `insert into usage_points.link
         (tenant_id, id, usage_point_id, meter_id, customer_id, commodity, valid_from, valid_until)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tenantId, id, usagePointId, meterId, customerId, commodity, from, until],
    ),
  )
  if (until === null || until > now()) await markInstalled(tx, actor, meterId)
  await record(tx, {
    actor,
    action: 'meter.link',
    object: { kind: 'meter', id: meterId },
    after: { usagePointId, customerId, from },
  })
  return id
}

/** Ends the open link of a meter at an instant; it is in stock for another place from then on. */
export async function unlinkMeter(
  tx: Tx,
  actor: Actor,
  meterId: Id<'meter'>,
  until: Date,
): Promise<void> {
  requireCan(actor, 'usage_point.register')
  const open = await tx.row<{ id: Id<'link'>; valid_from: Date; utility_id: Id<'utility'> }>(
    `select l.id, l.valid_from, u.utility_id from usage_points.link l
     join usage_points.usage_point u on u.tenant_id = $1 and u.id = l.usage_point_id
     where l.tenant_id = $1 and l.meter_id = $2 and l.valid_until is null for update of l`,
    [actor.tenantId, meterId],
  )
  if (!open) throw LinkUnknown()
  requireCan(actor, 'usage_point.register', { utilityId: open.utility_id })
  if (until <= open.valid_from) throw LinkDates()
  await tx.execute(
    'update usage_points.link set valid_until = $3 where tenant_id = $1 and id = $2',
    [actor.tenantId, open.id, until],
  )
  if (until <= now()) await markRemoved(tx, actor, meterId)
  const object = { kind: 'meter', id: meterId }
  await record(tx, { actor, action: 'meter.unlink', object, after: { until } })
}

/** Which place and customer a meter serves at an instant; undefined when none. */
export function linkOf(
  db: Db,
  tenantId: Id<'tenant'>,
  meterId: Id<'meter'>,
  at: Date,
): Promise<Link | undefined> {
  return db.row<Link>(
    `select id, usage_point_id as "usagePointId", meter_id as "meterId", customer_id as "customerId",
            commodity, valid_from as "from", valid_until as "until"
     from usage_points.link
     where tenant_id = $1 and meter_id = $2 and valid_from <= $3
       and (valid_until is null or valid_until > $3)`,
    [tenantId, meterId, at],
  )
}

// The rows are read rather than left to the foreign keys: those cannot tell that all three belong together.
async function commodityOf(tx: Tx, actor: Actor, link: NewLink): Promise<Commodity> {
  const { tenantId } = actor
  type Owned = { utility_id: Id<'utility'> }
  const meter = await tx.row<Owned & { commodity: Commodity }>(
    'select utility_id, commodity from meters.meter where tenant_id = $1 and id = $2',
    [tenantId, link.meterId],
  )
  if (!meter) throw MeterUnknown()
  const point = await tx.row<Owned>(
    'select utility_id from usage_points.usage_point where tenant_id = $1 and id = $2',
    [tenantId, link.usagePointId],
  )
  if (!point) throw UsagePointUnknown()
  const customer =
    link.customerId === null
      ? meter
      : await tx.row<Owned>(
          'select utility_id from customers.customer where tenant_id = $1 and id = $2',
          [tenantId, link.customerId],
        )
  if (!customer) throw CustomerUnknown()
  requireCan(actor, 'usage_point.register', { utilityId: meter.utility_id })
  if (meter.utility_id !== point.utility_id || meter.utility_id !== customer.utility_id) {
    throw LinkOtherUtility()
  }
  return meter.commodity
}
