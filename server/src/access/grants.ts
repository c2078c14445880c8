import type { Db } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Limits, Reach } from './actor.ts'
import { limitsOf, limitTogether, readLimits } from './limits.ts'
import { isPermission, type Permission } from './permissions.ts'

/** One role as it was given to a person. */
export type Assignment = {
  readonly permissions: readonly string[]
  readonly limits?: Parameters<typeof readLimits>[0]
  readonly reach: string
  readonly reach_id: string
}

export type Grants = {
  readonly permissions: ReadonlySet<Permission>
  readonly reach: Reach
  readonly reachOf: ReadonlyMap<Permission, Reach>
  readonly limits: Limits
}

/** Which vendors a vendor group has, or an agent looks after, now. */
export type Members = ReadonlyMap<string, readonly Id<'vendor'>[]>

/** Reads that for these vendor groups and agents; the module of vendors, which stands above, knows it. */
export type ReadMembers = (
  db: Db,
  tenantId: Id<'tenant'>,
  portfolioIds: readonly Id<'portfolio'>[],
) => Promise<Members>

let readMembers: ReadMembers = async () => new Map()

/** Says how vendor groups and agents lead to vendors. Until it is said, they lead to none. */
export function useMembers(read: ReadMembers): void {
  readMembers = read
}

/** What a person may do, and how far, as the database has it now. */
export async function grantsOf(
  db: Db,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
): Promise<Grants> {
  const assignments = await db.rows<Assignment>(
    `select r.permissions, r.limits, a.reach, a.reach_id
     from access.assignment a
     join access.role r on r.tenant_id = $1 and r.id = a.role_id
     where a.tenant_id = $1 and a.person_id = $2`,
    [tenantId, personId],
  )
  const portfolios = portfoliosIn(assignments)
  const members =
    portfolios.length > 0 ? await readMembers(db, tenantId, portfolios) : new Map<string, never>()
  return combine(assignments, members)
}

/**
 * Puts a person's roles together, permission by permission: the right to confirm deposits in one role
 * must not spread over what another role may merely look at.
 */
export function combine(assignments: readonly Assignment[], members: Members): Grants {
  const given = new Map<Permission, Assignment[]>()
  for (const assignment of assignments) {
    for (const permission of assignment.permissions.filter(isPermission)) {
      given.set(permission, [...(given.get(permission) ?? []), assignment])
    }
  }
  const reachOf = new Map(
    [...given].map(([permission, by]) => [permission, reachBy(permission, by, members)]),
  )
  const reach = together(assignments, members)
  return { permissions: new Set(given.keys()), reach, reachOf, limits: limitsBy(given) }
}

function limitsBy(given: ReadonlyMap<Permission, readonly Assignment[]>): Limits {
  const limited = [...given].flatMap(([permission, by]) => {
    const limit = limitTogether(
      by.map(({ reach, reach_id, limits = [] }) => {
        return { reach, reach_id, limit: limitsOf(readLimits(limits)).get(permission) }
      }),
    )
    return limit ? [[permission, limit] as const] : []
  })
  return new Map(limited)
}

/**
 * Whether what a permission is about belongs to a utility and to no vendor: a household is nobody's customer
 * but the utility's, so whoever reaches some vendors reaches none of them.
 */
export function ofUtilityAlone(permission: Permission): boolean {
  return UTILITY_ALONE.has(permission.split('.')[0]!)
}

const UTILITY_ALONE = new Set('customer debt key meter tariff usage_point utility'.split(' '))

const OF_VENDORS = new Set(['vendor', 'vendor_group', 'agent'])

function reachBy(permission: Permission, by: readonly Assignment[], members: Members): Reach {
  if (!ofUtilityAlone(permission)) return together(by, members)
  const others = by.filter(({ reach }) => !OF_VENDORS.has(reach))
  if (others.some(({ reach }) => reach !== 'own')) return together(others, members)
  return { ...together(by, members), utilities: [] }
}

// A role for one utility and one for a vendor together reach that vendor's business with that utility:
// too little rather than too much. What is merely a person's own adds nothing here: see `ownOnly`.
function together(assignments: readonly Assignment[], members: Members): Reach {
  if (assignments.some((one) => one.reach === 'tenant')) return { utilities: 'all', vendors: 'all' }
  const utilities = assignments
    .filter(({ reach }) => reach === 'utility')
    .map(({ reach_id }) => reach_id as Id<'utility'>)
  const portfolios = portfoliosIn(assignments)
  const named = assignments.filter(({ reach }) => reach === 'vendor')
  const ofVendors = portfolios.length + named.length > 0
  if (utilities.length === 0 && !ofVendors) return { utilities: [], vendors: [] }
  const vendors = new Set([
    ...named.map(({ reach_id }) => reach_id as Id<'vendor'>),
    ...portfolios.flatMap((id) => members.get(id) ?? []),
  ])
  return {
    utilities: utilities.length > 0 ? utilities : 'all',
    vendors: ofVendors ? [...vendors] : 'all',
    ...(portfolios.length > 0 && { portfolios }),
  }
}

function portfoliosIn(assignments: readonly Assignment[]): Id<'portfolio'>[] {
  const ids = assignments
    .filter(({ reach }) => reach === 'vendor_group' || reach === 'agent')
    .map(({ reach_id }) => reach_id as Id<'portfolio'>)
  return [...new Set(ids)]
}
