import Type, { type Static } from 'typebox'
import { reading, transaction } from '../../db/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../../http/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { IdText } from '../../kernel/schemas.ts'
import { cleanText } from '../../kernel/text.ts'
import { ReasonText, type Submit, Waiting } from '../act.ts'
import type { Actor } from '../actor.ts'
import { ownOnly } from '../can.ts'
import { once } from '../once.ts'
import { stationeryOf } from '../sign-in/letters.ts'
import type { Web } from '../web.ts'
import { personRoles } from './acts.ts'
import { givenOf, ReachUnknown, requireReached, rolesHeld } from './give.ts'
import { sendInvitation } from './invite.ts'
import { listPeople, type Person, readPerson } from './people.ts'
import {
  givenRole,
  Language,
  Name,
  PersonDetail,
  PersonView,
  personView,
  type ReachesNamed,
  RolesGiven,
  reachesIn,
  SessionOfPerson,
  Status,
  sessionView,
} from './people-view.ts'
import { changePerson, disablePerson, enablePerson, registerPerson } from './person.ts'
import { endSession, openSessions } from './person-sessions.ts'
import { requireSeen } from './seen.ts'

export const RoleMissing = refusal(
  'person.role_missing',
  400,
  'Give a role: somebody without one would be out of your reach.',
)

/** The names of the things of the actor's tenant that reaches name, by id; what does not exist is left out. */
export type NameReaches = (
  actor: Actor,
  wanted: ReachesNamed,
) => Promise<ReadonlyMap<string, string>>

const PersonKey = Type.Object({ id: IdText<'person'>() })
const Reason = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 1_000 }) },
  { additionalProperties: false },
)

