import Type from 'typebox'
import { reading, transaction } from '../db/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import { IdText } from '../kernel/schemas.ts'
import { RoleUnknown } from './give.ts'
import { once } from './once.ts'
import {
  changeRole,
  compareRoles,
  listRoles,
  makeRole,
  type Role,
  readRole,
  removeRole,
} from './own-role.ts'
import { allPermissions, permissions } from './permissions.ts'

const PermissionName = Type.Enum([...allPermissions])
const Permissions = Type.Array(PermissionName, { maxItems: 500 })
const Name = Type.String({ minLength: 1, maxLength: 300 })
const RoleKey = Type.Object({ id: IdText<'role'>() })
const RoleView = Type.Object({
  id: IdText<'role'>(),
  name: Type.String(),
  permissions: Permissions,
  shipped: Type.Boolean(),
  people: Type.Integer(),
})
const Brief = Type.Object({ id: IdText<'role'>(), name: Type.String() })

/** Roles: those that come with Saldo, and the tenant's own. */
export function roleRoutes(app: Http): void {
  app.get(
    '/roles',
    {
      config: { permission: 'person.read' },
      schema: {
        summary: 'Roles with their rights and how many people have each',
        response: { 200: Type.Object({ data: Type.Array(RoleView) }) },
      },
    },
    async ({ actor }) => {
      const roles = await reading(actor, (db) => listRoles(db, actor))
      return { data: roles.map(roleView) }
    },
  )

  app.get(
    '/roles/compare',
    {
      config: { permission: 'person.read' },
      schema: {
        summary: 'What two roles have in common, and what only one has',
        querystring: Type.Object(
          { a: IdText<'role'>(), b: IdText<'role'>() },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            a: Brief,
            b: Brief,
            both: Permissions,
            onlyA: Permissions,
            onlyB: Permissions,
          }),
        },
      },
    },
    async ({ actor, query }) => {
      const roles = await reading(actor, (db) => listRoles(db, actor, [query.a, query.b]))
      const a = roles.find(({ id }) => id === query.a)
      const b = roles.find(({ id }) => id === query.b)
      if (!a || !b) throw RoleUnknown()
      return { a: briefOf(a), b: briefOf(b), ...compareRoles(a, b) }
    },
  )

  app.get(
    '/roles/:id',
    {
      config: { permission: 'person.read' },
      schema: {
        summary: 'A role with its rights',
        params: RoleKey,
        response: { 200: RoleView },
      },
    },
    async ({ actor, params }) =>
      roleView(await reading(actor, (db) => readRole(db, actor, params.id))),
  )

  app.post(
    '/roles',
    {
      config: { permission: 'role.write' },
      schema: {
        summary: "Make a role of the tenant's own, which may begin as a copy",
        headers: KeyHeader,
        body: Type.Object(
          {
            name: Name,
            permissions: Type.Optional(Permissions),
            copyOf: Type.Optional(IdText<'role'>()),
          },
          { additionalProperties: false },
        ),
        response: { 201: Type.Object({ id: IdText<'role'>() }) },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const key = idempotencyKey(headers['idempotency-key'])
      const content = ['role', body.name, body.permissions ?? null, body.copyOf ?? null]
      const id = await transaction(actor, (tx) =>
        once<'role'>(tx, actor, key, content, (fresh) =>
          makeRole(tx, actor, { ...body, id: fresh }),
        ),
      )
      reply.status(201)
      return { id }
    },
  )

  app.put(
    '/roles/:id',
    {
      config: { permission: 'role.write' },
      schema: {
        summary: "Change a role of the tenant's own",
        params: RoleKey,
        body: Type.Object(
          { name: Name, permissions: Permissions },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      await transaction(actor, (tx) => changeRole(tx, actor, params.id, body))
      return reply.status(204).send(null)
    },
  )

  app.delete(
    '/roles/:id',
    {
      config: { permission: 'role.write' },
      schema: {
        summary: "Remove a role of the tenant's own that nobody has",
        params: RoleKey,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => removeRole(tx, actor, params.id))
      return reply.status(204).send(null)
    },
  )

  app.get(
    '/permissions',
    {
      config: { permission: 'person.read' },
      schema: {
        summary: 'Every right that a role can have, by what it is about, with a sentence',
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({
                noun: Type.String(),
                permissions: Type.Array(
                  Type.Object({ name: PermissionName, sentence: Type.String() }),
                ),
              }),
            ),
          }),
        },
      },
    },
    async () => ({ data: permissionsByNoun() }),
  )
}

function permissionsByNoun() {
  const nouns = [...new Set(allPermissions.map(nounOf))]
  return nouns.map((noun) => ({
    noun,
    permissions: allPermissions
      .filter((name) => nounOf(name) === noun)
      .map((name) => ({ name, sentence: permissions[name] })),
  }))
}

const nounOf = (permission: string) => permission.split('.')[0]!

const briefOf = ({ id, name }: Role) => ({ id, name })

const roleView = (role: Role) => ({ ...role, permissions: [...role.permissions] })
