import { reading, transaction } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { CodeWrong, factorName, takeCode } from '../factors/authenticator.ts'
import { takeRecoveryCode } from '../factors/recovery-codes.ts'
import { type BearerToken, readToken } from '../token.ts'
import { readerOf, stationeryOf, writeNotice } from './letters.ts'
import { csrfOf, requireCsrfToken, type Session, SessionRequired, sessionOf } from './session.ts'
import { enter, type Place } from './sign-in.ts'
import { countAttempt, forgiveAttempts } from './throttle.ts'

/** Wrong codes after which a sign-in begins again with the password. */
const MOST_TRIES = 5

export type Waiting = {
  readonly token: BearerToken
  readonly id: Id<'person'>
  readonly name: string
  readonly email: string
  readonly language: string
}

/** The sign-in that waits for a second factor under this cookie. @throws SessionRequired, CsrfMismatch */
export async function waitingSignIn(text: string | undefined, csrf: string | undefined) {
  const token = readToken(text ?? '')
  if (!token || text === undefined) throw SessionRequired()
  requireCsrfToken(csrfOf(text), csrf)
  const row = await reading(token, (db) =>
    db.row<Omit<Waiting, 'token'>>(
      `select p.id, p.name, p.email, p.language
       from access.session s
       join access.person p on p.tenant_id = $1 and p.id = s.person_id and p.status = 'active'
       where s.tenant_id = $1 and s.token_hash = $2 and s.stage = 'factor' and s.ended_at is null
         and s.expires_at > $3 and s.tries < $4`,
      [token.tenantId, token.hash, now(), MOST_TRIES],
    ),
  )
  if (!row) throw SessionRequired()
  return { ...row, token } satisfies Waiting
}

export type GivenCode = { readonly kind: 'authenticator' | 'recovery'; readonly code: string }

/**
 * Ends a sign-in with a code: of the authenticator app, or a recovery code. After five wrong ones it begins anew.
 * @throws SessionRequired, CodeWrong, SignInLocked
 */
export async function finishWithCode(
  waiting: Waiting,
  given: GivenCode,
  place: Place,
): Promise<{ token: string; session: Session }> {
  const { token, id } = waiting
  const { tenantId } = token
  await countAttempt(factorName(id), place.source)
  // Counted before the code is looked at: a hundred guesses sent at once are a hundred.
  const counted = await transaction({ tenantId }, (tx) =>
    tx.execute(
      `update access.session set tries = tries + 1
       where tenant_id = $1 and token_hash = $2 and ended_at is null and tries < $3`,
      [tenantId, token.hash, MOST_TRIES],
    ),
  )
  if (counted === 0) throw SessionRequired()
  await takeGiven(tenantId, id, given, place)
  await forgiveAttempts(factorName(id), place.source)
  return openWaiting(waiting, place)
}

/** Opens the session of a sign-in whose second factor was right: under a new token, and once. */
export async function openWaiting(waiting: Waiting, place: Place) {
  const { token, ...person } = waiting
  const text = await enter({ ...person, tenantId: token.tenantId }, 'open', place, token.hash)
  return { token: text, session: await sessionOf(text) }
}

/** Accepts a code of a person, once. @throws CodeWrong */
export async function takeGiven(
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
  { kind, code }: GivenCode,
  { source, origin }: { readonly source: string; readonly origin: string },
): Promise<void> {
  const stationery = await stationeryOf(tenantId, origin)
  const right = await transaction({ tenantId }, async (tx) => {
    if (kind === 'authenticator') return takeCode(tx, tenantId, personId, code)
    if (!(await takeRecoveryCode(tx, tenantId, personId, code))) return false
    const reader = await readerOf(tx, tenantId, personId)
    await writeNotice(tx, reader, stationery, { event: 'recovery_code_used', source })
    return true
  })
  if (!right) throw CodeWrong()
}
