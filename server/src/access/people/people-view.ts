import Type, { type Static } from 'typebox'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { IdText } from '../../kernel/schemas.ts'
import { type GivenReach, type GivenRole, givenOf, type HeldRole } from './give.ts'
import type { Person } from './people.ts'
import { languages } from './person.ts'
import type { OpenSession } from './person-sessions.ts'

export const ReachMalformed = refusal(
  'role.reach_malformed',
  400,
  'A role reaches the whole tenant, what is the person’s own, or one utility, vendor, vendor group or agent that is named.',
)
export const Status = Type.Enum(['invited', 'active', 'disabled'])
export const Language = Type.Enum([...languages])
export const Name = Type.String({ minLength: 1, maxLength: 400 })
const Time = Type.String({ format: 'date-time' })

const ReachKind = Type.Enum(['tenant', 'utility', 'vendor_group', 'vendor', 'agent', 'own'])
const ReachId = IdText<'utility' | 'vendor' | 'portfolio'>()

export const RolesGiven = Type.Array(
  Type.Object(
    {
      roleId: IdText<'role'>(),
      reach: ReachKind,
      reachId: Type.Optional(ReachId),
    },
    { additionalProperties: false },
  ),
  { maxItems: 50 },
)

export const PersonView = Type.Object({
  id: IdText<'person'>(),
  name: Type.String(),
  email: Type.String(),
  status: Status,
  language: Type.String(),
  createdAt: Time,
  lastSignInAt: Type.Union([Time, Type.Null()]),
  roles: Type.Array(
    Type.Object({
      roleId: IdText<'role'>(),
      name: Type.String(),
      reach: ReachKind,
      reachId: Type.Union([ReachId, Type.Null()]),
      reachName: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
})

export const SessionOfPerson = Type.Object({
  id: IdText<'session'>(),
  createdAt: Time,
  lastSeenAt: Time,
  expiresAt: Time,
  source: Type.Union([Type.String(), Type.Null()]),
  current: Type.Boolean(),
})
export const PersonDetail = Type.Object({
  ...PersonView.properties,
  sessions: Type.Array(SessionOfPerson),
})

/** A role as a request names it. @throws ReachMalformed */
export function givenRole({
  roleId,
  reach,
  reachId,
}: Static<typeof RolesGiven>[number]): GivenRole {
  const unnamed = reach === 'tenant' || reach === 'own'
  if (unnamed !== (reachId === undefined)) throw ReachMalformed()
  return { roleId, given: givenOf({ reach, reach_id: reachId ?? '' }) }
}

/** The utilities, vendors, vendor groups and agents that reaches name, each once. */
export function reachesIn(given: readonly GivenReach[]): ReachesNamed {
  const utilities = given.flatMap((one) => (one.reach === 'utility' ? [one.utilityId] : []))
  const vendors = given.flatMap((one) => (one.reach === 'vendor' ? [one.vendorId] : []))
  const portfolios = given.flatMap((one) =>
    one.reach === 'vendor_group' || one.reach === 'agent'
      ? [{ kind: one.reach, id: one.portfolioId }]
      : [],
  )
  return {
    utilities: [...new Set(utilities)],
    vendors: [...new Set(vendors)],
    portfolios,
  }
}

export type ReachesNamed = {
  readonly utilities: readonly Id<'utility'>[]
  readonly vendors: readonly Id<'vendor'>[]
  readonly portfolios: readonly {
    readonly kind: 'vendor_group' | 'agent'
    readonly id: Id<'portfolio'>
  }[]
}

export function personView(
  person: Person,
  names: ReadonlyMap<string, string>,
): Static<typeof PersonView> {
  const { id, name, email, status, language } = person
  return {
    id,
    name,
    email,
    status,
    language,
    createdAt: person.created_at.toISOString(),
    lastSignInAt: person.last_sign_in_at?.toISOString() ?? null,
    roles: person.roles.map((role) => roleHeldView(role, names)),
  }
}

export function sessionView(session: OpenSession): Static<typeof SessionOfPerson> {
  return {
    id: session.id,
    createdAt: session.created_at.toISOString(),
    lastSeenAt: session.last_seen_at.toISOString(),
    expiresAt: session.expires_at.toISOString(),
    source: session.source_address,
    current: session.current,
  }
}

function roleHeldView(role: HeldRole, names: ReadonlyMap<string, string>) {
  const { reach } = givenOf(role)
  const named = reach !== 'tenant' && reach !== 'own'
  const reachId = named ? (role.reach_id as Static<typeof ReachId>) : null
  const reachName = reachId === null ? null : (names.get(reachId) ?? null)
  return { roleId: role.role_id, name: role.name, reach, reachId, reachName }
}
