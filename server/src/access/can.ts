import type { Id } from '../kernel/ids.ts'
import { type Actor, NotAllowed, type Reach } from './actor.ts'
import type { Permission } from './permissions.ts'

/** The thing an act is about, as far as reach goes. */
export type Target = { readonly utilityId?: Id<'utility'>; readonly vendorId?: Id<'vendor'> }

/** Whether the actor may do this, and to this utility or vendor when one is named. */
export function can(actor: Actor, permission: Permission, target: Target = {}): boolean {
  return actor.permissions.has(permission) && reaches(reachFor(actor, permission), target)
}

/** Throws `access.not_allowed`, naming the permission, unless `can`. */
export function requireCan(actor: Actor, permission: Permission, target: Target = {}): void {
  if (!can(actor, permission, target)) throw NotAllowed({ permission })
}

/** How far this permission of the actor goes: two roles of one person may reach differently. */
export function reachFor(actor: Actor, permission: Permission): Reach {
  return actor.reachOf?.get(permission) ?? actor.reach
}

/**
 * The ids to narrow a query to, or null for all: `($3::uuid[] is null or vendor_id = any($3))`. What is
 * out of reach then looks exactly like what does not exist.
 */
export function vendorsInReach(actor: Actor, permission: Permission): readonly string[] | null {
  const { vendors } = reachFor(actor, permission)
  return vendors === 'all' ? null : vendors
}

/** The same for utilities. */
export function utilitiesInReach(actor: Actor, permission: Permission): readonly string[] | null {
  const { utilities } = reachFor(actor, permission)
  return utilities === 'all' ? null : utilities
}

/** The same for vendor groups and agents: whoever reaches some vendors reaches those named by a role of theirs. */
export function portfoliosInReach(actor: Actor, permission: Permission): readonly string[] | null {
  const { vendors, portfolios } = reachFor(actor, permission)
  return vendors === 'all' ? null : (portfolios ?? [])
}

/**
 * Whether the actor sees only what they made themselves of things that belong to no utility and no vendor, such
 * as jobs, imports, requests and deeds: so it is for whoever reaches less than the whole tenant.
 * `($3::uuid is null or made_by = $3)` with `ownOnly(…) ? actor.id : null`.
 */
export function ownOnly(actor: Actor, permission: Permission): boolean {
  const { utilities, vendors } = reachFor(actor, permission)
  return utilities !== 'all' || vendors !== 'all'
}

function reaches(reach: Reach, target: Target): boolean {
  const inUtility =
    target.utilityId === undefined ||
    reach.utilities === 'all' ||
    reach.utilities.includes(target.utilityId)
  const atVendor =
    target.vendorId === undefined ||
    reach.vendors === 'all' ||
    reach.vendors.includes(target.vendorId)
  return inUtility && atVendor
}
