import { type Actor, requireCan } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { refusing, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { UtilityUnknown } from '../tenants/index.ts'

export const UsagePointUnknown = refusal(
  'usage_point.unknown',
  404,
  'There is no such usage point.',
)
export const UsagePointTaken = refusal(
  'usage_point.taken',
  409,
  'This utility has another usage point with this number.',
)

/** Registers a place where energy or water is used: a house, a flat, a stand pipe. */
export async function registerUsagePoint(
  tx: Tx,
  actor: Actor,
  point: {
    readonly utilityId: Id<'utility'>
    /** The utility's own number of the place. */
    readonly number: string
    readonly address: string
    readonly area: string
    readonly id?: Id<'usage_point'>
  },
): Promise<Id<'usage_point'>> {
  requireCan(actor, 'usage_point.register', { utilityId: point.utilityId })
  const id = point.id ?? newId<'usage_point'>()
  await refusing(
    {
      usage_point_number: () => UsagePointTaken(),
      usage_point_utility: () => UtilityUnknown(),
    },
    () =>
      tx.execute(
        `insert into usage_points.usage_point
           (tenant_id, id, utility_id, number, address, area, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          actor.tenantId,
          id,
          point.utilityId,
          cleanText(point.number, { pointer: '/number', max: 40 }),
          cleanText(point.address, { pointer: '/address', max: 300, min: 0 }),
          cleanText(point.area, { pointer: '/area', max: 120, min: 0 }),
          now(),
        ],
      ),
  )
  await record(tx, { actor, action: 'usage_point.register', object: { kind: 'usage_point', id } })
  return id
}
