import type { Db } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Reach } from './actor.ts'
import { isPermission, type Permission } from './permissions.ts'

/** One role as it was given to a person. */
export type Assignment = {
  readonly permissions: readonly string[]
  readonly reach: string
  readonly reach_id: string
}

export type Grants = {
  readonly permissions: ReadonlySet<Permission>
  readonly reach: Reach
  readonly reachOf: ReadonlyMap<Permission, Reach>
}

/** What a person may do, and how far, as the database has it now. */
export async function grantsOf(
  db: Db,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
): Promise<Grants> {
  const assignments = await db.rows<Assignment>(
    `select r.permissions, a.reach, a.reach_id
     from access.assignment a
     join access.role r on r.tenant_id = $1 and r.id = a.role_id
     where a.tenant_id = $1 and a.person_id = $2`,
    [tenantId, personId],
  )
  return combine(assignments)
}

/**
 * Puts a person's roles together, permission by permission: the right to confirm deposits in one role
 * must not spread over what another role may merely look at.
 */
export function combine(assignments: readonly Assignment[]): Grants {
  const given = new Map<Permission, Assignment[]>()
  for (const assignment of assignments) {
    for (const permission of assignment.permissions.filter(isPermission)) {
      given.set(permission, [...(given.get(permission) ?? []), assignment])
    }
  }
  const reachOf = new Map([...given].map(([permission, by]) => [permission, together(by)]))
  return { permissions: new Set(given.keys()), reach: together(assignments), reachOf }
}

// A role for one utility and one for a vendor together reach that vendor's business with that utility:
// too little rather than too much.
function together(assignments: readonly Assignment[]): Reach {
  if (assignments.some((one) => one.reach === 'tenant')) return { utilities: 'all', vendors: 'all' }
  const ids = <Kind extends string>(kind: Kind) =>
    assignments.filter((one) => one.reach === kind).map((one) => one.reach_id as Id<Kind>)
  const utilities = ids('utility')
  const vendors = ids('vendor')
  if (utilities.length + vendors.length === 0) return { utilities: [], vendors: [] }
  return {
    utilities: utilities.length > 0 ? utilities : 'all',
    vendors: vendors.length > 0 ? vendors : 'all',
  }
}
