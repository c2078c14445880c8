import Type from 'typebox'
import { guardConsole, once } from '../access/index.ts'
import { reading, transaction } from '../db/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import { IdText } from '../kernel/schemas.ts'
import { densities, keepPreference, readPreference, themes } from './preference.ts'
import { removeView, type ScreenName, saveView, screens, viewsOf } from './saved-view.ts'

const Screen = Type.Enum(Object.keys(screens) as [ScreenName, ...ScreenName[]])
const PreferenceView = Type.Object(
  { theme: Type.Enum([...themes]), density: Type.Enum([...densities]) },
  { additionalProperties: false },
)
const ViewRow = Type.Object({
  id: IdText<'saved_view'>(),
  name: Type.String(),
  address: Type.String(),
  shared: Type.Boolean(),
  mine: Type.Boolean(),
  by: Type.String(),
})

/** What a person has set up for themselves: any signed-in person has a desk of their own. */
export async function deskRoutes(app: Http): Promise<void> {
  app.addHook('preValidation', guardConsole)

  app.get(
    '/preference',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'The theme and density that one chose; null until one chose any',
        response: { 200: Type.Object({ chosen: Type.Union([PreferenceView, Type.Null()]) }) },
      },
    },
    async ({ actor }) => ({ chosen: await reading(actor, (db) => readPreference(db, actor)) }),
  )

  app.put(
    '/preference',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'Choose theme and density for every device',
        body: PreferenceView,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, body }, reply) => {
      await transaction(actor, (tx) => keepPreference(tx, actor, body))
      return reply.status(204).send(null)
    },
  )

  app.get(
    '/saved-views',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'Saved views of a screen: one’s own, and those that others share',
        querystring: Type.Object({ screen: Screen }, { additionalProperties: false }),
        response: { 200: Type.Object({ data: Type.Array(ViewRow) }) },
      },
    },
    async ({ actor, query }) => {
      if (!actor.permissions.has(screens[query.screen])) return { data: [] }
      const views = await reading(actor, (db) => viewsOf(db, actor, query.screen))
      return { data: views.map((view) => ({ ...view })) }
    },
  )

  app.post(
    '/saved-views',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'Save a list as it is set up now',
        headers: KeyHeader,
        body: Type.Object(
          {
            screen: Screen,
            name: Type.String({ minLength: 1, maxLength: 200 }),
            address: Type.String({ maxLength: 2_000 }),
            shared: Type.Boolean(),
          },
          { additionalProperties: false },
        ),
        response: { 201: Type.Object({ id: IdText<'saved_view'>() }) },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const key = idempotencyKey(headers['idempotency-key'])
      const { screen, name, address, shared } = body
      const content = ['saved_view', screen, name, address, shared]
      const id = await transaction(actor, (tx) =>
        once<'saved_view'>(tx, actor, key, content, (fresh) =>
          saveView(tx, actor, { ...body, id: fresh }),
        ),
      )
      reply.status(201)
      return { id }
    },
  )

  app.delete(
    '/saved-views/:id',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'Remove a saved view of one’s own',
        params: Type.Object({ id: IdText<'saved_view'>() }),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => removeView(tx, actor, params.id))
      return reply.status(204).send(null)
    },
  )
}
