import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server'
import { reading, transaction } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, parseId } from '../../kernel/ids.ts'
import { openWaiting, type Waiting } from '../sign-in/second-step.ts'
import { type Session, sessionOf } from '../sign-in/session.ts'
import { enter, type Place } from '../sign-in/sign-in.ts'
import { countAttempt, forgiveAttempts } from '../sign-in/throttle.ts'
import { factorName } from './authenticator.ts'
import { isChallenge, makeChallenge, type Occasion, spend } from './passkey-challenge.ts'
import { credentialsOf, PasskeyRefused, siteOf } from './passkeys.ts'

type Owner = { readonly tenantId: Id<'tenant'>; readonly id: Id<'person'> }

/** What the browser needs to ask a passkey: those of `owner`, or any that the person has for this site. */
export async function askPasskey(
  occasion: Occasion,
  origin: string,
  owner?: Owner,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const allowed =
    owner && (await reading(owner, (db) => credentialsOf(db, owner.tenantId, owner.id)))
  return generateAuthenticationOptions({
    rpID: siteOf(origin),
    challenge: makeChallenge(occasion),
    userVerification: 'required',
    ...(allowed && { allowCredentials: allowed }),
  })
}

/**
 * Signs in by a passkey alone: it is something one has, and its owner proved to it who they are.
 * @throws PasskeyRefused, SignInLocked
 */
export async function signInWithPasskey(
  answer: AuthenticationResponseJSON,
  place: Place,
): Promise<{ token: string; session: Session }> {
  // An answer names its person by itself, so wrong ones are counted for it and for where they come from.
  const name = `passkey\n${answer.id}`
  await countAttempt(name, place.source)
  const owner = ownerOf(answer.response.userHandle)
  if (!owner) throw PasskeyRefused()
  await takeAssertion(owner, answer, 'passwordless', place.origin)
  const person = await reading(owner, (db) =>
    db.row<{ name: string; email: string; language: string }>(
      `select name, email, language from access.person
       where tenant_id = $1 and id = $2 and status = 'active'`,
      [owner.tenantId, owner.id],
    ),
  )
  if (!person) throw PasskeyRefused()
  const token = await enter({ ...person, ...owner }, 'open', place)
  await forgiveAttempts(name, place.source)
  return { token, session: await sessionOf(token) }
}

/** Ends a sign-in that waits for a second factor with a passkey. @throws PasskeyRefused, SignInLocked */
export async function finishWithPasskey(
  waiting: Waiting,
  answer: AuthenticationResponseJSON,
  place: Place,
): Promise<{ token: string; session: Session }> {
  const { token, id } = waiting
  await countAttempt(factorName(id), place.source)
  const occasion = secondOccasion(waiting)
  await takeAssertion({ tenantId: token.tenantId, id }, answer, occasion, place.origin)
  await forgiveAttempts(factorName(id), place.source)
  return openWaiting(waiting, place)
}

/** Challenges for the second factor hold for one sign-in. */
export const secondOccasion = ({ token }: Waiting): Occasion =>
  `second ${token.hash.toString('hex')}`

/**
 * Accepts the answer of a passkey of this person, once: made for this site and occasion, by somebody whom the
 * passkey has recognised, with a count of signatures that has grown where it counts at all.
 * @throws PasskeyRefused
 */
export async function takeAssertion(
  owner: Owner,
  answer: AuthenticationResponseJSON,
  occasion: Occasion,
  origin: string,
): Promise<void> {
  const { tenantId } = owner
  const row = await reading(owner, (db) =>
    db.row<{ id: Id<'passkey'>; public_key: Buffer; sign_count: number }>(
      `select id, public_key, sign_count::double precision as sign_count from access.passkey
       where tenant_id = $1 and person_id = $2 and credential_id = $3`,
      [tenantId, owner.id, Buffer.from(answer.id, 'base64url')],
    ),
  )
  if (!row) throw PasskeyRefused()
  let challenge = ''
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: (given) => {
      challenge = given
      return isChallenge(given, occasion)
    },
    expectedOrigin: origin,
    expectedRPID: siteOf(origin),
    requireUserVerification: true,
    credential: {
      id: answer.id,
      publicKey: new Uint8Array(row.public_key),
      counter: row.sign_count,
    },
  }).catch(() => {
    throw PasskeyRefused()
  })
  if (!verified) throw PasskeyRefused()
  const taken = await transaction(owner, async (tx) => {
    if (!(await spend(tx, tenantId, challenge))) return false
    const moved = await tx.execute(
      `update access.passkey set sign_count = $4, last_used_at = $5
       where tenant_id = $1 and id = $2 and sign_count = $3`,
      [tenantId, row.id, row.sign_count, authenticationInfo.newCounter, now()],
    )
    return moved === 1
  })
  if (!taken) throw PasskeyRefused()
}

/** Whom a passkey says that it is for. It proves nothing: the signature does. */
function ownerOf(handle: string | undefined): Owner | undefined {
  const hex = Buffer.from(handle ?? '', 'base64url').toString('hex')
  if (hex.length !== 64) return undefined
  const uuid = (text: string) => text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const tenantId = parseId<'tenant'>(uuid(hex.slice(0, 32)))
  const id = parseId<'person'>(uuid(hex.slice(32)))
  return tenantId && id ? { tenantId, id } : undefined
}
