import type { Db, Tx } from '../db/transaction.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { digestAfter, EXPORT_FORMAT, type ExportStatement, NO_LINES } from './export-digest.ts'
import type { LongWork, WorkTurn } from './long-work.ts'
import { type AuditActor, record } from './record.ts'
import { newestAuditHead } from './seal.ts'
import { signingKeyOf } from './signing.ts'

export const WholeTrailOnly = refusal(
  'audit.whole_company',
  403,
  'This is for people whose right reaches the whole company: the trail belongs to no utility and no vendor.',
)

/** Instants in RFC 3339; null: from the first event on, and until the export began. */
export type ExportParams = { readonly from: string | null; readonly until: string | null }
type ExportPlace = {
  /** Before which instant events are taken: settled when the work begins, so that it ends. */
  readonly until: string
  readonly at: string
  readonly id: string
  readonly lines: number
  readonly digest: string
}

/** Events in one part of the file. */
const CHUNK = 2_000
const FILE = 'audit-trail.jsonl'

/**
 * Writes the events of a span of time into a file, oldest first, a line each, and beside it a file that holds
 * what was written, the newest head of the trail, and an Ed25519 signature over both. `saldo verify-export`
 * checks the two without a database. Long work: see jobs/.
 */
export function exportTrail<Caller extends AuditActor>(
  seesAll: (caller: Caller) => boolean,
): LongWork<Caller, ExportParams, ExportPlace> {
  return {
    kind: 'audit.export',
    permission: 'audit.export',
    async step(tx, turn) {
      if (!seesAll(turn.actor)) throw WholeTrailOnly()
      const before = turn.place ?? beginningOf(turn.params)
      const rows = await nextEvents(tx, turn.actor.tenantId, turn.params.from, before)
      const lines = rows.map(({ line }) => line)
      if (lines.length > 0 || turn.place === null) {
        await turn.write({
          name: FILE,
          contentType: 'application/jsonl; charset=utf-8',
          bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')),
        })
      }
      const last = rows.at(-1)
      const place = {
        until: before.until,
        at: last?.place ?? before.at,
        id: last?.id ?? before.id,
        lines: before.lines + rows.length,
        digest: lines.reduce(digestAfter, before.digest),
      }
      const finished = rows.length < CHUNK
      if (finished) await signOff(tx, turn, place)
      return { place, done: rows.length, finished }
    },
  }
}

function beginningOf({ until }: ExportParams): ExportPlace {
  return {
    until: until ?? now().toISOString(),
    at: '0001-01-01T00:00:00Z',
    id: '00000000-0000-0000-0000-000000000000',
    lines: 0,
    digest: NO_LINES,
  }
}

async function signOff<Caller extends AuditActor>(
  tx: Tx,
  { actor, jobId, params, write }: WorkTurn<Caller, ExportParams, ExportPlace>,
  { until, lines, digest }: ExportPlace,
): Promise<void> {
  const head = await newestAuditHead(tx, actor.tenantId)
  const statement: ExportStatement = {
    format: EXPORT_FORMAT,
    tenantId: actor.tenantId,
    from: params.from,
    until,
    lines,
    digest,
    head: head ? { epoch: head.epoch, number: String(head.number), head: head.head } : null,
    signedAt: now().toISOString(),
  }
  const text = JSON.stringify(statement)
  const key = signingKeyOf(actor.tenantId)
  const signature = JSON.stringify({ publicKey: key.publicKey, signature: key.sign(text) })
  await write({
    name: `${FILE}.sig`,
    contentType: 'application/jsonl; charset=utf-8',
    bytes: Buffer.from(`${text}\n${signature}\n`),
  })
  await record(tx, {
    actor,
    action: 'audit.export',
    object: { kind: 'job', id: jobId },
    after: { from: params.from, until, events: lines, digest },
  })
}

interface ExportRow {
  readonly place: string
  readonly id: string
  readonly line: string
}

/** The line of an event is made by the database: before and after stand in it exactly as they were written. */
function nextEvents(
  db: Db,
  tenantId: Id<'tenant'>,
  from: string | null,
  { until, at, id }: ExportPlace,
): Promise<ExportRow[]> {
  return db.rows<ExportRow>(
    `select place, id, json_build_object(
         'id', id, 'occurredAt', place, 'actorKind', actor_kind, 'actorId', actor_id, 'actorName', actor_name,
         'action', action, 'objectKind', object_kind, 'objectId', object_id, 'reason', reason,
         'before', before, 'after', after, 'requestId', request_id, 'source', source_address)::text as line
     from (
       select e.*, to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
       from audit.event e
       where e.tenant_id = $1 and e.occurred_at < $2 ${from === null ? '' : 'and e.occurred_at >= $6'}
         and (e.occurred_at, e.id) > ($3::timestamptz, $4::uuid)
       order by e.occurred_at, e.id limit $5) e
     order by occurred_at, id`,
    [tenantId, until, at, id, CHUNK, ...(from === null ? [] : [from])],
  )
}
