import Type from 'typebox'
import { guardConsole } from '../access/index.ts'
import { reading } from '../db/index.ts'
import type { Http } from '../http/index.ts'
import { CommodityName, IdText } from '../kernel/schemas.ts'
import { countCustomers, listCustomers } from './customer-list.ts'
import { customerDetail, meterDetail } from './details.ts'
import { findRoutes } from './find-routes.ts'
import { countMeters, listMeters, supplyGroupsOf } from './meter-list.ts'
import { typedText } from './recognise.ts'
import { utilityInSight } from './sight.ts'
import {
  CustomerRow,
  CustomerView,
  customerRow,
  customerView,
  MeterRow,
  MeterStatusName,
  MeterView,
  meterRow,
  meterView,
  PageView,
  pageView,
} from './views.ts'

const Mark = Type.String({ minLength: 1, maxLength: 1_000 })
const pageAsked = {
  after: Type.Optional(Mark),
  before: Type.Optional(
    Type.String({ minLength: 1, maxLength: 1_000, description: 'A mark, or "end": the last page' }),
  ),
  limit: Type.Optional(Type.Enum(['25', '50', '100'])),
}
const sizeOf = (limit: string | undefined) => Number.parseInt(limit ?? '25', 10)
const Search = Type.String({ maxLength: 200 })

/** What the console's lists of meters and customers show, the pages of one of them, and the search over everything. */
export async function searchRoutes(app: Http): Promise<void> {
  app.addHook('preValidation', guardConsole)
  await app.register(findRoutes)

  app.get(
    '/meters',
    {
      config: { permission: 'meter.read' },
      schema: {
        summary: 'Meters of a utility by number, a page of those that fit',
        querystring: Type.Object(
          {
            utility: IdText<'utility'>(),
            status: Type.Optional(MeterStatusName),
            commodity: Type.Optional(CommodityName),
            supplyGroup: Type.Optional(IdText<'supply_group'>()),
            search: Type.Optional(Search),
            sort: Type.Optional(Type.Enum(['number', '-number'])),
            ...pageAsked,
          },
          { additionalProperties: false },
        ),
        response: { 200: PageView(MeterRow) },
      },
    },
    async ({ actor, query }) => {
      const { utility, supplyGroup, search, sort, limit, after, before, ...filter } = query
      await utilityInSight(actor, 'meter.read', utility)
      const digits = search?.replace(/[ .-]/g, '') || undefined
      const ask = { limit: sizeOf(limit), after, before, descending: sort === '-number' }
      const wanted = { ...filter, utilityId: utility, supplyGroupId: supplyGroup, search: digits }
      return reading(actor, async (db) => {
        const page = await listMeters(db, actor, wanted, ask)
        return pageView(page, await countMeters(db, actor, wanted), meterRow)
      })
    },
  )

  app.get(
    '/meters/supply-groups',
    {
      config: { permission: 'meter.read' },
      schema: {
        summary: 'The supply groups of a utility, by which its meters are filtered',
        querystring: Type.Object({ utility: IdText<'utility'>() }, { additionalProperties: false }),
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({
                id: IdText<'supply_group'>(),
                code: Type.String(),
                name: Type.String(),
              }),
            ),
          }),
        },
      },
    },
    async ({ actor, query }) => {
      await utilityInSight(actor, 'meter.read', query.utility)
      const groups = await reading(actor, (db) => supplyGroupsOf(db, actor.tenantId, query.utility))
      return { data: groups.map((group) => ({ ...group })) }
    },
  )

  app.get(
    '/meters/:serialNumber',
    {
      config: { permission: 'meter.read' },
      schema: {
        summary: 'A meter: what its chip holds, whom it serves, its last purchases',
        params: Type.Object({
          serialNumber: Type.String({ pattern: '^[0-9]{1,20}$', maxLength: 20 }),
        }),
        response: { 200: MeterView },
      },
    },
    async ({ actor, params }) => meterView(await meterDetail(actor, params.serialNumber)),
  )

  app.get(
    '/customers',
    {
      config: { permission: 'customer.read' },
      schema: {
        summary: 'Customers of a utility by name or account, a page of those that fit',
        querystring: Type.Object(
          {
            utility: IdText<'utility'>(),
            search: Type.Optional(Search),
            sort: Type.Optional(Type.Enum(['name', '-name', 'account', '-account'])),
            ...pageAsked,
          },
          { additionalProperties: false },
        ),
        response: { 200: PageView(CustomerRow) },
      },
    },
    async ({ actor, query }) => {
      const { utility, sort = 'name', limit, after, before } = query
      await utilityInSight(actor, 'customer.read', utility)
      const search = typedText(query.search ?? '') || undefined
      const by = sort.endsWith('account') ? 'account' : 'name'
      const filter = { utilityIds: [utility], search, sort: by } as const
      const ask = { limit: sizeOf(limit), after, before, descending: sort.startsWith('-') }
      return reading(actor, async (db) => {
        const page = await listCustomers(db, actor, filter, ask)
        return pageView(page, await countCustomers(db, actor, filter), customerRow)
      })
    },
  )

  app.get(
    '/customers/:id',
    {
      config: { permission: 'customer.read' },
      schema: {
        summary: 'A customer with debts, places, meters and last purchases',
        params: Type.Object({ id: IdText<'customer'>() }),
        response: { 200: CustomerView },
      },
    },
    async ({ actor, params }) => customerView(await customerDetail(actor, params.id)),
  )
}
