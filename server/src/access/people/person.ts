import { record } from '../../audit/index.ts'
import { refusing, type Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { cleanText } from '../../kernel/text.ts'
import { type Actor, NotAllowed, requirePermission } from '../actor.ts'
import { readLimits } from '../limits.ts'
import { checkPassword, hashPassword } from '../sign-in/password.ts'
import { keepingAnAdministrator, lockRights } from './administrators.ts'
import { givenOf, requireHolds, rolesHeld } from './give.ts'
import { PersonUnknown, requireSeen } from './seen.ts'

export const EmailTaken = refusal(
  'person.email_taken',
  409,
  'This e-mail address is in use already.',
)
export const EmailMalformed = refusal('person.email_malformed', 400, 'This is no e-mail address.')
export type NewPerson = {
  readonly email: string
  readonly name: string
  /** Only at the first set-up: later everybody chooses a password of their own. */
  readonly password?: string
  /** One of `languages`; English unless told. */
  readonly language?: string
  readonly id?: Id<'person'>
}

/** The languages of the console, as BCP 47 tags. */
export const languages = ['en', 'fr', 'pt', 'es', 'sw', 'ar'] as const

/** An address as it is compared and stored: NFC, small letters, no blanks around; undefined when none. */
export function normalEmail(text: string): string | undefined {
  if (text.length > 254) return undefined
  const email = text.normalize('NFC').trim().toLowerCase()
  return /^[^\s@\p{Cc}\p{Surrogate}]+@[^\s@\p{Cc}\p{Surrogate}]+$/u.test(email) ? email : undefined
}

/**
 * Registers a person of the console. Without a password the person is `invited` and cannot sign in yet;
 * only the system (first set-up, demo world) gives a password.
 */
export async function registerPerson(
  tx: Tx,
  actor: Actor,
  person: NewPerson,
): Promise<Id<'person'>> {
  requirePermission(actor, 'person.invite')
  if (person.password !== undefined && actor.kind !== 'system') {
    throw NotAllowed({ permission: 'person.invite' })
  }
  const email = normalEmail(person.email)
  if (!email) {
    throw EmailMalformed({}, { errors: [{ pointer: '/email', code: 'person.email_malformed' }] })
  }
  const name = cleanText(person.name, { pointer: '/name', max: 120 })
  if (person.password !== undefined) checkPassword(person.password, [email, name])
  const hash = person.password === undefined ? null : await hashPassword(person.password)
  const id = person.id ?? newId<'person'>()
  const taken = () =>
    EmailTaken({}, { errors: [{ pointer: '/email', code: 'person.email_taken' }] })
  await refusing({ directory_pkey: taken, person_email: taken }, async () => {
    await tx.execute(
      `insert into kernel.directory (kind, name, tenant_id) values ('sign_in_name', $1, $2)`,
      [email, actor.tenantId],
    )
    await tx.execute(
      `insert into access.person
         (tenant_id, id, email, name, password_hash, status, language, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        actor.tenantId,
        id,
        email,
        name,
        hash,
        hash === null ? 'invited' : 'active',
        person.language ?? 'en',
        now(),
      ],
    )
  })
  await record(tx, { actor, action: 'person.register', object: { kind: 'person', id } })
  return id
}

/** Changes a person's name or language. What is not given stays. */
export async function changePerson(
  tx: Tx,
  actor: Actor,
  personId: Id<'person'>,
  change: { readonly name?: string; readonly language?: string },
): Promise<void> {
  const before = await personToChange(tx, actor, personId)
  const name =
    change.name === undefined ? before.name : cleanText(change.name, { pointer: '/name', max: 120 })
  const language = change.language ?? before.language
  if (name === before.name && language === before.language) return
  await tx.execute(
    'update access.person set name = $3, language = $4 where tenant_id = $1 and id = $2',
    [actor.tenantId, personId, name, language],
  )
  await record(tx, {
    actor,
    action: 'person.change',
    object: { kind: 'person', id: personId },
    before: { name: before.name, language: before.language },
    after: { name, language },
  })
}

/**
 * Disables a person: no new sign-in, and every open session is refused with its next request and stays
 * ended when the person is enabled again. Doing so twice is no error.
 * @throws PersonUnknown, LastAdministrator
 */
export async function disablePerson(
  tx: Tx,
  actor: Actor,
  personId: Id<'person'>,
  reason?: string,
): Promise<void> {
  await lockRights(tx, actor.tenantId)
  const { status } = await personToChange(tx, actor, personId)
  if (status === 'disabled') return
  await keepingAnAdministrator(tx, actor.tenantId, () =>
    tx.execute(`update access.person set status = 'disabled' where tenant_id = $1 and id = $2`, [
      actor.tenantId,
      personId,
    ]),
  )
  await tx.execute(
    `update access.session set ended_at = $3
     where tenant_id = $1 and person_id = $2 and ended_at is null`,
    [actor.tenantId, personId, now()],
  )
  await record(tx, {
    actor,
    action: 'person.disable',
    object: { kind: 'person', id: personId },
    ...(reason !== undefined && { reason }),
    before: { status },
    after: { status: 'disabled' },
  })
}

/**
 * Lets a disabled person in again, with the roles they had: so nobody enables a person who has rights that
 * they have not themselves. Doing so twice is no error.
 * @throws PersonUnknown, NotAllowed
 */
export async function enablePerson(
  tx: Tx,
  actor: Actor,
  personId: Id<'person'>,
  reason?: string,
): Promise<void> {
  await lockRights(tx, actor.tenantId)
  const before = await personToChange(tx, actor, personId)
  if (before.status !== 'disabled') return
  for (const held of await rolesHeld(tx, actor.tenantId, personId)) {
    requireHolds(actor, held.permissions, givenOf(held), readLimits(held.limits))
  }
  const status = before.has_password ? 'active' : 'invited'
  await tx.execute('update access.person set status = $3 where tenant_id = $1 and id = $2', [
    actor.tenantId,
    personId,
    status,
  ])
  await record(tx, {
    actor,
    action: 'person.enable',
    object: { kind: 'person', id: personId },
    ...(reason !== undefined && { reason }),
    before: { status: before.status },
    after: { status },
  })
}

type PersonRow = { name: string; language: string; status: string; has_password: boolean }

async function personToChange(tx: Tx, actor: Actor, personId: Id<'person'>): Promise<PersonRow> {
  requirePermission(actor, 'person.invite')
  await requireSeen(tx, actor, 'person.invite', personId)
  const row = await tx.row<PersonRow>(
    `select name, language, status, password_hash is not null as has_password
     from access.person where tenant_id = $1 and id = $2 for update`,
    [actor.tenantId, personId],
  )
  if (!row) throw PersonUnknown()
  return row
}
