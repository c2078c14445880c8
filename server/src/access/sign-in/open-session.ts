import { record } from '../../audit/index.ts'
import type { Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { newToken, sha256 } from '../token.ts'
import { csrfOf, LONGEST_MS, SessionRequired, type Stage } from './session.ts'
import { WrongCredentials } from './sign-in-name.ts'

/** Milliseconds in which a sign-in must come to its end (RELIABILITY.md 5.1: codes at most ten minutes). */
const STEP_MS = 10 * 60_000

/**
 * Opens a session under a token that nobody has seen before, whatever the browser brought along. `ends` is the
 * session that it takes the place of, by its hash: when somebody else has ended it already, nothing is opened.
 * @throws WrongCredentials, SessionRequired
 */
export async function openSession(
  tx: Tx,
  person: { readonly tenantId: Id<'tenant'>; readonly id: Id<'person'>; readonly name: string },
  step: { readonly stage: Stage; readonly source: string; readonly ends?: Buffer },
): Promise<string> {
  const { tenantId } = person
  const { text, hash } = newToken(tenantId)
  const present = now()
  const opened = step.stage === 'open'
  // Whoever is disabled at this very moment gets no session that would come back when they are enabled.
  const active = await tx.execute(
    `update access.person set last_sign_in_at = case when $4 then $3 else last_sign_in_at end
     where tenant_id = $1 and id = $2 and status = 'active'`,
    [tenantId, person.id, present, opened],
  )
  if (active === 0) throw WrongCredentials()
  if (step.ends) {
    const ended = await tx.execute(
      `update access.session set ended_at = $3
       where tenant_id = $1 and token_hash = $2 and ended_at is null`,
      [tenantId, step.ends, present],
    )
    if (ended === 0) throw SessionRequired()
  }
  await tx.execute(
    `insert into access.session
       (tenant_id, id, token_hash, person_id, csrf_hash, created_at, last_seen_at, expires_at,
        source_address, stage, confirmed_at)
     values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $6)`,
    [
      tenantId,
      newId<'session'>(),
      hash,
      person.id,
      sha256(csrfOf(text)),
      present,
      new Date(present.getTime() + (opened ? LONGEST_MS : STEP_MS)),
      step.source,
      step.stage,
    ],
  )
  if (opened) {
    await record(tx, {
      actor: { tenantId, kind: 'person', id: person.id, name: person.name },
      action: 'session.open',
      object: { kind: 'person', id: person.id },
      source: step.source,
    })
  }
  return text
}
