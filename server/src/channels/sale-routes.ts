import type { FastifyRequest } from 'fastify'
import Type, { type Static, type TSchema } from 'typebox'
import { type Http, idempotencyKey, KeyHeader, KeyText } from '../http/index.ts'
import {
  findSale,
  lastSale,
  meterForSale,
  quote,
  recentSales,
  reprint,
  type Sale,
  type Seller,
  sell,
} from '../hub/index.ts'
import { IdText } from '../kernel/schemas.ts'
import { MeterCardView, meterCardView } from './meter-card-view.ts'
import { QuoteRequest, QuoteView, quoteView, SaleRequest, SerialNumber } from './sale-view.ts'

/** What differs between the channels that sell: who is calling, and how much an answer tells. */
export interface SaleChannel<View extends TSchema, Listed extends TSchema> {
  readonly sellerOf: (request: FastifyRequest) => Promise<Seller>
  readonly view: View
  readonly viewOf: (sale: Sale) => Static<View>
  readonly listed: Listed
  readonly listedOf: (sale: Sale) => Static<Listed>
}

/** Looking up a meter, quoting, selling, asking again and printing again: the same on every channel. */
export function saleRoutes<View extends TSchema, Listed extends TSchema>(
  app: Http,
  { sellerOf, viewOf, listedOf, ...schemas }: SaleChannel<View, Listed>,
): void {
  // That the views fit their schemas is checked where a channel says what it is.
  const { view, listed }: { view: TSchema; listed: TSchema } = schemas

  app.get(
    '/meters/:serialNumber',
    {
      config: { permission: 'meter.read' },
      schema: {
        summary: 'Whose meter this is, what it owes and what it may buy',
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
        description:
          '201: sold. 200: sold before under this key, or refused for good by the system that was asked. 202: not known yet, ask again with the same key.',
        headers: KeyHeader,
        body: SaleRequest,
        response: { 200: view, 201: view, 202: view },
      },
    },
    async (request, reply) => {
      const key = idempotencyKey(request.headers['idempotency-key'])
      const { sale, repeated } = await sell(await sellerOf(request), { ...request.body, key })
      if (repeated) reply.header('idempotency-replayed', 'true')
      reply.status(statusOf(sale, repeated))
      return viewOf(sale)
    },
  )

  app.get(
    '/sales/by-key/:key',
    {
      config: { permission: 'sale.read' },
      schema: {
        summary: 'The sale made under a key, after an answer was lost',
        params: Type.Object({ key: KeyText }),
        response: { 200: view },
      },
    },
    async (request) => viewOf(await findSale(await sellerOf(request), request.params.key)),
  )

  app.get(
    '/sales/last',
    {
      config: { permission: 'sale.read' },
      schema: { summary: 'The last sale of this terminal or client', response: { 200: view } },
    },
    async (request) => viewOf(await lastSale(await sellerOf(request))),
  )

  app.get(
    '/sales',
    {
      config: { permission: 'sale.read' },
      schema: {
        summary: 'The latest sales of this terminal or client, newest first',
        querystring: Type.Object(
          { limit: Type.Optional(Type.String({ pattern: '^([1-9]|[1-4][0-9]|50)$' })) },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ data: Type.Array(listed) }) },
      },
    },
    async (request) => {
      const limit = Number.parseInt(request.query.limit ?? '20', 10)
      const sales = await recentSales(await sellerOf(request), limit)
      return { data: sales.map(listedOf) }
    },
  )

  app.post(
    '/sales/:id/reprints',
    {
      config: { permission: 'sale.reprint' },
      schema: {
        summary: 'Print a receipt again: marked and counted, never a new token',
        headers: KeyHeader,
        params: Type.Object({ id: IdText<'sale'>() }),
        response: { 201: view },
      },
    },
    async (request, reply) => {
      const key = idempotencyKey(request.headers['idempotency-key'])
      reply.status(201)
      return viewOf(await reprint(await sellerOf(request), request.params.id, key))
    },
  )
}

/** Only a sale that is not decided yet is accepted rather than answered: its caller asks again. */
function statusOf({ state }: Sale, repeated: boolean): 200 | 201 | 202 {
  if (state === 'held' || state === 'unknown') return 202
  return state === 'done' && !repeated ? 201 : 200
}
