import Type, { type Static } from 'typebox'
import { guardConsole, once } from '../access/index.ts'
import { reading, transaction } from '../db/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import { nameCursor, placeOfCursor } from '../kernel/name-cursor.ts'
import { refusal } from '../kernel/refusal.ts'
import { IdText } from '../kernel/schemas.ts'
import {
  addVendor,
  listPortfolios,
  makePortfolio,
  type Portfolio,
  readPortfolio,
  removeVendor,
  renamePortfolio,
} from './portfolio.ts'
import { findReaches } from './reaches.ts'

export const CursorMalformed = refusal(
  'portfolio.cursor_malformed',
  400,
  'This is no place in the list. Start again from its beginning.',
)

const Kind = Type.Enum(['vendor_group', 'agent'])
const Name = Type.String({ minLength: 1, maxLength: 300 })
const Search = Type.Optional(Type.String({ maxLength: 120 }))
const Time = Type.String({ format: 'date-time' })
const Key = Type.Object({ id: IdText<'portfolio'>() })
const MemberKey = Type.Object({ id: IdText<'portfolio'>(), vendor: IdText<'vendor'>() })
const Head = { id: IdText<'portfolio'>(), kind: Kind, name: Type.String(), createdAt: Time }
const View = Type.Object({ ...Head, vendors: Type.Integer() })
const Detail = Type.Object({
  ...Head,
  vendors: Type.Array(
    Type.Object({
      id: IdText<'vendor'>(),
      number: Type.String(),
      name: Type.String(),
      status: Type.String(),
      since: Time,
    }),
  ),
})

/** Vendor groups and agents with their vendors, and what a role can be limited to. */
export async function vendorRoutes(app: Http): Promise<void> {
  app.addHook('preValidation', guardConsole)

  app.get(
    '/portfolios',
    {
      config: { permission: 'vendor.read' },
      schema: {
        summary: 'Vendor groups and agents by name, with how many vendors each has',
        querystring: Type.Object(
          {
            kind: Type.Optional(Kind),
            search: Search,
            after: Type.Optional(Type.String({ maxLength: 1_000 })),
            limit: Type.Optional(Type.Enum(['25', '50', '100'])),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            data: Type.Array(View),
            next: Type.Union([Type.String(), Type.Null()]),
          }),
        },
      },
    },
    async ({ actor, query }) => {
      const limit = Number.parseInt(query.limit ?? '25', 10)
      const after = query.after === undefined ? undefined : placeOfCursor(query.after)
      if (query.after !== undefined && !after) throw CursorMalformed()
      const rows = await reading(actor, (db) =>
        listPortfolios(db, actor, { ...query, after, limit: limit + 1 }),
      )
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        data: page.map(view),
        next: rows.length > limit && last ? nameCursor(last) : null,
      }
    },
  )

  app.get(
    '/portfolios/:id',
    {
      config: { permission: 'vendor.read' },
      schema: {
        summary: 'A vendor group or agent with its vendors',
        params: Key,
        response: { 200: Detail },
      },
    },
    async ({ actor, params }) => {
      const found = await reading(actor, (db) => readPortfolio(db, actor, params.id))
      const { members, created_at, ...head } = found
      return {
        ...head,
        createdAt: created_at.toISOString(),
        vendors: members.map(({ begins_at, number, ...vendor }) => ({
          ...vendor,
          number: String(number),
          since: begins_at.toISOString(),
        })),
      }
    },
  )

  app.post(
    '/portfolios',
    {
      config: { permission: 'portfolio.write' },
      schema: {
        summary: 'Make a vendor group or an agent, without vendors yet',
        headers: KeyHeader,
        body: Type.Object({ kind: Kind, name: Name }, { additionalProperties: false }),
        response: { 201: Type.Object({ id: IdText<'portfolio'>() }) },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const key = idempotencyKey(headers['idempotency-key'])
      const id = await transaction(actor, (tx) =>
        once<'portfolio'>(tx, actor, key, ['portfolio', body.kind, body.name], (fresh) =>
          makePortfolio(tx, actor, { ...body, id: fresh }),
        ),
      )
      reply.status(201)
      return { id }
    },
  )

  app.patch(
    '/portfolios/:id',
    {
      config: { permission: 'portfolio.write' },
      schema: {
        summary: 'Give a vendor group or an agent another name',
        params: Key,
        body: Type.Object({ name: Name }, { additionalProperties: false }),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      await transaction(actor, (tx) => renamePortfolio(tx, actor, params.id, body.name))
      return reply.status(204).send(null)
    },
  )

  app.put(
    '/portfolios/:id/vendors/:vendor',
    {
      config: { permission: 'portfolio.write' },
      schema: {
        summary: 'Put a vendor into a vendor group, or give it to an agent, from now on',
        params: MemberKey,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => addVendor(tx, actor, params.id, params.vendor))
      return reply.status(204).send(null)
    },
  )

  app.delete(
    '/portfolios/:id/vendors/:vendor',
    {
      config: { permission: 'portfolio.write' },
      schema: {
        summary: 'Take a vendor out of a vendor group, or from an agent, from now on',
        params: MemberKey,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => removeVendor(tx, actor, params.id, params.vendor))
      return reply.status(204).send(null)
    },
  )

  app.get(
    '/reaches',
    {
      config: { permission: 'role.write' },
      schema: {
        summary:
          'What a role can be limited to, by name: utilities, vendors, vendor groups, agents',
        querystring: Type.Object(
          { kind: Type.Enum(['utility', 'vendor', 'vendor_group', 'agent']), search: Search },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({
                id: IdText<'utility' | 'vendor' | 'portfolio'>(),
                name: Type.String(),
              }),
            ),
          }),
        },
      },
    },
    async ({ actor, query }) => ({ data: await findReaches(actor, query.kind, query.search) }),
  )
}

function view({ id, kind, name, created_at, vendors }: Portfolio): Static<typeof View> {
  return { id, kind, name, createdAt: created_at.toISOString(), vendors }
}
