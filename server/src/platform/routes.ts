import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { guardConsole, originOf } from '../access/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import { IdText } from '../kernel/schemas.ts'
import { cleanText } from '../kernel/text.ts'
import { foundCompany, listCompanies, readCompany, suspendCompany } from './companies.ts'
import { grantRoutes } from './grant-routes.ts'
import { askGrant, grantsIn } from './grants.ts'
import { requireOperator } from './operator.ts'
import {
  CompanyKey,
  CompanyView,
  companyView,
  GrantList,
  grantView,
  NewCompanyBody,
  Reason,
  WishBody,
} from './views.ts'
import { enterVisit } from './visit.ts'

export type PlatformRoutesOptions = {
  /** Whether the console is reached by https. */
  readonly secure: boolean
  readonly publicUrl: string | undefined
  /** What must be well for this server to sell: a name, and what is wrong with it. */
  readonly health: () => Promise<Readonly<Record<string, string | undefined>>>
}

/** What the operator of the platform does, and how companies let the operator in. */
export function platformRoutes({ secure, publicUrl, health }: PlatformRoutesOptions) {
  const name = secure ? '__Host-saldo-visit' : 'saldo-visit'
  const cookie = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const

  return async (app: Http): Promise<void> => {
    app.addHook('preValidation', guardConsole)
    grantRoutes(app)

    app.get(
      '/platform/health',
      {
        config: { permission: 'platform.read' },
        schema: {
          summary: 'What must be well for this server to sell, and what is not',
          response: {
            200: Type.Object({
              data: Type.Array(
                Type.Object({
                  name: Type.String(),
                  fault: Type.Union([Type.String(), Type.Null()]),
                }),
              ),
            }),
          },
        },
      },
      async ({ actor }) => {
        await requireOperator(actor, 'platform.read')
        const found = Object.entries(await health())
        return { data: found.map(([check, fault]) => ({ name: check, fault: fault ?? null })) }
      },
    )

    app.get(
      '/platform/companies',
      {
        config: { permission: 'platform.read' },
        schema: {
          summary: 'Companies with their state and counts, nobody of them named',
          response: { 200: Type.Object({ data: Type.Array(CompanyView) }) },
        },
      },
      async ({ actor }) => ({ data: (await listCompanies(actor)).map(companyView) }),
    )

    app.get(
      '/platform/companies/:id',
      {
        config: { permission: 'platform.read' },
        schema: {
          summary: 'A company with its state and counts',
          params: CompanyKey,
          response: { 200: CompanyView },
        },
      },
      async ({ actor, params }) => companyView(await readCompany(actor, params.id)),
    )

    app.post(
      '/platform/companies',
      {
        config: { permission: 'platform.manage', stepUp: true },
        schema: {
          summary: 'Make a company and invite its first administrator',
          headers: KeyHeader,
          body: NewCompanyBody,
          response: { 201: Type.Object({ id: IdText<'tenant'>() }) },
        },
      },
      async (request, reply) => {
        const key = idempotencyKey(request.headers['idempotency-key'])
        const origin = originFor(request)
        const id = await foundCompany(request.actor, request.body, { key, origin })
        reply.status(201)
        return { id }
      },
    )

    for (const [deed, suspended] of [
      ['suspend', true],
      ['resume', false],
    ] as const) {
      app.route({
        method: 'POST',
        url: `/platform/companies/:id/${deed}`,
        config: { permission: 'platform.manage', stepUp: true },
        schema: {
          summary: suspended ? 'Suspend a company' : 'Let a suspended company work again',
          params: CompanyKey,
          body: Reason,
          response: { 204: Type.Null() },
        },
        handler: async ({ actor, params, body }, reply) => {
          const reason = cleanText(body.reason, { pointer: '/reason', max: 300, multiline: true })
          await suspendCompany(actor, params.id, suspended, reason)
          return reply.status(204).send(null)
        },
      })
    }

    app.get(
      '/platform/companies/:id/grants',
      {
        config: { permission: 'platform.read' },
        schema: {
          summary: 'Leave to look into a company: asked for, given, over',
          params: CompanyKey,
          response: { 200: GrantList },
        },
      },
      async ({ actor, params }) => ({ data: (await grantsIn(actor, params.id)).map(grantView) }),
    )

    app.post(
      '/platform/companies/:id/grants',
      {
        config: { permission: 'platform.visit' },
        schema: {
          summary: 'Ask a company for leave to look into it',
          params: CompanyKey,
          headers: KeyHeader,
          body: WishBody,
          response: { 201: Type.Object({ id: IdText<'grant'>() }) },
        },
      },
      async ({ actor, params, body, headers }, reply) => {
        const id = await askGrant(
          actor,
          params.id,
          body,
          idempotencyKey(headers['idempotency-key']),
        )
        reply.status(201)
        return { id }
      },
    )

    app.put(
      '/platform/visit',
      {
        config: { permission: 'platform.visit' },
        schema: {
          summary: 'Look into a company under a grant, from now on in this browser',
          body: Type.Object(
            { companyId: IdText<'tenant'>(), grantId: IdText<'grant'>() },
            { additionalProperties: false },
          ),
          response: { 204: Type.Null() },
        },
      },
      async ({ actor, body }, reply) => {
        reply.setCookie(name, await enterVisit(actor, body.companyId, body.grantId), cookie)
        return reply.status(204).send(null)
      },
    )

    app.delete(
      '/platform/visit',
      {
        config: { permission: 'platform.visit' },
        schema: { summary: 'End the visit in this browser', response: { 204: Type.Null() } },
      },
      async (_, reply) => {
        reply.clearCookie(name, cookie)
        return reply.status(204).send(null)
      },
    )
  }

  function originFor(request: FastifyRequest): string {
    return originOf(request, publicUrl)
  }
}
