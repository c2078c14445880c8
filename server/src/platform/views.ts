import Type, { type Static } from 'typebox'
import { languages } from '../access/index.ts'
import { now } from '../kernel/clock.ts'
import { IdText } from '../kernel/schemas.ts'
import type { Company } from './companies.ts'
import { type Grant, grantStates } from './grants.ts'

const Instant = Type.String({ format: 'date-time' })
const Maybe = (schema: typeof Instant) => Type.Union([schema, Type.Null()])

export const CompanyKey = Type.Object({ id: IdText<'tenant'>() })
export const GrantKey = Type.Object({ id: IdText<'grant'>() })
export const Reason = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 1_000 }) },
  { additionalProperties: false },
)
export const WishBody = Type.Object(
  {
    reason: Type.String({ minLength: 1, maxLength: 1_000 }),
    hours: Type.Integer({ minimum: 1, maximum: 72 }),
  },
  { additionalProperties: false },
)
export const NewCompanyBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 500 }),
    administrator: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 500 }),
        email: Type.String({ minLength: 3, maxLength: 254 }),
        language: Type.Optional(Type.Enum([...languages])),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)

const Count = Type.Integer()
export const CompanyView = Type.Object({
  id: IdText<'tenant'>(),
  name: Type.String(),
  suspendedAt: Maybe(Instant),
  administrators: Count,
  counts: Type.Object({
    utilities: Count,
    people: Count,
    vendors: Count,
    terminals: Count,
    meters: Count,
    customers: Count,
    recentSales: Count,
  }),
})

/** `open` is whether a visit may begin now: granted, and its time not over. */
const GrantView = Type.Object({
  id: IdText<'grant'>(),
  state: Type.Enum([...grantStates]),
  open: Type.Boolean(),
  reason: Type.String(),
  hours: Count,
  askedBy: Type.Union([Type.String(), Type.Null()]),
  askedAt: Instant,
  decidedBy: Type.Union([Type.String(), Type.Null()]),
  decidedAt: Maybe(Instant),
  endsAt: Maybe(Instant),
})
export const GrantList = Type.Object({ data: Type.Array(GrantView) })

export function companyView({ platform: _, suspendedAt, ...company }: Company) {
  return { ...company, suspendedAt: suspendedAt?.toISOString() ?? null }
}

export function grantView(grant: Grant): Static<typeof GrantView> {
  const { id, state, reason, hours, ends_at } = grant
  return {
    id,
    state,
    open: state === 'granted' && ends_at !== null && ends_at > now(),
    reason,
    hours,
    askedBy: grant.asked_by_name,
    askedAt: grant.asked_at.toISOString(),
    decidedBy: grant.decided_by_name,
    decidedAt: grant.decided_at?.toISOString() ?? null,
    endsAt: ends_at?.toISOString() ?? null,
  }
}
