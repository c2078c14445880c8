import { record } from '../../audit/index.ts'
import type { Db, Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { type Actor, NotAllowed, type Reach, requirePermission } from '../actor.ts'
import { reachFor } from '../can.ts'
import { ofUtilityAlone } from '../grants.ts'
import { type Limit, limitOf, limitsOf, readLimits, withinLimits } from '../limits.ts'
import { isPermission, type Permission } from '../permissions.ts'
import { keepingAnAdministrator, lockRights } from './administrators.ts'
import { requireSeen } from './seen.ts'

export const RoleUnknown = refusal('role.unknown', 404, 'There is no such role.')
export const ReachUnknown = refusal(
  'role.reach_unknown',
  404,
  'There is no such utility, vendor, vendor group or agent to limit a role to.',
)

/**
 * How far a role reaches when it is given: the whole tenant, one utility, one vendor, the vendors that a vendor
 * group has or an agent looks after at the time of each request, or only what the person made themselves.
 */
export type GivenReach =
  | { readonly reach: 'tenant' }
  | { readonly reach: 'utility'; readonly utilityId: Id<'utility'> }
  | { readonly reach: 'vendor'; readonly vendorId: Id<'vendor'> }
  | { readonly reach: 'vendor_group' | 'agent'; readonly portfolioId: Id<'portfolio'> }
  | { readonly reach: 'own' }

export type GivenRole = { readonly roleId: Id<'role'>; readonly given: GivenReach }

/** Gives a person one more role, by its name: for set-up and the demo world. Rules as for `setRoles`. */
export async function giveRole(
  tx: Tx,
  actor: Actor,
  personId: Id<'person'>,
  roleName: string,
  given: GivenReach = { reach: 'tenant' },
): Promise<void> {
  requirePermission(actor, 'role.write')
  await lockRights(tx, actor.tenantId)
  const role = await tx.row<RoleRow>(
    'select id, name, permissions, limits from access.role where tenant_id = $1 and name = $2',
    [actor.tenantId, roleName],
  )
  if (!role) throw RoleUnknown({ role: roleName })
  requireMayGive(actor, role, given)
  await requireSeen(tx, actor, 'role.write', personId)
  await assign(tx, actor, personId, { roleId: role.id, given })
  await record(tx, {
    actor,
    action: 'role.give',
    object: { kind: 'person', id: personId },
    after: { role: roleName, reach: given.reach, reachId: reachId(actor, given) },
  })
}

/**
 * Makes these the roles of a person. Nobody gives or takes a right that they have not, or farther than
 * they reach. `fresh` is a person just registered in this transaction, whom nobody's reach holds yet.
 * @throws PersonUnknown, RoleUnknown, ReachUnknown, NotAllowed, LastAdministrator
 */
export async function setRoles(
  tx: Tx,
  actor: Actor,
  personId: Id<'person'>,
  wanted: readonly GivenRole[],
  { fresh = false, reason }: { readonly fresh?: boolean; readonly reason?: string } = {},
): Promise<void> {
  await lockRights(tx, actor.tenantId)
  const { held, added, removed } = await plannedRoles(tx, actor, personId, wanted, { fresh })
  if (added.length + removed.length === 0) return
  await keepingAnAdministrator(tx, actor.tenantId, async () => {
    for (const { role_id, reach, reach_id } of removed) {
      await tx.execute(
        `delete from access.assignment
         where tenant_id = $1 and person_id = $2 and role_id = $3 and reach = $4 and reach_id = $5`,
        [actor.tenantId, personId, role_id, reach, reach_id],
      )
    }
    for (const one of added) await assign(tx, actor, personId, one)
  })
  await record(tx, {
    actor,
    action: 'person.roles',
    object: { kind: 'person', id: personId },
    ...(reason !== undefined && { reason }),
    before: { roles: held.map(shown) },
    after: { roles: (await rolesHeld(tx, actor.tenantId, personId)).map(shown) },
  })
}

/**
 * What `setRoles` would give and take, once it is known that this actor may. Whoever goes on holds `lockRights`.
 * @throws PersonUnknown, RoleUnknown, ReachUnknown, NotAllowed
 */
export async function plannedRoles(
  db: Db,
  actor: Actor,
  personId: Id<'person'>,
  wanted: readonly GivenRole[],
  { fresh = false }: { readonly fresh?: boolean } = {},
) {
  requirePermission(actor, 'role.write')
  if (!fresh) await requireSeen(db, actor, 'role.write', personId)
  const held = await rolesHeld(db, actor.tenantId, personId)
  const roles = await rolesNamed(db, actor.tenantId, wanted)
  const keyOf = (one: GivenRole) => `${one.roleId} ${one.given.reach} ${reachId(actor, one.given)}`
  const heldKeys = new Set(
    held.map(({ role_id, reach, reach_id }) => `${role_id} ${reach} ${reach_id}`),
  )
  const wantedByKey = new Map(wanted.map((one) => [keyOf(one), one]))
  const added = [...wantedByKey].filter(([key]) => !heldKeys.has(key)).map(([, one]) => one)
  const removed = held.filter(
    ({ role_id, reach, reach_id }) => !wantedByKey.has(`${role_id} ${reach} ${reach_id}`),
  )
  for (const one of added) requireMayGive(actor, roles.get(one.roleId)!, one.given)
  for (const one of removed) {
    requireHolds(actor, ['role.write', ...one.permissions], givenOf(one), readLimits(one.limits))
  }
  return { held, roles, added, removed }
}

/**
 * Refuses to give these permissions so far: without `role.write` for that reach, or without one of them.
 * A utility or vendor out of reach is answered like one that does not exist.
 */
export function requireMayGive(
  actor: Actor,
  role: Pick<RoleRow, 'permissions' | 'limits'>,
  given: GivenReach,
): void {
  requireReached(actor, given)
  requireHolds(actor, role.permissions, given, readLimits(role.limits))
}

/** Refuses unless the actor may give roles so far. @throws NotAllowed, ReachUnknown */
export function requireReached(actor: Actor, given: GivenReach): void {
  if (covers(actor, 'role.write', given)) return
  const named = given.reach !== 'tenant' && given.reach !== 'own'
  throw named ? ReachUnknown() : NotAllowed({ permission: 'role.write' })
}

/**
 * Refuses to put a vendor into a vendor group or to an agent, or to take it away, unless the actor holds at this
 * vendor every right that people have by way of that group or agent: to them the vendor is given or taken.
 * Until the transaction ends nobody's roles change.
 */
export async function requireMayMove(
  tx: Tx,
  actor: Actor,
  portfolioId: Id<'portfolio'>,
  vendorId: Id<'vendor'>,
): Promise<void> {
  await lockRights(tx, actor.tenantId)
  const roles = await tx.rows<Pick<RoleRow, 'permissions' | 'limits'>>(
    `select r.permissions, r.limits from access.role r
     where r.tenant_id = $1 and exists (
       select 1 from access.assignment a
       where a.tenant_id = $1 and a.role_id = r.id
         and a.reach in ('vendor_group', 'agent') and a.reach_id = $2)`,
    [actor.tenantId, portfolioId],
  )
  for (const { permissions, limits } of roles) {
    requireHolds(actor, permissions, { reach: 'vendor', vendorId }, readLimits(limits))
  }
}

/** Refuses unless the actor holds each of these permissions at least so far, and up to these limits when told. */
export function requireHolds(
  actor: Actor,
  permissions: readonly string[],
  given: GivenReach,
  limits?: readonly Limit[],
): void {
  const limited = limits && limitsOf(limits)
  for (const permission of permissions.filter(isPermission)) {
    if (!covers(actor, permission, given)) throw NotAllowed({ permission })
    if (limited) requireLimit(actor, permission, limited.get(permission))
  }
}

/** A role as a person holds it. */
export type HeldRole = {
  role_id: Id<'role'>
  name: string
  permissions: string[]
  limits: StoredLimits
  reach: string
  reach_id: string
}

/** The roles a person holds. */
export function rolesHeld(
  db: Db,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
): Promise<HeldRole[]> {
  return db.rows<HeldRole>(
    `select a.role_id, r.name, r.permissions, r.limits, a.reach, a.reach_id
     from access.assignment a
     join access.role r on r.tenant_id = $1 and r.id = a.role_id
     where a.tenant_id = $1 and a.person_id = $2 order by r.name, a.reach, a.reach_id`,
    [tenantId, personId],
  )
}

/** The reach of a stored assignment. One of a kind this version does not give counts as the whole tenant. */
export function givenOf({ reach, reach_id }: Pick<HeldRole, 'reach' | 'reach_id'>): GivenReach {
  if (reach === 'utility') return { reach, utilityId: reach_id as Id<'utility'> }
  if (reach === 'vendor') return { reach, vendorId: reach_id as Id<'vendor'> }
  if (reach === 'vendor_group' || reach === 'agent') {
    return { reach, portfolioId: reach_id as Id<'portfolio'> }
  }
  return { reach: reach === 'own' ? 'own' : 'tenant' }
}

type StoredLimits = Parameters<typeof readLimits>[0]
type RoleRow = { id: Id<'role'>; name: string; permissions: string[]; limits: StoredLimits }

async function rolesNamed(db: Db, tenantId: Id<'tenant'>, wanted: readonly GivenRole[]) {
  const rows = await db.rows<RoleRow>(
    'select id, name, permissions, limits from access.role where tenant_id = $1 and id = any ($2::uuid[])',
    [tenantId, wanted.map(({ roleId }) => roleId)],
  )
  const roles = new Map(rows.map((row) => [row.id, row]))
  if (wanted.some(({ roleId }) => !roles.has(roleId))) throw RoleUnknown()
  return roles
}

async function assign(
  tx: Tx,
  actor: Actor,
  personId: Id<'person'>,
  { roleId, given }: GivenRole,
): Promise<void> {
  await tx.execute(
    `insert into access.assignment (tenant_id, person_id, role_id, reach, reach_id, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [actor.tenantId, personId, roleId, given.reach, reachId(actor, given), now()],
  )
}

/** Refuses to give or take a permission with a higher limit than the actor's own. */
export function requireLimit(
  actor: Actor,
  permission: Permission,
  limit: ReadonlyMap<string, bigint> | undefined,
): void {
  if (!withinLimits(limitOf(actor, permission), limit)) throw NotAllowed({ permission })
}

function covers(actor: Actor, permission: Permission, given: GivenReach): boolean {
  if (!actor.permissions.has(permission)) return false
  const { utilities, vendors, portfolios = [] } = reachFor(actor, permission)
  if (vendors === 'all') {
    if (utilities === 'all') return true
    return given.reach === 'utility' && utilities.includes(given.utilityId)
  }
  switch (given.reach) {
    case 'vendor':
      return ofVendors(permission, utilities) && vendors.includes(given.vendorId)
    case 'vendor_group':
    case 'agent':
      return ofVendors(permission, utilities) && portfolios.includes(given.portfolioId)
    // Also `own`: what somebody made may lie anywhere in the tenant, beyond the giver's reach.
    default:
      return false
  }
}

/** Whether no utility narrows what this permission reaches of vendors. */
function ofVendors(permission: Permission, utilities: Reach['utilities']): boolean {
  return utilities === 'all' || (ofUtilityAlone(permission) && utilities.length === 0)
}

function reachId(actor: Actor, given: GivenReach): string {
  switch (given.reach) {
    case 'utility':
      return given.utilityId
    case 'vendor':
      return given.vendorId
    case 'vendor_group':
    case 'agent':
      return given.portfolioId
    default:
      return actor.tenantId
  }
}

function shown({ name, reach, reach_id }: HeldRole) {
  return { role: name, reach, reachId: reach_id }
}
