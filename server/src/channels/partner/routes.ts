import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { clientOf, guard } from '../../access/index.ts'
import { type Http, idempotencyKey, KeyHeader, KeyText } from '../../http/index.ts'
import {
  findSale,
  lastSale,
  meterForSale,
  quote,
  recentSales,
  reprint,
  type Seller,
  sell,
} from '../../hub/index.ts'
import { IdText } from '../../kernel/schemas.ts'
import { AccountView, accountView } from '../account-view.ts'
import { MeterCardView, meterCardView } from '../meter-card-view.ts'
import {
  QuoteRequest,
  QuoteView,
  quoteView,
  SaleRequest,
  SaleView,
  SerialNumber,
  saleView,
} from '../sale-view.ts'
import { sellerOf } from '../seller.ts'

const KeyParams = Type.Object({ key: KeyText })
const SaleParams = Type.Object({ id: IdText<'sale'>() })

/**
 * The public interface for retailers', banks' and mobile money operators' own systems. It only grows. The
 * caller is a client with a bearer token; its keys are its own.
 */
export async function partnerRoutes(app: Http): Promise<void> {
  app.addHook('onRequest', (request) => guard(request, clientOfRequest))

  app.get(
    '/meters/:serialNumber',
    {
      config: { permission: 'meter.read' },
      schema: {
        summary: 'Look up a meter before selling to it',
        params: Type.Object({ serialNumber: SerialNumber }),
        response: { 200: MeterCardView },
      },
    },
    async ({ actor, params }) =>
      meterCardView(await meterForSale(actor.tenantId, actor.vendorId!, params.serialNumber)),
  )

  app.post(
    '/quotes',
    {
      config: { permission: 'quote.make' },
      schema: {
        summary: 'Ask what an amount buys; nothing is written',
        body: QuoteRequest,
        response: { 200: QuoteView },
      },
    },
    async ({ actor, body }) => quoteView(await quote(actor.tenantId, actor.vendorId!, body)),
  )

  app.post(
    '/sales',
    {
      config: { permission: 'sale.make' },
      schema: {
        summary: 'Sell; the same key with the same content answers with the same sale',
        headers: KeyHeader,
        body: SaleRequest,
        response: { 200: SaleView, 201: SaleView, 202: SaleView },
      },
    },
    async (request, reply) => {
      const key = idempotencyKey(request.headers['idempotency-key'])
      const { sale, repeated } = await sell(await seller(request), { ...request.body, key })
      if (repeated) reply.header('idempotency-replayed', 'true')
      reply.status(sale.state === 'done' ? (repeated ? 200 : 201) : 202)
      return saleView(sale)
    },
  )

  app.get(
    '/sales/by-key/:key',
    {
      config: { permission: 'sale.read' },
      schema: {
        summary: 'The sale made under a key, after an answer was lost',
        params: KeyParams,
        response: { 200: SaleView },
      },
    },
    async (request) => saleView(await findSale(await seller(request), request.params.key)),
  )

  app.get(
    '/sales/last',
    {
      config: { permission: 'sale.read' },
      schema: { summary: "This client's last sale", response: { 200: SaleView } },
    },
    async (request) => saleView(await lastSale(await seller(request))),
  )

  app.get(
    '/sales',
    {
      config: { permission: 'sale.read' },
      schema: {
        summary: "This client's latest sales, newest first",
        querystring: Type.Object(
          { limit: Type.Optional(Type.String({ pattern: '^([1-9]|[1-4][0-9]|50)$' })) },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ data: Type.Array(SaleView) }) },
      },
    },
    async (request) => ({
      data: (await recentSales(await seller(request), limitOf(request.query.limit))).map(saleView),
    }),
  )

  app.post(
    '/sales/:id/reprints',
    {
      config: { permission: 'sale.reprint' },
      schema: {
        summary: 'Print a receipt again: marked and counted, never a new token',
        headers: KeyHeader,
        params: SaleParams,
        response: { 201: SaleView },
      },
    },
    async (request, reply) => {
      const key = idempotencyKey(request.headers['idempotency-key'])
      reply.status(201)
      return saleView(await reprint(await seller(request), request.params.id, key))
    },
  )

  app.get(
    '/vendor/balance',
    {
      config: { permission: 'vendor.read' },
      schema: { summary: 'What the float can still pay', response: { 200: AccountView } },
    },
    async ({ actor }) => accountView(actor.tenantId, actor.vendorId!),
  )
}

function clientOfRequest(request: FastifyRequest) {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  return clientOf(scheme?.toLowerCase() === 'bearer' ? token : undefined)
}

function seller({ actor }: FastifyRequest): Promise<Seller> {
  return sellerOf(actor, 'partner', actor.id, { terminal: actor.name, operator: '' })
}

function limitOf(text: string | undefined): number {
  return Number.parseInt(text ?? '20', 10)
}
