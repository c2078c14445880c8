import { reading, transaction } from '../../db/index.ts'
import { type Factors, factorsOf, stageAfterPassword } from '../factors/second-factor.ts'
import { normalEmail } from '../people/person.ts'
import { type Device, seeDevice } from './device.ts'
import { type Stationery, stationeryOf, writeNotice } from './letters.ts'
import { openSession } from './open-session.ts'
import { verifySecret } from './password.ts'
import { type Session, type Stage, sessionOf } from './session.ts'
import { findPerson, type NamedPerson, WrongCredentials } from './sign-in-name.ts'
import { countAttempt, forgiveAttempts } from './throttle.ts'

/** From where a person signs in. */
export type Place = {
  /** The caller's network address. */
  readonly source: string
  /** Where the console is reached. */
  readonly origin: string
  readonly device: Device
}

/** A sign-in as far as it has come. The token is for an HttpOnly cookie and nowhere else. */
export type SignIn =
  | { readonly stage: 'open'; readonly token: string; readonly session: Session }
  | { readonly stage: 'factor' | 'enrolment'; readonly token: string; readonly factors: Factors }

/**
 * The first step into the console, which is the only one for a person who neither has nor needs a second factor. The
 * answer to an unknown address, a wrong password, an invited and a disabled person is the same and takes the
 * same time.
 * @throws WrongCredentials, SignInLocked, SignInBusy
 */
export async function signIn(email: string, password: string, place: Place): Promise<SignIn> {
  const name = normalEmail(email) ?? ''
  await countAttempt(name, place.source)
  const person = await findPerson(name)
  const correct = await verifySecret(person?.password_hash, password, 'password')
  if (!correct || person?.status !== 'active') throw WrongCredentials()
  const step = await goOn(person, place, stageAfterPassword)
  await forgiveAttempts(name, place.source)
  return step
}

/** Goes on with somebody who has proven who they are, as far as their factors let them come. */
export async function goOn(
  person: NamedPerson,
  place: Place,
  stageOf: (factors: Factors) => Stage,
): Promise<SignIn> {
  const factors = await reading(person, (db) => factorsOf(db, person.tenantId, person.id))
  const stage = stageOf(factors)
  const token = await enter(person, stage, place)
  return stage === 'open'
    ? { stage, token, session: await sessionOf(token) }
    : { stage, token, factors }
}

/**
 * Opens a session of a person who has proven who they are, or the next step towards one. A browser that is new is
 * told to the person by e-mail.
 */
export async function enter(
  person: Omit<NamedPerson, 'password_hash' | 'status'>,
  stage: Stage,
  place: Place,
  ends?: Buffer,
): Promise<string> {
  const { tenantId } = person
  const stationery: Stationery = await stationeryOf(tenantId, place.origin)
  return transaction({ tenantId }, async (tx) => {
    const token = await openSession(tx, person, {
      stage,
      source: place.source,
      ...(ends && { ends }),
    })
    if (stage === 'open' && (await seeDevice(tx, person, place.device)) === 'new') {
      await writeNotice(tx, person, stationery, { event: 'new_device', source: place.source })
    }
    return token
  })
}
