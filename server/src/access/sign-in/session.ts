import { type Db, reading, type Tx, transaction } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { grantsOf } from '../grants.ts'
import { type BearerToken, readToken, sameHash, sha256 } from '../token.ts'

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

/** Milliseconds a console session lives without a request, where the tenant says nothing else, and at most (RELIABILITY.md 5.1). */
export const IDLE_MS = 30 * 60_000
export const LONGEST_MS = 12 * 60 * 60_000
// Writing on every request would cost more than the precision is worth.
const SEEN_EVERY_MS = 60_000

/** How far a sign-in has come. One that is not `open` lets nobody in. */
export type Stage = 'open' | 'factor' | 'enrolment'

export type Session = {
  readonly actor: Actor
  /** `open`, or `enrolment` where a route lets a person in who has yet to set up a second factor. */
  readonly stage: Stage
  /** When the person last proved who they are. */
  readonly confirmedAt: Date
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
 * disabled or a session ended anywhere is refused with the next request. A sign-in that still waits for the
 * second factor is no session; one that waits for its set-up counts, without any right, when asked for.
 * @throws SessionRequired, SessionExpired
 */
export async function sessionOf(
  token: string | undefined,
  { enrolling = false }: { readonly enrolling?: boolean } = {},
): Promise<Session> {
  const parsed = readToken(token ?? '')
  if (token === undefined || !parsed) throw SessionRequired()
  const found = await reading(parsed, (db) => readSession(db, parsed))
  if (!found) throw SessionRequired()
  const { row, grants } = found
  if (row.stage !== 'open' && !(enrolling && row.stage === 'enrolment')) throw SessionRequired()
  const present = now()
  const idleMs = row.idle_minutes === null ? IDLE_MS : row.idle_minutes * 60_000
  const idleUntil = row.last_seen_at.getTime() + idleMs
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
      ...(row.stage === 'open' ? grants : noGrants),
    },
    stage: row.stage,
    confirmedAt: row.confirmed_at ?? row.created_at,
    email: row.email,
    language: row.language,
    csrfToken: csrfOf(token),
    expiresAt: row.expires_at,
  }
}

/** Throws `session.csrf` unless the request repeats the session's csrf token. */
export function requireCsrf(session: Session, given: string | undefined): void {
  requireCsrfToken(session.csrfToken, given)
}

/** The same for a sign-in that is no session yet. */
export function requireCsrfToken(wanted: string, given: string | undefined): void {
  if (!sameHash(sha256(wanted), sha256(given ?? ''))) throw CsrfMismatch()
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

/** Ends every session of a person but the one named by its hash in hexadecimal. */
export function endOtherSessions(
  tx: Tx,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
  kept: string | undefined,
): Promise<number> {
  return tx.execute(
    `update access.session set ended_at = $4
     where tenant_id = $1 and person_id = $2 and ended_at is null
       and token_hash is distinct from decode($3, 'hex')`,
    [tenantId, personId, kept ?? null, now()],
  )
}

/**
 * Removes sessions and links that ended or expired more than a month ago, the keys of requests as old, and
 * challenges that nothing can answer any more. Returns how many rows went.
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
    const links = await tx.execute(
      'delete from access.link where tenant_id = $1 and expires_at < $2',
      [tenantId, before],
    )
    const challenges = await tx.execute(
      'delete from access.used_challenge where tenant_id = $1 and expires_at < $2',
      [tenantId, now()],
    )
    return sessions + keys + links + challenges
  })
}

type SessionRow = {
  person_id: Id<'person'>
  name: string
  email: string
  language: string
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  ended_at: Date | null
  confirmed_at: Date | null
  stage: Stage
  idle_minutes: number | null
}

const noGrants = { permissions: new Set<never>(), reach: { utilities: [], vendors: [] } } as const

async function readSession(db: Db, { tenantId, hash }: BearerToken) {
  const row = await db.row<SessionRow>(
    `select s.person_id, p.name, p.email, p.language, s.created_at, s.last_seen_at, s.expires_at,
            s.ended_at, s.confirmed_at, s.stage, t.idle_minutes
     from access.session s
     left join access.tenant_setting t on t.tenant_id = $1
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
