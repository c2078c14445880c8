import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import type { Db } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { IdText } from '../../kernel/schemas.ts'
import type { Act } from '../act.ts'
import { limitText, readLimits } from '../limits.ts'
import { allPermissions } from '../permissions.ts'
import { lockRights } from './administrators.ts'
import { type GivenReach, givenOf, type HeldRole, plannedRoles, setRoles } from './give.ts'
import { changeRole, plannedChange, roleShown } from './own-role.ts'
import { givenRole, RolesGiven } from './people-view.ts'

const RoleChange = Type.Object({
  roleId: IdText<'role'>(),
  name: Type.String(),
  permissions: Type.Array(Type.Enum([...allPermissions])),
  /** Limits in minor units. */
  limits: Type.Array(
    Type.Object({
      permission: Type.String(),
      minor: Type.String(),
      code: Type.String(),
      decimals: Type.Enum([0, 2, 3]),
    }),
  ),
})

/** Changing a role of the tenant's own, for everybody who has it. */
export const roleChange: Act<Static<typeof RoleChange>> = {
  kind: 'role.change',
  permission: 'role.write',
  parse: (stored) => Value.Parse(RoleChange, stored),
  lock: (tx, { tenantId }) => lockRights(tx, tenantId),
  describe: async (db, actor, { roleId, ...content }) => {
    const { before, after } = await plannedChange(db, actor, roleId, contentOf(content))
    return {
      subject: { kind: 'role', id: roleId, name: before.name },
      before: roleShown(before),
      after: roleShown(after),
    }
  },
  execute: (tx, actor, { roleId, ...content }, { reason }) =>
    changeRole(tx, actor, roleId, {
      ...contentOf(content),
      ...(reason !== undefined && { reason }),
    }),
}

const contentOf = ({ name, permissions, limits }: Omit<Static<typeof RoleChange>, 'roleId'>) => ({
  name,
  permissions,
  limits: readLimits(limits),
})

const PersonRoles = Type.Object({
  personId: IdText<'person'>(),
  roles: RolesGiven,
  /** Whether the person was registered together with this, and nobody's reach held them yet. */
  fresh: Type.Boolean(),
  /** What the things are called that reaches name, by id. */
  names: Type.Record(Type.String(), Type.String()),
})
export type PersonRolesContent = Static<typeof PersonRoles>

/** Setting the roles of a person. */
export const personRoles: Act<PersonRolesContent> = {
  kind: 'person.roles',
  permission: 'role.write',
  parse: (stored) => Value.Parse(PersonRoles, stored),
  lock: (tx, { tenantId }) => lockRights(tx, tenantId),
  describe: async (db, actor, { personId, roles: asked, fresh, names }) => {
    const wanted = asked.map(givenRole)
    const { held, roles } = await plannedRoles(db, actor, personId, wanted, { fresh })
    const before = held.map((one) => ({ ...one, given: givenOf(one) }))
    const after = wanted.map(({ roleId, given }) => ({ ...roles.get(roleId)!, given }))
    const name = await nameOfPerson(db, actor.tenantId, personId)
    return {
      subject: { kind: 'person', id: personId, name },
      before: rolesShown(before, names),
      after: rolesShown(after, names),
      // A role that is changed meanwhile is another role, also where the rights together stay the same.
      also: [...before, ...after].map((role) => [
        role.name,
        ...rightsOf([role]),
        ...readLimits(role.limits).map(limitText),
      ]),
    }
  },
  execute: (tx, actor, { personId, roles, fresh }, { reason }) =>
    setRoles(tx, actor, personId, roles.map(givenRole), {
      fresh,
      ...(reason !== undefined && { reason }),
    }),
}

type RoleGiven = Pick<HeldRole, 'name' | 'permissions' | 'limits'> & { readonly given: GivenReach }

/** Roles as people say them, and the rights that they give together. */
function rolesShown(roles: readonly RoleGiven[], names: Readonly<Record<string, string>>) {
  const texts = roles.map(({ name, given }) =>
    given.reach === 'tenant' ? name : `${name} (${nameOf(given, names) ?? given.reach})`,
  )
  const limits = roles.flatMap((role) => readLimits(role.limits).map(limitText))
  return {
    roles: texts.sort(),
    permissions: rightsOf(roles),
    ...(limits.length > 0 && { limits: [...new Set(limits)].sort() }),
  }
}

function rightsOf(roles: readonly RoleGiven[]): string[] {
  const rights = new Set(roles.flatMap(({ permissions }) => permissions))
  return allPermissions.filter((one) => rights.has(one))
}

function nameOf(given: GivenReach, names: Readonly<Record<string, string>>): string | null {
  const id = Object.entries(given).find(([name]) => name.endsWith('Id'))?.[1]
  return id === undefined ? null : (names[id] ?? id)
}

async function nameOfPerson(
  db: Db,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
): Promise<string> {
  const row = await db.row<{ name: string }>(
    'select name from access.person where tenant_id = $1 and id = $2',
    [tenantId, personId],
  )
  return row?.name ?? ''
}
