import type { Act, Actor } from '../access/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import type { Currency, Money } from '../kernel/money.ts'
import { decidableBy, decidableIn, mayDecide } from './deciders.ts'
import { ApprovalUnknown } from './refusals.ts'
import { amountOf } from './rule.ts'

export const states = ['waiting', 'executed', 'rejected', 'expired', 'withdrawn'] as const
export type RequestState = (typeof states)[number]

export type Request = {
  readonly id: Id<'deed'>
  readonly kind: string
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string }
  readonly content: unknown
  readonly before: { readonly [name: string]: unknown }
  readonly after: { readonly [name: string]: unknown }
  readonly fingerprint: Buffer
  readonly reason: string
  readonly amount: Money | null
  readonly requestedBy: { readonly id: Id<'person'>; readonly name: string }
  readonly requestedAt: Date
  readonly expiresAt: Date
  /** As it is now: one that waited too long is expired before a task has written so. */
  readonly state: RequestState
  readonly decidedBy: { readonly id: Id<'person'>; readonly name: string } | null
  readonly decidedAt: Date | null
  readonly decisionReason: string | null
  /** Whether the asker may approve or reject it. */
  readonly mayDecide: boolean
  /** Whether the asker made it. */
  readonly own: boolean
}

/** Which requests: those that wait for the asker, those the asker made, or those that are past. */
export type Box = 'queue' | 'mine' | 'past'

export type RequestPage = { readonly requests: Request[]; readonly next: Id<'deed'> | null }

/** Requests that concern the actor, newest first; a page of them, and where the next begins. */
export async function listRequests(
  db: Db,
  actor: Actor,
  acts: readonly Act<unknown>[],
  { box, after, limit }: { readonly box: Box; readonly after?: Id<'deed'>; readonly limit: number },
): Promise<RequestPage> {
  const decidable = decidableBy(actor, acts)
  const rows = await db.rows<RequestRow>(
    `select ${COLUMNS} from approvals.request r
     where r.tenant_id = $1 and ${IN_BOX[box]} and ($5::uuid is null or r.id < $5)
     order by r.id desc limit $6`,
    [actor.tenantId, actor.id, JSON.stringify(decidable), now(), after ?? null, limit + 1],
  )
  const requests = rows.slice(0, limit).map((row) => requestOf(row, actor, decidable))
  return { requests, next: rows.length > limit ? requests.at(-1)!.id : null }
}

/** How many requests wait for the actor, counted up to 99. */
export async function countWaiting(
  db: Db,
  actor: Actor,
  acts: readonly Act<unknown>[],
): Promise<number> {
  const decidable = decidableBy(actor, acts)
  if (decidable.length === 0) return 0
  const rows = await db.rows(
    `select 1 from approvals.request r where r.tenant_id = $1 and ${IN_BOX.queue} limit 99`,
    [actor.tenantId, actor.id, JSON.stringify(decidable), now()],
  )
  return rows.length
}

/** One request that the actor made or may decide. Any other looks like one that does not exist. */
export async function readRequest(
  db: Db,
  actor: Actor,
  acts: readonly Act<unknown>[],
  id: Id<'deed'>,
): Promise<Request> {
  return found(
    await db.row<RequestRow>(
      `select ${COLUMNS} from approvals.request r where r.tenant_id = $1 and r.id = $2`,
      [actor.tenantId, id],
    ),
    actor,
    acts,
  )
}

/** The same, held until the transaction ends: of two who decide at once the second waits for the first. */
export async function holdRequest(
  tx: Tx,
  actor: Actor,
  acts: readonly Act<unknown>[],
  id: Id<'deed'>,
): Promise<Request> {
  return found(
    await tx.row<RequestRow>(
      `select ${COLUMNS} from approvals.request r where r.tenant_id = $1 and r.id = $2 for update`,
      [actor.tenantId, id],
    ),
    actor,
    acts,
  )
}

const COLUMNS = `r.id, r.kind, r.subject_kind, r.subject_id, r.subject_name, r.content, r.before, r.after,
  r.fingerprint, r.reason, r.amount_minor, r.currency, r.currency_decimals, r.utility_id, r.vendor_id,
  r.requested_by, r.requested_by_name, r.requested_at, r.expires_at, r.state,
  r.decided_by, r.decided_by_name, r.decided_at, r.decision_reason`

const IN_BOX: Readonly<Record<Box, string>> = {
  queue: `r.state = 'waiting' and r.expires_at > $4 and r.requested_by <> $2 and ${decidableIn('$3')}`,
  mine: 'r.requested_by = $2 and ($3::jsonb is not null and $4::timestamptz is not null)',
  past: `(r.state <> 'waiting' or r.expires_at <= $4)
    and (r.requested_by = $2 or r.decided_by = $2 or ${decidableIn('$3')})`,
}

type RequestRow = {
  id: Id<'deed'>
  kind: string
  subject_kind: string
  subject_id: string
  subject_name: string
  content: unknown
  before: Request['before']
  after: Request['after']
  fingerprint: Buffer
  reason: string
  amount_minor: bigint | null
  currency: string | null
  currency_decimals: Currency['decimals'] | null
  utility_id: Id<'utility'> | null
  vendor_id: Id<'vendor'> | null
  requested_by: Id<'person'>
  requested_by_name: string
  requested_at: Date
  expires_at: Date
  state: RequestState
  decided_by: Id<'person'> | null
  decided_by_name: string | null
  decided_at: Date | null
  decision_reason: string | null
}

function found(row: RequestRow | undefined, actor: Actor, acts: readonly Act<unknown>[]): Request {
  if (!row) throw ApprovalUnknown()
  const request = requestOf(row, actor, decidableBy(actor, acts))
  if (!request.own && !request.mayDecide && row.decided_by !== actor.id) throw ApprovalUnknown()
  return request
}

function requestOf(
  row: RequestRow,
  actor: Actor,
  decidable: ReturnType<typeof decidableBy>,
): Request {
  const target = {
    ...(row.utility_id && { utilityId: row.utility_id }),
    ...(row.vendor_id && { vendorId: row.vendor_id }),
  }
  const own = row.requested_by === actor.id
  return {
    id: row.id,
    kind: row.kind,
    subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
    content: row.content,
    before: row.before,
    after: row.after,
    fingerprint: row.fingerprint,
    reason: row.reason,
    amount: amountOf(row.amount_minor, row.currency, row.currency_decimals),
    requestedBy: { id: row.requested_by, name: row.requested_by_name },
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    state: row.state === 'waiting' && row.expires_at <= now() ? 'expired' : row.state,
    decidedBy: row.decided_by ? { id: row.decided_by, name: row.decided_by_name ?? '' } : null,
    decidedAt: row.decided_at,
    decisionReason: row.decision_reason,
    mayDecide: !own && mayDecide(decidable, row.kind, target),
    own,
  }
}
