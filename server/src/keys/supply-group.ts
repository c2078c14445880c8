import { type Actor, requirePermission } from '../access/index.ts'
import { constraintOf, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'

export const SupplyGroupTaken = refusal(
  'supply_group.taken',
  409,
  'A supply group of this code is registered already.',
)
export const SupplyGroupMalformed = refusal(
  'supply_group.malformed',
  400,
  'A supply group code has six digits.',
)

/** Registers the set of meters that share vending keys. `code` has six digits. */
export async function registerSupplyGroup(
  tx: Tx,
  actor: Actor,
  group: { readonly utilityId: Id<'utility'>; readonly code: string; readonly name: string },
): Promise<Id<'supply_group'>> {
  requirePermission(actor, 'key.load')
  if (!/^\d{6}$/.test(group.code)) throw SupplyGroupMalformed()
  const id = newId<'supply_group'>()
  try {
    await tx.execute(
      `insert into keys.supply_group (tenant_id, id, utility_id, code, name, created_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        actor.tenantId,
        id,
        group.utilityId,
        group.code,
        cleanText(group.name, { pointer: '/name', max: 80 }),
        now(),
      ],
    )
  } catch (error) {
    if (constraintOf(error) === 'supply_group_code') throw SupplyGroupTaken({ code: group.code })
    throw error
  }
  return id
}
