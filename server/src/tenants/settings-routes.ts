import Type from 'typebox'
import { changeTenantSettings, secondFactorRules, tenantSettings } from '../access/index.ts'
import { reading, transaction } from '../db/index.ts'
import type { Http } from '../http/index.ts'

const settings = {
  secondFactor: Type.Enum([...secondFactorRules]),
  idleMinutes: Type.Integer({ minimum: 5, maximum: 60 }),
  approvalHours: Type.Integer({ minimum: 1, maximum: 720 }),
}

/** What a tenant decides about its console: sign-in, sessions, approvals. */
export function settingsRoutes(app: Http): void {
  app.get(
    '/tenant/settings',
    {
      config: { permission: 'tenant.configure' },
      schema: {
        summary: 'The settings of the tenant',
        response: { 200: Type.Object(settings) },
      },
    },
    ({ actor }) =>
      reading(actor, async (db) => ({ ...(await tenantSettings(db, actor.tenantId)) })),
  )

  app.patch(
    '/tenant/settings',
    {
      config: { permission: 'tenant.configure', stepUp: true },
      schema: {
        summary: 'Change settings of the tenant; what is not given stays',
        body: Type.Partial(Type.Object(settings), { additionalProperties: false }),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, body }, reply) => {
      await transaction(actor, (tx) => changeTenantSettings(tx, actor, body))
      return reply.status(204).send(null)
    },
  )
}
