import Type from 'typebox'
import { reading, transaction } from '../../db/index.ts'
import type { Http } from '../../http/index.ts'
import { IdText } from '../../kernel/schemas.ts'
import { cleanText } from '../../kernel/text.ts'
import { resetFactors } from '../factors/reset-factors.ts'
import { factorsOf } from '../factors/second-factor.ts'
import { stationeryOf } from '../sign-in/letters.ts'
import type { Web } from '../web.ts'
import { sendInvitation } from './invite.ts'
import { requireSeen } from './seen.ts'

const PersonKey = Type.Object({ id: IdText<'person'>() })

/** How administrators help people in, without ever seeing or choosing a password. */
export function personAccessRoutes(app: Http, web: Web): void {
  app.post(
    '/people/:id/invitation',
    {
      config: { permission: 'person.invite' },
      schema: {
        summary: 'Send an invited person the letter again; the link before stops working',
        params: PersonKey,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { actor, params } = request
      const stationery = await stationeryOf(actor.tenantId, web.from(request).origin)
      await transaction(actor, (tx) => sendInvitation(tx, actor, params.id, stationery))
      return reply.status(204).send(null)
    },
  )

  app.get(
    '/people/:id/factors',
    {
      config: { permission: 'person.read' },
      schema: {
        summary: 'Which second factors a person has, and whether one is asked for',
        params: PersonKey,
        response: {
          200: Type.Object({
            authenticator: Type.Boolean(),
            passkeys: Type.Integer(),
            recoveryCodes: Type.Integer(),
            required: Type.Boolean(),
          }),
        },
      },
    },
    async ({ actor, params }) =>
      reading(actor, async (db) => {
        await requireSeen(db, actor, 'person.read', params.id)
        const { passwordShort: _, ...factors } = await factorsOf(db, actor.tenantId, params.id)
        return factors
      }),
  )

  app.post(
    '/people/:id/factors/reset',
    {
      config: { permission: 'person.invite', stepUp: true },
      schema: {
        summary: 'Take the second factors from a person who has lost theirs',
        params: PersonKey,
        body: Type.Object(
          { reason: Type.String({ minLength: 1, maxLength: 1_000 }) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { actor, params, body } = request
      const reason = cleanText(body.reason, { pointer: '/reason', max: 300, multiline: true })
      await resetFactors(actor, params.id, reason, web.from(request))
      return reply.status(204).send(null)
    },
  )
}
