import Type, { type Static } from 'typebox'
import { reading, transaction } from '../../db/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../../http/index.ts'
import { type Currency, formatMinor, parseMoney } from '../../kernel/money.ts'
import { refusal } from '../../kernel/refusal.ts'
import { AmountText, IdText } from '../../kernel/schemas.ts'
import { ReasonText, type Submit, Waiting } from '../act.ts'
import type { Actor } from '../actor.ts'
import { type Limit, limitable, limitsAsStored } from '../limits.ts'
import { once } from '../once.ts'
import { allPermissions, permissions } from '../permissions.ts'
import { roleChange } from './acts.ts'
import { RoleUnknown } from './give.ts'
import { compareRoles, listRoles, makeRole, type Role, readRole, removeRole } from './own-role.ts'

const PermissionName = Type.Enum([...allPermissions])
const Permissions = Type.Array(PermissionName, { maxItems: 500 })
const Name = Type.String({ minLength: 1, maxLength: 300 })
const RoleKey = Type.Object({ id: IdText<'role'>() })
const RoleView = Type.Object({
  id: IdText<'role'>(),
  name: Type.String(),
  permissions: Permissions,
  limits: Type.Array(
    Type.Object({
      permission: PermissionName,
      amount: AmountText,
      currency: Type.Object({ code: Type.String(), decimals: Type.Integer() }),
    }),
  ),
  shipped: Type.Boolean(),
  people: Type.Integer(),
})
const LimitsGiven = Type.Array(
  Type.Object(
    {
      permission: Type.Enum([...limitable]),
      amount: AmountText,
      currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    },
    { additionalProperties: false },
  ),
  { maxItems: 100 },
)
const Brief = Type.Object({ id: IdText<'role'>(), name: Type.String() })

export const LimitCurrency = refusal(
  'role.limit_currency',
  400,
  'A limit is in a currency of one of your utilities.',
)

/** The currencies of the actor's tenant, each once. */
export type CurrenciesOf = (actor: Actor) => Promise<readonly Currency[]>

/** Roles: those that come with Saldo, and the tenant's own. */
export function roleRoutes(app: Http, submit: Submit, currenciesOf: CurrenciesOf): void {
  /** Limits as they came, in minor units. @throws LimitCurrency, AmountMalformed */
  const limitsGiven = async (
    actor: Actor,
    limits: Static<typeof LimitsGiven> = [],
  ): Promise<Limit[]> => {
    if (limits.length === 0) return []
    const currencies = await currenciesOf(actor)
    return limits.map(({ permission, amount, currency: code }, n) => {
      const pointer = `/limits/${n}`
      const currency = currencies.find((one) => one.code === code)
      if (!currency) {
        const errors = [{ pointer: `${pointer}/currency`, code: LimitCurrency.code }]
        throw LimitCurrency({ code }, { errors })
      }
      const { minor } = parseMoney(amount, currency, 'zero or more', `${pointer}/amount`)
      return { permission, minor, currency }
    })
  }

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
      config: { permission: 'role.write', stepUp: true },
      schema: {
        summary: "Make a role of the tenant's own, which may begin as a copy",
        headers: KeyHeader,
        body: Type.Object(
          {
            name: Name,
            permissions: Type.Optional(Permissions),
            limits: Type.Optional(LimitsGiven),
            copyOf: Type.Optional(IdText<'role'>()),
          },
          { additionalProperties: false },
        ),
        response: { 201: Type.Object({ id: IdText<'role'>() }) },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const key = idempotencyKey(headers['idempotency-key'])
      const { limits: upTo, ...role } = body
      const limits = upTo && (await limitsGiven(actor, upTo))
      const content = [
        'role',
        body.name,
        body.permissions ?? null,
        body.copyOf ?? null,
        upTo ?? null,
      ]
      const id = await transaction(actor, (tx) =>
        once<'role'>(tx, actor, key, content, (fresh) =>
          makeRole(tx, actor, { ...role, ...(limits && { limits }), id: fresh }),
        ),
      )
      reply.status(201)
      return { id }
    },
  )

  app.put(
    '/roles/:id',
    {
      config: { permission: 'role.write', stepUp: true },
      schema: {
        summary: "Change a role of the tenant's own",
        headers: KeyHeader,
        params: RoleKey,
        body: Type.Object(
          {
            name: Name,
            permissions: Permissions,
            limits: Type.Optional(LimitsGiven),
            reason: Type.Optional(ReasonText),
          },
          { additionalProperties: false },
        ),
        response: { 202: Waiting, 204: Type.Null() },
      },
    },
    async ({ actor, params, body: { reason, limits, ...content }, headers }, reply) => {
      const key = idempotencyKey(headers['idempotency-key'])
      const how = { key, ...(reason !== undefined && { reason }) }
      const stored = limitsAsStored(await limitsGiven(actor, limits))
      const change = { roleId: params.id, ...content, limits: stored }
      const { id, state } = await transaction(actor, (tx) =>
        submit(tx, actor, roleChange, change, how),
      )
      return state === 'executed'
        ? reply.status(204).send(null)
        : reply.status(202).send({ request: id })
    },
  )

  app.delete(
    '/roles/:id',
    {
      config: { permission: 'role.write', stepUp: true },
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
                  Type.Object({
                    name: PermissionName,
                    sentence: Type.String(),
                    limitable: Type.Boolean(),
                  }),
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
      .map((name) => ({
        name,
        sentence: permissions[name],
        limitable: limitable.some((one) => one === name),
      })),
  }))
}

const nounOf = (permission: string) => permission.split('.')[0]!

const briefOf = ({ id, name }: Role) => ({ id, name })

const roleView = (role: Role) => ({
  ...role,
  permissions: [...role.permissions],
  limits: role.limits.map(({ permission, minor, currency }) => ({
    permission,
    amount: formatMinor(minor, currency),
    currency: { ...currency },
  })),
})
