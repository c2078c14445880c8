import Type from 'typebox'
import { type Actor, guardConsole } from '../../access/index.ts'
import { barrier, reading } from '../../db/index.ts'
import { BodyMalformed, type Http, idempotencyKey, KeyHeader } from '../../http/index.ts'
import {
  askProvider,
  checkTrace,
  findSales,
  findSellers,
  inspectSale,
  revealTokens,
} from '../../hub/index.ts'
import { type Id, isUuid } from '../../kernel/ids.ts'
import { cleanText } from '../../kernel/text.ts'
import { UtilityUnknown, utilitiesSeenBy } from '../../tenants/index.ts'
import { TokenView, unitsText } from '../sale-view.ts'
import { SaleDetailView, saleDetailView } from './sale-detail.ts'
import { filterOf, placeOf, SaleId, SaleQuery } from './sale-query.ts'
import { SalePageView, salePageView } from './sale-row.ts'

const SaleKey = Type.Object({ id: SaleId })

const SellerIds = Type.String({
  pattern: '^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,9}$',
  description: 'Ids with commas between them, at most ten.',
})
const SellersView = Type.Object({
  data: Type.Array(
    Type.Object({
      kind: Type.Enum(['vendor', 'terminal', 'operator']),
      id: Type.String(),
      name: Type.String(),
      vendor: Type.String(),
    }),
  ),
})

/** The sales of a company at its desks: found, looked into, and asked about. */
export async function consoleRoutes(app: Http): Promise<void> {
  app.addHook('preValidation', guardConsole)

  app.get(
    '/sales',
    {
      config: { permission: 'sale.read' },
      schema: {
        summary: "Find a utility's sales, newest first",
        querystring: SaleQuery,
        response: { 200: SalePageView },
      },
    },
    async ({ actor, query }) => {
      const utility = (await utilitiesSeenBy(actor)).find(({ id }) => id === query.utility)
      if (!utility) throw UtilityUnknown()
      const page = await reading(actor, (db) =>
        findSales(db, actor, filterOf(query, utility), placeOf(query)),
      )
      await barrier()
      return salePageView(page)
    },
  )

  app.get(
    '/sales/sellers',
    {
      config: { permission: 'sale.read' },
      schema: {
        summary: 'Vendors, terminals and operators by name, to narrow a list of sales to',
        querystring: Type.Object(
          {
            search: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
            ids: Type.Optional(SellerIds),
          },
          { additionalProperties: false },
        ),
        response: { 200: SellersView },
      },
    },
    async ({ actor, query: { search, ids } }) => {
      const text = search && cleanText(search, { pointer: '/search', max: 80, min: 0 })
      const wanted = ids === undefined ? { text: text ?? '' } : { ids: idsIn(ids) }
      const data = await reading(actor, (db) => findSellers(db, actor, wanted))
      return { data }
    },
  )

  app.get(
    '/sales/:id',
    {
      config: { permission: 'sale.read' },
      schema: {
        summary:
          'How a sale came about: its states, its calculation, its receipt; tokens are masked',
        params: SaleKey,
        response: { 200: SaleDetailView },
      },
    },
    ({ actor, params }) => detailOf(actor, params.id),
  )

  app.post(
    '/sales/:id/reveal',
    {
      config: { permission: 'token.reveal', stepUp: true },
      schema: {
        summary: 'Show the tokens of a sale to somebody who says why; the trail keeps it',
        headers: KeyHeader,
        params: SaleKey,
        body: Type.Object(
          { reason: Type.String({ minLength: 1, maxLength: 1_000 }) },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ tokens: Type.Array(TokenView) }) },
      },
    },
    async ({ actor, params, body, headers }) => {
      const key = idempotencyKey(headers['idempotency-key'])
      const reason = cleanText(body.reason, { pointer: '/reason', max: 1_000 })
      const tokens = await revealTokens(actor, params.id, reason, key)
      return {
        tokens: tokens.map(({ units, ...token }) => ({
          ...token,
          of: tokens.length,
          units: unitsText(units),
        })),
      }
    },
  )

  app.post(
    '/sales/:id/ask',
    {
      config: { permission: 'sale.resolve' },
      schema: {
        summary: 'Ask the provider now what became of a sale whose outcome is unknown',
        headers: KeyHeader,
        params: SaleKey,
        response: { 200: SaleDetailView },
      },
    },
    async ({ actor, params, headers }) => {
      await askProvider(actor, params.id, idempotencyKey(headers['idempotency-key']))
      return detailOf(actor, params.id, 'sale.resolve')
    },
  )
}

async function detailOf(
  actor: Actor,
  id: Id<'sale'>,
  permission: 'sale.read' | 'sale.resolve' = 'sale.read',
) {
  const sale = await reading(actor, (db) => inspectSale(db, actor, id, permission))
  await barrier()
  return saleDetailView(sale, await checkTrace(actor, sale))
}

function idsIn(text: string): string[] {
  const ids = text.split(',')
  if (ids.every(isUuid)) return ids
  throw BodyMalformed({}, { errors: [{ pointer: '/querystring/ids', code: 'field.pattern' }] })
}
