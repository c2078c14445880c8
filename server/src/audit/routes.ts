import type { FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { reading } from '../db/transaction.ts'
import { BodyMalformed, type Http } from '../http/index.ts'
import type { Id } from '../kernel/ids.ts'
import { type AuditEvent, type AuditFilter, type AuditPage, searchAudit } from './search.ts'
import { wordsOf } from './words.ts'

/** Who asks, as this module needs to know it: whoever identifies callers stands above. */
interface Reader {
  readonly tenantId: Id<'tenant'>
  readonly id: string
}

export interface AuditRoutesOptions<Caller extends Reader> {
  /** Lets a signed-in person through who has the route's permission. */
  readonly guard: (request: FastifyRequest) => Promise<void>
  /** Who that is. */
  readonly callerOf: (request: FastifyRequest) => Caller
  /**
   * Whether the caller sees the whole trail of the tenant. An event belongs to no utility and no vendor, so
   * whoever reaches less than the tenant sees the own deeds alone.
   */
  readonly seesAll: (caller: Caller) => boolean
}

const Kind = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' })
const ObjectId = Type.String({ pattern: '^[^\\u0000-\\u001f]{1,200}$' })
const Instant = Type.String({
  pattern:
    '^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$',
  description: 'An instant (RFC 3339), such as "2026-11-24T00:00:00+02:00".',
})
const Page = {
  after: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  limit: Type.Optional(Type.Enum(['25', '50', '100'])),
}

const EventView = Type.Object({
  id: Type.String(),
  occurredAt: Type.String({ format: 'date-time' }),
  actor: Type.Object({
    kind: Type.String(),
    id: Type.Union([Type.String(), Type.Null()]),
    name: Type.String(),
  }),
  action: Type.String(),
  object: Type.Object({ kind: Type.String(), id: Type.String() }),
  reason: Type.Union([Type.String(), Type.Null()]),
  before: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  after: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  requestId: Type.Union([Type.String(), Type.Null()]),
  source: Type.Union([Type.String(), Type.Null()]),
})
const PageView = Type.Object({
  data: Type.Array(EventView),
  next: Type.Union([Type.String(), Type.Null()]),
})

/** The audit trail in the console. The history of one thing is a search by its kind and id. */
export function auditRoutes<Caller extends Reader>(options: AuditRoutesOptions<Caller>) {
  const { guard, callerOf, seesAll } = options

  return async (app: Http): Promise<void> => {
    app.addHook('preValidation', guard)

    app.get(
      '/audit',
      {
        config: { permission: 'audit.read' },
        schema: {
          summary: 'Search who did what, newest first; by kind and id the history of one thing',
          querystring: Type.Object(
            {
              from: Type.Optional(Instant),
              until: Type.Optional(Instant),
              actor: Type.Optional(
                Type.String({
                  pattern: '^(system|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$',
                  description: 'The id of a person, operator or client, or "system".',
                }),
              ),
              action: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_.]{0,79}$' })),
              objectKind: Type.Optional(Kind),
              objectId: Type.Optional(ObjectId),
              requestId: Type.Optional(ObjectId),
              reason: Type.Optional(
                Type.String({
                  minLength: 1,
                  maxLength: 200,
                  description: 'Whole words of the reason, in any order.',
                }),
              ),
              ...Page,
            },
            { additionalProperties: false },
          ),
          response: { 200: PageView },
        },
      },
      async (request) => {
        const { after, limit, ...wanted } = request.query
        return pageFor(callerOf(request), filterOf(wanted), after, limit)
      },
    )
  }

  async function pageFor(
    caller: Caller,
    filter: AuditFilter,
    after: string | undefined,
    limit: string | undefined,
  ): Promise<Static<typeof PageView>> {
    const size = Number.parseInt(limit ?? '25', 10)
    const ownDeeds = seesAll(caller) ? undefined : caller.id
    const page = await reading(caller, (db) =>
      searchAudit(db, caller.tenantId, { ...filter, ownDeeds }, { limit: size, after }),
    )
    return pageView(page)
  }
}

interface Wanted extends Omit<AuditFilter, 'from' | 'until' | 'ownDeeds'> {
  readonly from?: string
  readonly until?: string
}

/** What the schema cannot say: a reason has words, and an id is the id of a kind of thing. */
function filterOf({ from, until, ...rest }: Wanted): AuditFilter {
  if (rest.reason !== undefined && wordsOf(rest.reason).length === 0) throw unreadable('reason')
  if (rest.objectId !== undefined && rest.objectKind === undefined) throw unreadable('objectKind')
  return { ...rest, from: instantOf('from', from), until: instantOf('until', until) }
}

function instantOf(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime())) throw unreadable(name)
  return instant
}

function unreadable(name: string) {
  return BodyMalformed({}, { errors: [{ pointer: `/querystring/${name}`, code: 'field.pattern' }] })
}

function pageView({ events, next }: AuditPage): Static<typeof PageView> {
  return { data: events.map(eventView), next }
}

function eventView(event: AuditEvent): Static<typeof EventView> {
  const { before, after } = event
  return {
    ...event,
    occurredAt: event.occurredAt.toISOString(),
    before: before && { ...before },
    after: after && { ...after },
  }
}
