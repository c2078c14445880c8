import type { Db } from '../db/transaction.ts'
import type { Id } from '../kernel/ids.ts'
import { cursorOf, type PagePlace, placeOf } from './cursor.ts'
import { wordsOf } from './words.ts'

/** What is looked for: every field that is given must fit. */
export interface AuditFilter {
  /** From this instant on, and before that one. */
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  /** The id of a person, operator or client; `system` for what Saldo did by itself. */
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly objectKind?: string | undefined
  readonly objectId?: string | undefined
  readonly requestId?: string | undefined
  /** Whole words of the reason, in any order, capital or small. */
  readonly reason?: string | undefined
  /** The id of the only actor whose deeds the reader may see. */
  readonly ownDeeds?: string | undefined
}

export interface AuditEvent {
  readonly id: string
  readonly occurredAt: Date
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string }
  readonly action: string
  readonly object: { readonly kind: string; readonly id: string }
  readonly reason: string | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
  readonly requestId: string | null
  readonly source: string | null
}

export interface AuditPage {
  readonly events: readonly AuditEvent[]
  /** The mark of the next page; null on the last one. */
  readonly next: string | null
}

/**
 * A page of a tenant's trail, newest first. `after` is the mark that the page before gave.
 * @throws CursorWrong
 */
export async function searchAudit(
  db: Db,
  tenantId: Id<'tenant'>,
  filter: AuditFilter,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<AuditPage> {
  const values: unknown[] = [tenantId]
  const put = (value: unknown) => `$${values.push(value)}`
  const place = after === undefined ? undefined : placeOf(tenantId, after)
  const span = spanOf(filter, place, put)
  const conditions = [...span('e'), ...conditionsOf(filter, put)].join(' ')
  const words = wordsOf(filter.reason ?? '').toSorted((a, b) => b.length - a.length)
  const rows = await db.rows<EventRow>(
    words.length === 0
      ? `select ${columns} from audit.event e where e.tenant_id = $1 ${conditions}
         order by e.occurred_at desc, e.id desc limit ${put(limit + 1)}`
      : `select ${columns} from audit.reason_word w cross join lateral (
           select e.* from audit.event e
           where e.tenant_id = $1 and e.occurred_at = w.occurred_at and e.id = w.event_id ${conditions}
           limit 1) e
         where w.tenant_id = $1 and ${wordsFit(words, put)} ${span('w', 'event_id').join(' ')}
         order by w.occurred_at desc, w.event_id desc limit ${put(limit + 1)}`,
    values,
  )
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    events: shown.map(eventOf),
    next: rows.length > limit && last ? cursorOf(tenantId, { at: last.place, id: last.id }) : null,
  }
}

type Put = (value: unknown) => string
/** The conditions on the time and place of an event, said of one of the tables that have them. */
type Span = (table: string, id?: string) => string[]

function spanOf({ from, until }: AuditFilter, place: PagePlace | undefined, put: Put): Span {
  const since = from && put(from)
  const before = until && put(until)
  const below = place && `(${put(place.at)}::timestamptz, ${put(place.id)}::uuid)`
  return (table, id = 'id') => [
    ...(since ? [`and ${table}.occurred_at >= ${since}`] : []),
    ...(before ? [`and ${table}.occurred_at < ${before}`] : []),
    ...(below ? [`and (${table}.occurred_at, ${table}.${id}) < ${below}`] : []),
  ]
}

/**
 * The longest word, mostly the rarest, leads: its rows lie in the order of the list, so that a page of a
 * word which stands in every fifth event is read as quickly as one of a rare word. The lateral part above
 * holds the database to that order: it takes two equal columns for a rare chance and would read all.
 */
function wordsFit([leading, ...others]: readonly string[], put: Put): string {
  const alsoHas = others.map(
    (word) => `and exists (
      select from audit.reason_word v where v.tenant_id = $1 and v.word = ${put(word)}
        and v.occurred_at = w.occurred_at and v.event_id = w.event_id)`,
  )
  return `w.word = ${put(leading)} ${alsoHas.join(' ')}`
}

/** Only plain comparisons: behind row-level security no other uses an index (RELIABILITY.md 5.3). */
function conditionsOf(filter: AuditFilter, put: Put): string[] {
  const { actor, action, objectKind, objectId, requestId, ownDeeds } = filter
  const found: string[] = []
  const equal = (column: string, value: string | undefined, type = 'text') => {
    if (value !== undefined) found.push(`and e.${column} = ${put(value)}::${type}`)
  }
  equal('actor_id', ownDeeds, 'uuid')
  if (actor === 'system') found.push("and e.actor_kind = 'system' and e.actor_id is null")
  else equal('actor_id', actor, 'uuid')
  equal('action', action)
  equal('object_kind', objectKind)
  equal('object_id', objectId)
  equal('request_id', requestId)
  return found
}

const columns = `e.id, e.occurred_at, e.actor_kind, e.actor_id, e.actor_name, e.action, e.object_kind, e.object_id,
  e.reason, e.before, e.after, e.request_id, e.source_address,
  to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place`

interface EventRow {
  readonly id: string
  readonly occurred_at: Date
  readonly actor_kind: string
  readonly actor_id: string | null
  readonly actor_name: string
  readonly action: string
  readonly object_kind: string
  readonly object_id: string
  readonly reason: string | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
  readonly request_id: string | null
  readonly source_address: string | null
  readonly place: string
}

function eventOf(row: EventRow): AuditEvent {
  return {
    id: row.id,
    occurredAt: row.occurred_at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    object: { kind: row.object_kind, id: row.object_id },
    reason: row.reason,
    before: row.before,
    after: row.after,
    requestId: row.request_id,
    source: row.source_address,
  }
}
