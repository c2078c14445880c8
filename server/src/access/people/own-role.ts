import { record } from '../../audit/index.ts'
import { type Db, refusing, type Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { cleanText } from '../../kernel/text.ts'
import { type Actor, NotAllowed, requirePermission } from '../actor.ts'
import {
  type Limit,
  limitable,
  limitsAsStored,
  limitsOf,
  limitText,
  readLimits,
} from '../limits.ts'
import { allPermissions, type Permission } from '../permissions.ts'
import { lockRights } from './administrators.ts'
import { givenOf, RoleUnknown, requireHolds, requireLimit } from './give.ts'
import { SEEN, seenBy } from './seen.ts'

export const RoleNameTaken = refusal('role.name_taken', 409, 'Another role has this name already.')
export const RoleShipped = refusal(
  'role.shipped',
  409,
  'A role that comes with Saldo stays as it is. Copy it and change the copy.',
)
export const RoleInUse = refusal(
  'role.in_use',
  409,
  'People have this role. Take it from them first.',
)

export type Role = {
  readonly id: Id<'role'>
  readonly name: string
  readonly permissions: readonly Permission[]
  /** Up to which amounts; a permission without one has no limit. */
  readonly limits: readonly Limit[]
  /** Whether it comes with Saldo, and so cannot be changed. */
  readonly shipped: boolean
  /** How many people in the asker's reach have it. */
  readonly people: number
}

export type RoleContent = {
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly limits: readonly Limit[]
}

/** All roles of the tenant, by name; or those with these ids. */
export async function listRoles(
  db: Db,
  actor: Actor,
  ids?: readonly Id<'role'>[],
): Promise<Role[]> {
  const rows = await db.rows<Omit<Role, 'limits'> & { limits: Parameters<typeof readLimits>[0] }>(
    `select r.id, r.name, r.permissions, r.limits, r.shipped, (
       select count(distinct p.id)::integer from access.person p
       join access.assignment h on h.tenant_id = $1 and h.person_id = p.id and h.role_id = r.id
       where p.tenant_id = $1 and ${SEEN}) as people
     from access.role r where r.tenant_id = $1 and ($5::uuid[] is null or r.id = any ($5))
     order by lower(r.name), r.id`,
    [...seenBy(actor, 'person.read'), ids ?? null],
  )
  return rows.map((row) => {
    const permissions = inOrder(row.permissions)
    return { ...row, permissions, limits: limitsIn(readLimits(row.limits), permissions) }
  })
}

/** One role. @throws RoleUnknown */
export async function readRole(db: Db, actor: Actor, roleId: Id<'role'>): Promise<Role> {
  const [role] = await listRoles(db, actor, [roleId])
  if (!role) throw RoleUnknown()
  return role
}

/** What two roles have in common, and what only one of them has. */
export function compareRoles(a: Role, b: Role) {
  const [ofA, ofB] = [new Set(a.permissions), new Set(b.permissions)]
  return {
    both: a.permissions.filter((one) => ofB.has(one)),
    onlyA: a.permissions.filter((one) => !ofB.has(one)),
    onlyB: b.permissions.filter((one) => !ofA.has(one)),
  }
}

/**
 * Makes a role of the tenant's own. With `copyOf` and without permissions it begins with those of another.
 * @throws NotAllowed for a right that the maker has not, RoleUnknown, RoleNameTaken
 */
export async function makeRole(
  tx: Tx,
  actor: Actor,
  role: {
    readonly id?: Id<'role'>
    readonly name: string
    readonly permissions?: readonly Permission[]
    readonly limits?: readonly Limit[]
    readonly copyOf?: Id<'role'>
  },
): Promise<Id<'role'>> {
  requirePermission(actor, 'role.write')
  await lockRights(tx, actor.tenantId)
  const name = nameOf(role.name)
  const copied = role.copyOf === undefined ? undefined : await readRole(tx, actor, role.copyOf)
  const permissions = inOrder(role.permissions ?? copied?.permissions ?? [])
  const limits = limitsIn(role.limits ?? copied?.limits ?? [], permissions)
  requireEach(actor, permissions)
  requireLimits(actor, permissions, limits)
  const id = role.id ?? newId<'role'>()
  await namedOnce(() =>
    tx.execute(
      `insert into access.role (tenant_id, id, name, permissions, limits, shipped, created_at)
       values ($1, $2, $3, $4, $5, false, $6)`,
      [actor.tenantId, id, name, permissions, JSON.stringify(limitsAsStored(limits)), now()],
    ),
  )
  await record(tx, {
    actor,
    action: 'role.make',
    object: { kind: 'role', id },
    after: { ...roleShown({ name, permissions, limits }), ...(copied && { copyOf: copied.name }) },
  })
  return id
}

/**
 * Changes a role of the tenant's own, for everybody who has it with their next request. The rights that come
 * or go must be the changer's own, and as far as anybody holds the role.
 * @throws RoleUnknown, RoleShipped, RoleNameTaken, NotAllowed
 */
export async function changeRole(
  tx: Tx,
  actor: Actor,
  roleId: Id<'role'>,
  content: RoleContent & { readonly reason?: string },
): Promise<void> {
  await lockRights(tx, actor.tenantId)
  const { before, after } = await plannedChange(tx, actor, roleId, content)
  if (JSON.stringify(roleShown(before)) === JSON.stringify(roleShown(after))) return
  await namedOnce(() =>
    tx.execute(
      `update access.role set name = $3, permissions = $4, limits = $5
       where tenant_id = $1 and id = $2`,
      [
        actor.tenantId,
        roleId,
        after.name,
        after.permissions,
        JSON.stringify(limitsAsStored(after.limits)),
      ],
    ),
  )
  await record(tx, {
    actor,
    action: 'role.change',
    object: { kind: 'role', id: roleId },
    ...(content.reason !== undefined && { reason: content.reason }),
    before: roleShown(before),
    after: roleShown(after),
  })
}

/**
 * What `changeRole` would make of a role, once it is known that this actor may. Whoever goes on holds
 * `lockRights`.
 * @throws RoleUnknown, RoleShipped, NotAllowed
 */
export async function plannedChange(
  db: Db,
  actor: Actor,
  roleId: Id<'role'>,
  content: RoleContent,
): Promise<Record<'before' | 'after', RoleContent>> {
  const { name, permissions, limits } = await ownRole(db, actor, roleId)
  const before = { name, permissions, limits }
  const wanted = inOrder(content.permissions)
  const after = {
    name: nameOf(content.name),
    permissions: wanted,
    limits: limitsIn(content.limits, wanted),
  }
  const changed = allPermissions.filter((one) => rightText(before, one) !== rightText(after, one))
  requireEach(actor, changed)
  for (const { permissions: those, limits: upTo } of [before, after]) {
    const ofThose = changed.filter((one) => those.includes(one))
    requireLimits(actor, ofThose, upTo)
  }
  if (changed.length === 0 && after.name === before.name) return { before, after }
  for (const held of await reachesOf(db, actor, roleId)) {
    requireHolds(actor, ['role.write', ...changed], givenOf(held))
  }
  return { before, after }
}

/** Removes a role of the tenant's own that nobody has. @throws RoleUnknown, RoleShipped, RoleInUse */
export async function removeRole(tx: Tx, actor: Actor, roleId: Id<'role'>): Promise<void> {
  await lockRights(tx, actor.tenantId)
  const before = await ownRole(tx, actor, roleId)
  requireEach(actor, before.permissions)
  await refusing({ assignment_role: () => RoleInUse() }, () =>
    tx.execute('delete from access.role where tenant_id = $1 and id = $2', [
      actor.tenantId,
      roleId,
    ]),
  )
  await record(tx, {
    actor,
    action: 'role.remove',
    object: { kind: 'role', id: roleId },
    before: roleShown(before),
  })
}

async function ownRole(db: Db, actor: Actor, roleId: Id<'role'>): Promise<Role> {
  requirePermission(actor, 'role.write')
  const role = await readRole(db, actor, roleId)
  if (role.shipped) throw RoleShipped()
  return role
}

/** A role's content as the audit trail and a second person are shown it. */
export function roleShown({ name, permissions, limits }: RoleContent) {
  return { name, permissions, limits: limits.map(limitText) }
}

/** What a role says of one permission: changed when this text is another. */
function rightText({ permissions, limits }: RoleContent, permission: Permission): string {
  if (!permissions.includes(permission)) return ''
  const upTo = limits.filter((limit) => limit.permission === permission).map(limitText)
  return `${permission} ${upTo.join(' ')}`
}

function requireLimits(
  actor: Actor,
  permissions: readonly Permission[],
  limits: readonly Limit[],
): void {
  const limited = limitsOf(limits)
  for (const one of permissions) requireLimit(actor, one, limited.get(one))
}

/** The limits of permissions that the role has and that are about an amount, in one order. */
function limitsIn(limits: readonly Limit[], permissions: readonly Permission[]): Limit[] {
  // One for each currency: the last counts.
  const once = new Map(limits.map((one) => [`${one.permission} ${one.currency.code}`, one]))
  return [...once.values()]
    .filter(({ permission }) => limitable.some((one) => one === permission))
    .filter(({ permission }) => permissions.includes(permission))
    .sort((a, b) => (limitText(a) < limitText(b) ? -1 : 1))
}

function reachesOf(db: Db, actor: Actor, roleId: Id<'role'>) {
  return db.rows<{ reach: string; reach_id: string }>(
    'select distinct reach, reach_id from access.assignment where tenant_id = $1 and role_id = $2',
    [actor.tenantId, roleId],
  )
}

function requireEach(actor: Actor, permissions: readonly Permission[]): void {
  const beyond = permissions.find((permission) => !actor.permissions.has(permission))
  if (beyond) throw NotAllowed({ permission: beyond })
}

function namedOnce(work: () => Promise<number>): Promise<number> {
  const taken = () => RoleNameTaken({}, { errors: [{ pointer: '/name', code: 'role.name_taken' }] })
  return refusing({ role_name: taken, role_name_folded: taken }, work)
}

const nameOf = (text: string) => cleanText(text, { pointer: '/name', max: 80 })

/** Each permission once, in the order of the list. What an older version knew and this one does not is left out. */
function inOrder(permissions: readonly string[]): Permission[] {
  const wanted = new Set(permissions)
  return allPermissions.filter((permission) => wanted.has(permission))
}
