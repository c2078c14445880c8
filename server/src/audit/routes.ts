import type { FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { reading, type Tx, transaction } from '../db/transaction.ts'
import { BodyMalformed, type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import type { Id } from '../kernel/ids.ts'
import { cleanText } from '../kernel/text.ts'
import { type CheckParams, checkTrail } from './check-trail.ts'
import { type ExportParams, exportTrail, WholeTrailOnly } from './export-trail.ts'
import type { AuditActor } from './record.ts'
import { newestAuditHead } from './seal.ts'
import { type AuditEvent, type AuditFilter, type AuditPage, searchAudit } from './search.ts'
import { signingKeyOf } from './signing.ts'
import { wordsOf } from './words.ts'

/** Rights that reach the trail as a whole or the own deeds alone. */
export type TrailRight = 'audit.read' | 'audit.export'

/** Whoever identifies callers stands above, and so do the jobs. */
export interface AuditRoutesOptions<Caller extends AuditActor> {
  /** Lets a signed-in person through who has the route's permission. */
  readonly guard: (request: FastifyRequest) => Promise<void>
  /** Who that is. */
  readonly callerOf: (request: FastifyRequest) => Caller
  /**
   * Whether the caller sees the whole trail of the tenant. An event belongs to no utility and no vendor, so
   * whoever reaches less than the tenant sees the own deeds alone.
   */
  readonly seesAll: (caller: Caller, right: TrailRight) => boolean
  /** Starts long work; once for each key. */
  readonly start: (
    tx: Tx,
    caller: Caller,
    work: { readonly kind: string; readonly permission: string },
    params: ExportParams | CheckParams,
    how: { readonly key: string; readonly reason?: string },
  ) => Promise<Id<'job'>>
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
  /** The right of the reader reaches less than the company: these are the own deeds alone. */
  ownOnly: Type.Boolean(),
})

const ProofView = Type.Object({
  head: Type.Union([
    Type.Object({
      block: Type.String(),
      head: Type.String(),
      sealedAt: Type.String({ format: 'date-time' }),
    }),
    Type.Null(),
  ]),
  fingerprint: Type.String(),
})
const StartedView = Type.Object({ jobId: Type.String() })
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** The audit trail in the console. The history of one thing is a search by its kind and id. */
export function auditRoutes<Caller extends AuditActor>(options: AuditRoutesOptions<Caller>) {
  const { guard, callerOf, seesAll, start } = options

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

    app.get(
      '/audit/proof',
      {
        config: { permission: 'audit.read' },
        schema: {
          summary:
            'The newest head of the trail and the key that signs exports, to be kept outside',
          response: { 200: ProofView },
        },
      },
      async (request) => proofOf(callerOf(request)),
    )

    app.post(
      '/audit/exports',
      {
        config: { permission: 'audit.export', stepUp: true },
        schema: {
          summary: 'Take the trail of a span of time out as a signed file; a job writes it',
          headers: KeyHeader,
          body: Type.Object(
            {
              from: Type.Optional(Instant),
              until: Type.Optional(Instant),
              reason: Type.String({ minLength: 1, maxLength: 1_000 }),
            },
            { additionalProperties: false },
          ),
          response: { 201: StartedView },
        },
      },
      async (request, reply) => {
        const { from, until, reason } = request.body
        const params = {
          from: instantOf('/from', from)?.toISOString() ?? null,
          until: instantOf('/until', until)?.toISOString() ?? null,
        }
        reply.status(201)
        return started(request, exportTrail(seesExports), params, {
          key: idempotencyKey(request.headers['idempotency-key']),
          reason: cleanText(reason, { pointer: '/reason', max: 1_000 }),
        })
      },
    )

    app.post(
      '/audit/checks',
      {
        config: { permission: 'audit.export' },
        schema: {
          summary:
            'Recompute the trail from its rows, and compare it with a head that was kept; a job does it',
          headers: KeyHeader,
          body: Type.Object({ knownHead: Type.Optional(Hash) }, { additionalProperties: false }),
          response: { 201: StartedView },
        },
      },
      async (request, reply) => {
        reply.status(201)
        const params = { knownHead: request.body.knownHead ?? null }
        return started(request, checkTrail(seesExports), params, {
          key: idempotencyKey(request.headers['idempotency-key']),
        })
      },
    )
  }

  function seesExports(caller: Caller): boolean {
    return seesAll(caller, 'audit.export')
  }

  async function started(
    request: FastifyRequest,
    work: { readonly kind: string; readonly permission: string },
    params: ExportParams | CheckParams,
    how: { readonly key: string; readonly reason?: string },
  ): Promise<Static<typeof StartedView>> {
    const caller = callerOf(request)
    if (!seesExports(caller)) throw WholeTrailOnly()
    const jobId = await transaction(caller, (tx) => start(tx, caller, work, params, how))
    return { jobId }
  }

  async function pageFor(
    caller: Caller,
    filter: AuditFilter,
    after: string | undefined,
    limit: string | undefined,
  ): Promise<Static<typeof PageView>> {
    const size = Number.parseInt(limit ?? '25', 10)
    const ownDeeds = seesAll(caller, 'audit.read') ? undefined : caller.id
    const page = await reading(caller, (db) =>
      searchAudit(db, caller.tenantId, { ...filter, ownDeeds }, { limit: size, after }),
    )
    return { ...pageView(page), ownOnly: ownDeeds !== undefined }
  }
}

interface Wanted extends Omit<AuditFilter, 'from' | 'until' | 'ownDeeds'> {
  readonly from?: string
  readonly until?: string
}

/** What the schema cannot say: a reason has words, and an id is the id of a kind of thing. */
function filterOf({ from, until, ...rest }: Wanted): AuditFilter {
  if (rest.reason !== undefined && wordsOf(rest.reason).length === 0)
    throw unreadable('/querystring/reason')
  if (rest.objectId !== undefined && rest.objectKind === undefined)
    throw unreadable('/querystring/objectKind')
  return {
    ...rest,
    from: instantOf('/querystring/from', from),
    until: instantOf('/querystring/until', until),
  }
}

function instantOf(pointer: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime())) throw unreadable(pointer)
  return instant
}

function unreadable(pointer: string) {
  return BodyMalformed({}, { errors: [{ pointer, code: 'field.pattern' }] })
}

async function proofOf({ tenantId }: AuditActor): Promise<Static<typeof ProofView>> {
  const newest = await reading({ tenantId }, (db) => newestAuditHead(db, tenantId))
  const { fingerprint } = signingKeyOf(tenantId)
  if (!newest) return { head: null, fingerprint }
  const { epoch, number, head, sealedAt } = newest
  return {
    head: { block: `${epoch}/${number}`, head, sealedAt: sealedAt.toISOString() },
    fingerprint,
  }
}

function pageView({ events, next }: AuditPage): Omit<Static<typeof PageView>, 'ownOnly'> {
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
