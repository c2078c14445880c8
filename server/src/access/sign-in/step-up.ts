import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { reading, transaction } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { CodeWrong, factorName } from '../factors/authenticator.ts'
import { takeAssertion } from '../factors/passkey-sign-in.ts'
import { verifySecret } from './password.ts'
import { type GivenCode, takeGiven } from './second-step.ts'
import type { Session } from './session.ts'
import { WrongCredentials } from './sign-in-name.ts'
import { countAttempt, forgiveAttempts } from './throttle.ts'

export const StepUpRequired = refusal(
  'session.step_up_required',
  403,
  'Confirm once more who you are, then send the same request again.',
)

/** Milliseconds after which a risky act asks again who is there. */
const FRESH_MS = 10 * 60_000

/** Throws `session.step_up_required` unless the person has proven who they are in the last ten minutes. */
export function requireFresh({ confirmedAt }: Session): void {
  if (now().getTime() - confirmedAt.getTime() > FRESH_MS) throw StepUpRequired()
}

/** One proof of who somebody is. */
export type Proof =
  | { readonly kind: 'password'; readonly password: string }
  | GivenCode
  | { readonly kind: 'passkey'; readonly answer: AuthenticationResponseJSON }

/**
 * Confirms the session of somebody who proves once more who they are: for ten minutes, and for this session only.
 * @throws WrongCredentials, CodeWrong, PasskeyRefused, SignInLocked
 */
export async function confirmSession(
  actor: Actor,
  email: string,
  proof: Proof,
  place: { readonly source: string; readonly origin: string },
): Promise<void> {
  const id = actor.id as Id<'person'>
  const { tenantId } = actor
  const name = proof.kind === 'password' ? email : factorName(id)
  await countAttempt(name, place.source)
  if (proof.kind === 'password') await requirePassword(actor, proof.password)
  else if (proof.kind === 'passkey') {
    const occasion = `confirm ${actor.sessionId ?? ''}` as const
    await takeAssertion({ tenantId, id }, proof.answer, occasion, place.origin)
  } else await takeGiven(tenantId, id, proof, place)
  await forgiveAttempts(name, place.source)
  const done = await transaction(actor, (tx) =>
    tx.execute(
      `update access.session set confirmed_at = $3
       where tenant_id = $1 and token_hash = decode($2, 'hex') and ended_at is null`,
      [tenantId, actor.sessionId ?? '', now()],
    ),
  )
  if (done === 0) throw CodeWrong()
}

async function requirePassword(actor: Actor, password: string): Promise<void> {
  const row = await reading(actor, (db) =>
    db.row<{ password_hash: string | null }>(
      'select password_hash from access.person where tenant_id = $1 and id = $2',
      [actor.tenantId, actor.id],
    ),
  )
  if (!(await verifySecret(row?.password_hash, password, 'password'))) throw WrongCredentials()
}
