import Type from 'typebox'
import { guardConsole, once } from '../access/index.ts'
import { reading, transaction } from '../db/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import { IdText } from '../kernel/schemas.ts'
import { holidaysOf, setHolidays } from './holidays.ts'
import { logosOf } from './logo.ts'
import { logoRoutes } from './logo-routes.ts'
import { settingsRoutes } from './settings-routes.ts'
import { createUtility, forgetUtilities, readUtilities, readUtilityInReach } from './utility.ts'
import { brandUtility, changeUtility } from './utility-change.ts'
import {
  Brand,
  HolidayView,
  NewUtilityBody,
  quickAmountsOf,
  UtilityChangeBody,
  UtilityDetail,
  UtilityView,
  utilityDetail,
  utilityView,
} from './utility-view.ts'

export const UtilityKey = Type.Object({ id: IdText<'utility'>() })

/** The utilities of a tenant, their branding, and what the tenant decides about its console. */
export async function tenantRoutes(app: Http): Promise<void> {
  app.addHook('preValidation', guardConsole)
  logoRoutes(app)
  settingsRoutes(app)

  app.get(
    '/utilities',
    {
      config: { permission: 'utility.read' },
      schema: {
        summary: 'Utilities in reach, by name',
        response: { 200: Type.Object({ data: Type.Array(UtilityView) }) },
      },
    },
    async ({ actor }) => {
      const utilities = await reading(actor, (db) => readUtilities(db, actor))
      return { data: utilities.map(utilityView) }
    },
  )

  app.get(
    '/utilities/:id',
    {
      config: { permission: 'utility.read' },
      schema: {
        summary: 'A utility with its holidays and logos',
        params: UtilityKey,
        response: { 200: UtilityDetail },
      },
    },
    ({ actor, params }) =>
      reading(actor, async (db) => {
        const utility = await readUtilityInReach(db, actor, params.id)
        const holidays = await holidaysOf(db, actor, params.id)
        return utilityDetail(utility, holidays, await logosOf(db, actor, params.id))
      }),
  )

  app.post(
    '/utilities',
    {
      config: { permission: 'utility.register' },
      schema: {
        summary: 'Register a utility; its currency and time zone stay as they are from then on',
        headers: KeyHeader,
        body: NewUtilityBody,
        response: { 201: Type.Object({ id: IdText<'utility'>() }) },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const key = idempotencyKey(headers['idempotency-key'])
      const quickAmounts = quickAmountsOf(body.quickAmounts, body.currency)
      const id = await transaction(actor, (tx) =>
        once<'utility'>(tx, actor, key, ['utility', body], (fresh) =>
          createUtility(tx, actor, { ...body, quickAmounts, id: fresh }),
        ),
      )
      forgetUtilities(actor.tenantId)
      reply.status(201)
      return { id }
    },
  )

  app.patch(
    '/utilities/:id',
    {
      config: { permission: 'utility.register' },
      schema: {
        summary: 'Change what a utility says about itself; what is not given stays',
        params: UtilityKey,
        body: UtilityChangeBody,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body: { quickAmounts, ...change } }, reply) => {
      await transaction(actor, async (tx) => {
        const { currency } = await readUtilityInReach(tx, actor, params.id, 'utility.register')
        await changeUtility(tx, actor, params.id, {
          ...change,
          ...(quickAmounts && { quickAmounts: quickAmountsOf(quickAmounts, currency) }),
        })
      })
      // This process sells by the change with the next sale.
      forgetUtilities(actor.tenantId)
      return reply.status(204).send(null)
    },
  )

  app.put(
    '/utilities/:id/branding',
    {
      config: { permission: 'utility.register' },
      schema: {
        summary: 'Set the colours of a utility',
        params: UtilityKey,
        body: Brand,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      await transaction(actor, (tx) => brandUtility(tx, actor, params.id, body))
      forgetUtilities(actor.tenantId)
      return reply.status(204).send(null)
    },
  )

  app.put(
    '/utilities/:id/holidays',
    {
      config: { permission: 'utility.register' },
      schema: {
        summary: 'Set the holidays of a utility',
        params: UtilityKey,
        body: Type.Object(
          { holidays: Type.Array(HolidayView, { maxItems: 400 }) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      await transaction(actor, (tx) => setHolidays(tx, actor, params.id, body.holidays))
      return reply.status(204).send(null)
    },
  )
}
