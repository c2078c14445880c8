import { record } from '../audit/index.ts'
import { type Db, refusing, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { type Actor, NotAllowed, requirePermission } from './actor.ts'
import { reachFor } from './can.ts'
import { checkPassword, hashPassword } from './password.ts'
import { isPermission } from './permissions.ts'

export const EmailTaken = refusal(
  'person.email_taken',
  409,
  'This e-mail address is in use already.',
)
export const EmailMalformed = refusal('person.email_malformed', 400, 'This is no e-mail address.')
export const PersonUnknown = refusal('person.unknown', 404, 'There is no such person.')
export const RoleUnknown = refusal('role.unknown', 404, 'There is no such role.')
export const LastAdministrator = refusal(
  'person.last_administrator',
  409,
  'This is the last person who may give roles. Give somebody else that right first.',
)

export type NewPerson = {
  readonly email: string
  readonly name: string
  /** Only at the first set-up: later everybody chooses a password of their own. */
  readonly password?: string
  readonly language?: string
}

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
  const id = newId<'person'>()
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

/** How far a role reaches when it is given: the whole tenant, one utility or one vendor. */
export type GivenReach =
  | { readonly reach: 'tenant' }
  | { readonly reach: 'utility'; readonly utilityId: Id<'utility'> }
  | { readonly reach: 'vendor'; readonly vendorId: Id<'vendor'> }

/**
 * Gives a person a role. Nobody gives a right that they have not, or farther than they reach themselves.
 */
export async function giveRole(
  tx: Tx,
  actor: Actor,
  personId: Id<'person'>,
  roleName: string,
  given: GivenReach = { reach: 'tenant' },
): Promise<void> {
  requirePermission(actor, 'role.write')
  const role = await tx.row<{ id: Id<'role'>; permissions: string[] }>(
    'select id, permissions from access.role where tenant_id = $1 and name = $2',
    [actor.tenantId, roleName],
  )
  if (!role) throw RoleUnknown({ role: roleName })
  for (const permission of role.permissions.filter(isPermission)) {
    if (!mayGive(actor, permission, given)) throw NotAllowed({ permission })
  }
  await refusing({ assignment_person: () => PersonUnknown() }, () =>
    tx.execute(
      `insert into access.assignment (tenant_id, person_id, role_id, reach, reach_id, created_at)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [actor.tenantId, personId, role.id, given.reach, reachId(actor, given), now()],
    ),
  )
  await record(tx, {
    actor,
    action: 'role.give',
    object: { kind: 'person', id: personId },
    after: { role: roleName, reach: given.reach, reachId: reachId(actor, given) },
  })
}

/** Disables a person: no new sign-in, and every open session is refused with its next request. */
export async function disablePerson(tx: Tx, actor: Actor, personId: Id<'person'>): Promise<void> {
  requirePermission(actor, 'person.invite')
  await tx.rows('select id from access.role where tenant_id = $1 order by id for update', [
    actor.tenantId,
  ])
  const changed = await tx.execute(
    `update access.person set status = 'disabled' where tenant_id = $1 and id = $2`,
    [actor.tenantId, personId],
  )
  if (changed === 0) throw PersonUnknown()
  if (!(await someoneGivesRoles(tx, actor.tenantId))) throw LastAdministrator()
  await record(tx, { actor, action: 'person.disable', object: { kind: 'person', id: personId } })
}

// The roles' rows are locked before: two administrators cannot disable each other at the same time.
async function someoneGivesRoles(db: Db, tenantId: Id<'tenant'>): Promise<boolean> {
  const row = await db.row(
    `select 1 from access.person p
     join access.assignment a on a.tenant_id = $1 and a.person_id = p.id and a.reach = 'tenant'
     join access.role r on r.tenant_id = $1 and r.id = a.role_id and 'role.write' = any (r.permissions)
     where p.tenant_id = $1 and p.status = 'active' limit 1`,
    [tenantId],
  )
  return row !== undefined
}

function mayGive(actor: Actor, permission: Parameters<typeof reachFor>[1], given: GivenReach) {
  if (!actor.permissions.has(permission)) return false
  const { utilities, vendors } = reachFor(actor, permission)
  if (utilities === 'all' && vendors === 'all') return true
  if (given.reach === 'tenant') return false
  return given.reach === 'utility'
    ? vendors === 'all' && utilities !== 'all' && utilities.includes(given.utilityId)
    : utilities === 'all' && vendors !== 'all' && vendors.includes(given.vendorId)
}

function reachId(actor: Actor, given: GivenReach): string {
  if (given.reach === 'utility') return given.utilityId
  return given.reach === 'vendor' ? given.vendorId : actor.tenantId
}