/** The people of the console: who they are, what they may do, and where they are signed in. */
export function peopleRoutes(app: Http, nameReaches: NameReaches, submit: Submit, web: Web): void {
  const shown = async (actor: Actor, id: Id<'person'>) => {
    const [person, sessions] = await reading(actor, async (db) => [
      await readPerson(db, actor, id),
      await openSessions(db, actor, id),
    ])
    const [view] = await viewsOf(actor, [person])
    return { ...view!, sessions: sessions.map(sessionView) }
  }

  const viewsOf = async (actor: Actor, people: readonly Person[]) => {
    const given = people.flatMap(({ roles }) => roles.map(givenOf))
    const names = await nameReaches(actor, reachesIn(given))
    return people.map((person) => personView(person, names))
  }

  /**
   * The roles as they came, once what they name is known to exist and to be in reach. Nothing else is looked at
   * before: what would be refused then would tell the one from the other.
   */
  const rolesGiven = async (actor: Actor, body: Static<typeof RolesGiven>) => {
    const roles = body.map(givenRole)
    const named = reachesIn(roles.map(({ given }) => given))
    const names = await nameReaches(actor, named)
    const portfolios = named.portfolios.map(({ id }) => id)
    const ids: readonly string[] = [...named.utilities, ...named.vendors, ...portfolios]
    if (ids.some((id) => !names.has(id))) throw ReachUnknown()
    for (const { given } of roles) {
      if (given.reach !== 'tenant' && given.reach !== 'own') requireReached(actor, given)
    }
    return roles
  }

  /** What the things are called that a person's roles reach, before and after, by id. */
  const namesFor = async (
    actor: Actor,
    personId: Id<'person'> | undefined,
    roles: Static<typeof RolesGiven>,
  ) => {
    const held = personId
      ? await reading(actor, async (db) => {
          // Looking up the roles of somebody out of reach would take longer than of nobody.
          await requireSeen(db, actor, 'role.write', personId)
          return rolesHeld(db, actor.tenantId, personId)
        })
      : []
    const given = [...roles.map(givenRole).map((one) => one.given), ...held.map(givenOf)]
    return Object.fromEntries(await nameReaches(actor, reachesIn(given)))
  }

  app.get(
    '/people',
    {
      config: { permission: 'person.read' },
      schema: {
        summary: 'People of the console by name, found by name, e-mail address, status or role',
        querystring: Type.Object(
          {
            search: Type.Optional(Type.String({ maxLength: 120 })),
            status: Type.Optional(Status),
            role: Type.Optional(IdText<'role'>()),
            after: Type.Optional(Type.String({ maxLength: 1_000 })),
            before: Type.Optional(Type.String({ maxLength: 1_000 })),
            limit: Type.Optional(Type.String({ pattern: '^(25|50|100)$' })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            data: Type.Array(PersonView),
            next: Type.Union([Type.String(), Type.Null()]),
            previous: Type.Union([Type.String(), Type.Null()]),
            count: Type.Object({ value: Type.Integer(), exact: Type.Boolean() }),
          }),
        },
      },
    },
    async ({ actor, query: { role, limit, ...filter } }) => {
      const page = await reading(actor, (db) =>
        listPeople(db, actor, {
          ...filter,
          ...(role !== undefined && { roleId: role }),
          limit: Number.parseInt(limit ?? '25', 10),
        }),
      )
      const { people, next, previous, count } = page
      return { data: await viewsOf(actor, people), next, previous, count: { ...count } }
    },
  )

  app.get(
    '/people/:id',
    {
      config: { permission: 'person.read' },
      schema: {
        summary: 'A person with roles, reach and open sessions',
        params: PersonKey,
        response: { 200: PersonDetail },
      },
    },
    ({ actor, params }) => shown(actor, params.id),
  )

  app.post(
    '/people',
    {
      config: { permission: 'person.invite' },
      schema: {
        summary: 'Invite a person, with roles',
        headers: KeyHeader,
        body: Type.Object(
          {
            email: Type.String({ minLength: 3, maxLength: 254 }),
            name: Name,
            language: Type.Optional(Language),
            roles: RolesGiven,
            reason: Type.Optional(ReasonText),
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            id: IdText<'person'>(),
            /** Of the roles, when they wait for a second person: the invitation itself does not. */
            request: Type.Union([IdText<'deed'>(), Type.Null()]),
          }),
        },
      },
    },
    async (request, reply) => {
      const { actor, body, headers } = request
      const key = idempotencyKey(headers['idempotency-key'])
      const roles = await rolesGiven(actor, body.roles)
      const names = await namesFor(actor, undefined, body.roles)
      const stationery = await stationeryOf(actor.tenantId, web.from(request).origin)
      const { email, name, language, reason } = body
      const content = ['person', email, name, language ?? null, body.roles]
      const answer = await transaction(actor, async (tx) => {
        const id = await once<'person'>(tx, actor, key, content, async (fresh) => {
          if (roles.length === 0 && ownOnly(actor, 'person.invite')) throw RoleMissing()
          const person = { id: fresh, email, name, ...(language && { language }) }
          await registerPerson(tx, actor, person)
          await sendInvitation(tx, actor, fresh, stationery, { fresh: true })
        })
        if (roles.length === 0) return { id, request: null }
        const given = { personId: id, roles: body.roles, fresh: true, names }
        // No caller's key has a slash in it.
        const how = { key: `${key}/roles`, ...(reason !== undefined && { reason }) }
        const { id: deed, state } = await submit(tx, actor, personRoles, given, how)
        return { id, request: state === 'executed' ? null : deed }
      })
      reply.status(201)
      return answer
    },
  )

  app.patch(
    '/people/:id',
    {
      config: { permission: 'person.invite' },
      schema: {
        summary: "Change a person's name or language",
        params: PersonKey,
        body: Type.Object(
          { name: Type.Optional(Name), language: Type.Optional(Language) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      await transaction(actor, (tx) => changePerson(tx, actor, params.id, body))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/people/:id/disable',
    {
      config: { permission: 'person.invite', stepUp: true },
      schema: {
        summary: 'Disable a person and end their sessions',
        params: PersonKey,
        body: Reason,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const reason = reasonOf(body)
      await transaction(actor, (tx) => disablePerson(tx, actor, params.id, reason))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/people/:id/enable',
    {
      config: { permission: 'person.invite', stepUp: true },
      schema: {
        summary: 'Let a disabled person in again',
        params: PersonKey,
        body: Reason,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const reason = reasonOf(body)
      await transaction(actor, (tx) => enablePerson(tx, actor, params.id, reason))
      return reply.status(204).send(null)
    },
  )

  app.put(
    '/people/:id/roles',
    {
      config: { permission: 'role.write', stepUp: true },
      schema: {
        summary: 'Set the roles of a person and how far each reaches',
        headers: KeyHeader,
        params: PersonKey,
        body: Type.Object(
          { roles: RolesGiven, reason: Type.Optional(ReasonText) },
          { additionalProperties: false },
        ),
        response: { 202: Waiting, 204: Type.Null() },
      },
    },
    async ({ actor, params, body: { roles, reason }, headers }, reply) => {
      const key = idempotencyKey(headers['idempotency-key'])
      const how = { key, ...(reason !== undefined && { reason }) }
      await rolesGiven(actor, roles)
      const names = await namesFor(actor, params.id, roles)
      const content = { personId: params.id, roles, fresh: false, names }
      const { id, state } = await transaction(actor, (tx) =>
        submit(tx, actor, personRoles, content, how),
      )
      return state === 'executed'
        ? reply.status(204).send(null)
        : reply.status(202).send({ request: id })
    },
  )

  app.get(
    '/people/:id/sessions',
    {
      config: { permission: 'person.read' },
      schema: {
        summary: 'Where a person is signed in now',
        params: PersonKey,
        response: { 200: Type.Object({ data: Type.Array(SessionOfPerson) }) },
      },
    },
    async ({ actor, params }) => {
      const sessions = await reading(actor, (db) => openSessions(db, actor, params.id))
      return { data: sessions.map(sessionView) }
    },
  )

  app.delete(
    '/people/:id/sessions/:session',
    {
      config: { permission: 'person.invite' },
      schema: {
        summary: 'End a session of a person',
        params: Type.Object({ id: IdText<'person'>(), session: IdText<'session'>() }),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => endSession(tx, actor, params.id, params.session))
      return reply.status(204).send(null)
    },
  )
}

function reasonOf({ reason }: Static<typeof Reason>): string {
  return cleanText(reason, { pointer: '/reason', max: 300, multiline: true })
}
