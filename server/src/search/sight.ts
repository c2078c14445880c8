import { type Actor, type Permission, utilitiesInReach, vendorsInReach } from '../access/index.ts'
import type { Id } from '../kernel/ids.ts'
import { type Utility, UtilityUnknown, utilitiesOf } from '../tenants/index.ts'

/**
 * The utilities whose meters and customers an actor may look through. They belong to no vendor: whoever
 * reaches some vendors only has none to look through.
 */
export async function utilitiesInSight(actor: Actor, permission: Permission): Promise<Utility[]> {
  if (!actor.permissions.has(permission) || vendorsInReach(actor, permission) !== null) return []
  const reach = utilitiesInReach(actor, permission)
  const all = await utilitiesOf(actor)
  return all.filter(({ id }) => reach === null || reach.includes(id))
}

/**
 * One of those utilities; what is out of sight looks like what does not exist.
 * @throws UtilityUnknown
 */
export async function utilityInSight(
  actor: Actor,
  permission: Permission,
  utilityId: Id<'utility'>,
): Promise<Utility> {
  const found = (await utilitiesInSight(actor, permission)).find(({ id }) => id === utilityId)
  if (!found) throw UtilityUnknown()
  return found
}
