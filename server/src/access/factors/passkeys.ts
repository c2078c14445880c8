import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { type Db, reading, refusing, type Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { cleanText } from '../../kernel/text.ts'
import type { Actor } from '../actor.ts'
import { changingFactors, type From } from './factor-change.ts'
import { isChallenge, makeChallenge, spend } from './passkey-challenge.ts'
import { writeRecoveryCodes } from './recovery-codes.ts'
import { settleRemoval } from './remove-factor.ts'
import { factorsOf } from './second-factor.ts'

export const PasskeyRefused = refusal(
  'passkey.refused',
  401,
  'This passkey was not accepted. Try again, or sign in another way.',
)
export const PasskeyPresent = refusal(
  'passkey.present',
  409,
  'This device holds a passkey for your access already.',
)
export const PasskeysFull = refusal(
  'passkey.too_many',
  409,
  'You have twenty passkeys. Remove one that you do not use any more.',
)

const MOST = 20

/** A passkey as its owner sees it. */
export type Passkey = {
  readonly id: Id<'passkey'>
  readonly name: string
  readonly created_at: Date
  readonly last_used_at: Date | null
}

/** The name of the website that passkeys belong to (RP id): the host of the console's address. */
export const siteOf = (origin: string) => new URL(origin).hostname

/** The passkeys of a person, the oldest first. */
export function passkeysOf(
  db: Db,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
): Promise<Passkey[]> {
  return db.rows<Passkey>(
    `select id, name, created_at, last_used_at from access.passkey
     where tenant_id = $1 and person_id = $2 order by created_at, id`,
    [tenantId, personId],
  )
}

/** What the browser needs to make a passkey for the one who asks. */
export async function beginPasskey(
  actor: Actor,
  email: string,
  { origin, brand }: { readonly origin: string; readonly brand: string },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { tenantId } = actor
  const personId = actor.id as Id<'person'>
  const present = await reading(actor, (db) => credentialsOf(db, tenantId, personId))
  if (present.length >= MOST) throw PasskeysFull()
  return generateRegistrationOptions({
    rpName: brand,
    rpID: siteOf(origin),
    userID: handleOf(tenantId, personId),
    userName: email,
    userDisplayName: actor.name,
    challenge: makeChallenge(`register ${actor.sessionId ?? ''}`),
    attestationType: 'none',
    excludeCredentials: present,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/**
 * Keeps the passkey that a browser has made.
 * @returns recovery codes, shown this once, when the person had none
 * @throws PasskeyRefused, PasskeyPresent, PasskeysFull
 */
export async function addPasskey(
  actor: Actor,
  answer: RegistrationResponseJSON,
  name: string,
  from: From,
): Promise<string[] | null> {
  const { tenantId } = actor
  const personId = actor.id as Id<'person'>
  const title = cleanText(name, { pointer: '/name', max: 80 })
  const { credential, challenge } = await verified(actor, answer, from.origin)
  return changingFactors<string[] | null>(actor, from, async (tx) => {
    if (!(await spend(tx, tenantId, challenge))) throw PasskeyRefused()
    if ((await credentialsOf(tx, tenantId, personId)).length >= MOST) throw PasskeysFull()
    await refusing({ passkey_credential: () => PasskeyPresent() }, () =>
      tx.execute(
        `insert into access.passkey
           (tenant_id, id, person_id, credential_id, public_key, sign_count, transports, name, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          tenantId,
          newId<'passkey'>(),
          personId,
          Buffer.from(credential.id, 'base64url'),
          Buffer.from(credential.publicKey),
          credential.counter,
          credential.transports ?? [],
          title,
          now(),
        ],
      ),
    )
    const { recoveryCodes } = await factorsOf(tx, tenantId, personId)
    const codes = recoveryCodes > 0 ? null : await writeRecoveryCodes(tx, tenantId, personId)
    return [codes, { action: 'factor.add', event: 'factor_added', after: { kind: 'passkey' } }]
  })
}

/** Removes a passkey of the one who asks; one that is not there is no error. */
export function removePasskey(actor: Actor, id: Id<'passkey'>, from: From): Promise<void> {
  const { tenantId } = actor
  const personId = actor.id as Id<'person'>
  return changingFactors<void>(actor, from, async (tx) => {
    const gone = await tx.execute(
      'delete from access.passkey where tenant_id = $1 and person_id = $2 and id = $3',
      [tenantId, personId, id],
    )
    if (gone === 0) return [undefined]
    await settleRemoval(tx, tenantId, personId)
    return [
      undefined,
      { action: 'factor.remove', event: 'factor_removed', after: { kind: 'passkey' } },
    ]
  })
}

/** What a browser is told about the passkeys of a person, so that it offers these or makes no second one. */
export async function credentialsOf(db: Db | Tx, tenantId: Id<'tenant'>, personId: Id<'person'>) {
  const rows = await db.rows<{ credential_id: Buffer; transports: string[] }>(
    `select credential_id, transports from access.passkey
     where tenant_id = $1 and person_id = $2 order by created_at, id`,
    [tenantId, personId],
  )
  return rows.map(({ credential_id, transports }) => ({
    id: credential_id.toString('base64url'),
    transports: transports as NonNullable<RegistrationResponseJSON['response']['transports']>,
  }))
}

/** What a passkey remembers of whom it is for: the tenant and the person, nothing that could be read. */
function handleOf(tenantId: Id<'tenant'>, personId: Id<'person'>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(`${tenantId}${personId}`.replaceAll('-', ''), 'hex'))
}

async function verified(actor: Actor, answer: RegistrationResponseJSON, origin: string) {
  let challenge = ''
  const { registrationInfo } = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: (given) => {
      challenge = given
      return isChallenge(given, `register ${actor.sessionId ?? ''}`)
    },
    expectedOrigin: origin,
    expectedRPID: siteOf(origin),
    requireUserVerification: true,
  }).catch(() => {
    // The library names what did not fit; a caller who forges answers need not know.
    throw PasskeyRefused()
  })
  if (!registrationInfo) throw PasskeyRefused()
  return { credential: registrationInfo.credential, challenge }
}
