import { type Db, reading, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import type { Actor } from './actor.ts'
import { grantsOf } from './grants.ts'
import { type BearerToken, readToken, sameHash, sha256 } from './token.ts'

export const SessionRequired = refusal('session.required', 401, 'Sign in first.')
export const SessionExpired = refusal(
  'session.expired',
  401,
  'Your session has ended. Sign in again.',
)
export const CsrfMismatch = refusal(
  'session.csrf',
  403,
  'This request did not come from the page you are signed in on. Load the page again.',
)

/** Milliseconds a console session lives without a request, and at most (RELIABILITY.md 5.1). */
export const IDLE_MS = 30 * 60_000
export const LONGEST_MS = 12 * 60 * 60_000
// Writing on every request would cost more than the precision is worth.
const SEEN_EVERY_MS = 60_000

export type Session = {
  readonly actor: Actor
  readonly email: string
  readonly language: string
  /** The text that state-changing requests must repeat in `Saldo-Csrf`. */
  readonly csrfToken: string
  readonly expiresAt: Date
}

/**
 * The csrf token of a session. It follows from the session token, so that a page that is loaded again can
 * be told it again; the session token does not follow from it.
 */
export function csrfOf(sessionToken: string): string {
  return sha256(`csrf\n${sessionToken}`).toString('base64url')
}

/**
 * Who a console session belongs to, with the rights as they are now: a right taken away, a person
 * disabled or a session ended anywhere is refused with the next request.
 * @throws SessionRequired, SessionExpired
 */
export async function sessionOf(token: string | undefined): Promise<Session> {
  const parsed = readToken(token ?? '')
  if (token === undefined || !parsed) throw SessionRequired()
  const found = await reading(parsed, (db) => readSession(db, parsed))
  if (!found) throw SessionRequired()
  const { row, grants } = found
  const present = now()
  const idleUntil = row.last_seen_at.getTime() + IDLE_MS
  if (row.ended_at || row.expires_at <= present || idleUntil <= present.getTime()) {
    throw SessionExpired()
  }
  if (present.getTime() - row.last_seen_at.getTime() > SEEN_EVERY_MS) await see(parsed, present)
  return {
    actor: {
      tenantId: parsed.tenantId,
      kind: 'person',
      id: row.person_id,
      name: row.name,
      sessionId: parsed.hash.toString('hex'),
      ...grants,
    },
    email: row.email,
    language: row.language,
    csrfToken: csrfOf(token),
    expiresAt: row.expires_at,
  }
}

/** Throws `session.csrf` unless the request repeats the session's csrf token. */
export function requireCsrf(session: Session, given: string | undefined): void {
  if (!sameHash(sha256(session.csrfToken), sha256(given ?? ''))) throw CsrfMismatch()
}

/** Ends a session at once, on every server. Ending one that is no more is no error. */
export async function signOut(token: string): Promise<void> {
  const parsed = readToken(token)
  if (!parsed) return
  await transaction(parsed, (tx) =>
    tx.execute(
      `update access.session set ended_at = $3
       where tenant_id = $1 and token_hash = $2 and ended_at is null`,
      [parsed.tenantId, parsed.hash, now()],
    ),
  )
}

/**
 * Removes sessions that ended or expired more than a month ago, and the keys of requests as old. Returns how
 * many rows went.
 */
export function forgetOldSessions(tenantId: Id<'tenant'>): Promise<number> {
  const before = new Date(now().getTime() - 30 * 24 * 60 * 60_000)
  return transaction({ tenantId }, async (tx) => {
    const sessions = await tx.execute(
      'delete from access.session where tenant_id = $1 and expires_at < $2',
      [tenantId, before],
    )
    const keys = await tx.execute(
      'delete from access.made where tenant_id = $1 and created_at < $2',
      [tenantId, before],
    )
    return sessions + keys
  })
}

type SessionRow = {
  person_id: Id<'person'>
  name: string
  email: string
  language: string
  last_seen_at: Date
  expires_at: Date
  ended_at: Date | null
}

async function readSession(db: Db, { tenantId, hash }: BearerToken) {
  const row = await db.row<SessionRow>(
    `select s.person_id, p.name, p.email, p.language, s.last_seen_at, s.expires_at, s.ended_at
     from access.session s
     join access.person p on p.tenant_id = $1 and p.id = s.person_id and p.status = 'active'
     where s.tenant_id = $1 and s.token_hash = $2`,
    [tenantId, hash],
  )
  return row && { row, grants: await grantsOf(db, tenantId, row.person_id) }
}

function see({ tenantId, hash }: BearerToken, present: Date): Promise<number> {
  return transaction({ tenantId }, (tx) =>
    tx.execute(
      `update access.session set last_seen_at = $3
       where tenant_id = $1 and token_hash = $2 and last_seen_at < $3`,
      [tenantId, hash, present],
    ),
  )
}
