import Type, { type Static } from 'typebox'
import { CommodityName } from '../../kernel/schemas.ts'

/** What the console is told of who is signed in. */
export const SessionView = Type.Object({
  person: Type.Object({ name: Type.String(), email: Type.String() }),
  tenant: Type.Object({ id: Type.String(), name: Type.String() }),
  csrfToken: Type.String(),
  permissions: Type.Array(Type.String()),
  utilities: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      currency: Type.Object({ code: Type.String(), decimals: Type.Integer() }),
      timeZone: Type.String(),
      commodities: Type.Array(CommodityName),
    }),
  ),
  /** Of an operator of the platform who looks into a company: tenant, rights and utilities are then that company's. */
  visit: Type.Optional(Type.Object({ reason: Type.String(), endsAt: Type.String() })),
})
export type SessionView = Static<typeof SessionView>
