import Type from 'typebox'
import { reading, transaction } from '../db/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import { IdText } from '../kernel/schemas.ts'
import { decideGrant, grantsOf, offerGrant, requireWholeCompany, withdrawGrant } from './grants.ts'
import { GrantKey, GrantList, grantView, WishBody } from './views.ts'

/** How a company lets the operator of the platform look into it, and ends that. */
export function grantRoutes(app: Http): void {
  app.get(
    '/grants',
    {
      config: { permission: 'grant.decide' },
      schema: {
        summary: 'Leave that the operator of the platform has, had or asks for',
        response: { 200: GrantList },
      },
    },
    async ({ actor }) => {
      requireWholeCompany(actor)
      const grants = await reading(actor, (db) => grantsOf(db, actor.tenantId))
      return { data: grants.map(grantView) }
    },
  )

  app.post(
    '/grants',
    {
      config: { permission: 'grant.decide', stepUp: true },
      schema: {
        summary: 'Let the operator of the platform look into this company, unasked',
        headers: KeyHeader,
        body: WishBody,
        response: { 201: Type.Object({ id: IdText<'grant'>() }) },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const id = await offerGrant(actor, body, idempotencyKey(headers['idempotency-key']))
      reply.status(201)
      return { id }
    },
  )

  app.post(
    '/grants/:id/approve',
    {
      config: { permission: 'grant.decide', stepUp: true },
      schema: {
        summary: 'Approve what the operator of the platform asked for',
        params: GrantKey,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => decideGrant(tx, actor, params.id, 'granted'))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/grants/:id/decline',
    {
      config: { permission: 'grant.decide' },
      schema: {
        summary: 'Decline what the operator of the platform asked for',
        params: GrantKey,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => decideGrant(tx, actor, params.id, 'declined'))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/grants/:id/withdraw',
    {
      config: { permission: 'grant.decide' },
      schema: {
        summary: 'Take leave back from the operator of the platform, at once',
        params: GrantKey,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => withdrawGrant(tx, actor, params.id))
      return reply.status(204).send(null)
    },
  )
}
