import type { Db } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import { nameCursor, placeOfCursor } from '../kernel/name-cursor.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import type { Actor } from './actor.ts'
import { type HeldRole, rolesHeld } from './give.ts'
import { PersonUnknown, SEEN, seenBy } from './seen.ts'

export const CursorMalformed = refusal(
  'person.cursor_malformed',
  400,
  'This is no place in the list of people. Start again from its beginning.',
)

export type PersonStatus = 'invited' | 'active' | 'disabled'

export type Person = {
  readonly id: Id<'person'>
  readonly name: string
  readonly email: string
  readonly status: PersonStatus
  readonly language: string
  readonly created_at: Date
  readonly last_sign_in_at: Date | null
  readonly roles: readonly HeldRole[]
}

export type PeopleFilter = {
  /** Part of a name or e-mail address; capital letters do not matter. */
  readonly search?: string
  readonly status?: PersonStatus
  readonly roleId?: Id<'role'>
  /** Where the page before ended: its `next`. */
  readonly after?: string
  readonly limit: number
}

/** The people in the actor's reach by name, a page of them, and where the next page begins. */
export async function listPeople(
  db: Db,
  actor: Actor,
  filter: PeopleFilter,
): Promise<{ people: Person[]; next: string | null }> {
  const after = filter.after === undefined ? undefined : placeOfCursor(filter.after)
  if (filter.after !== undefined && !after) throw CursorMalformed()
  const rows = await db.rows<PersonRow & { sort: string }>(
    `select p.id, p.name, p.email, p.status, p.language, p.created_at, p.last_sign_in_at,
            lower(p.name) as sort
     from access.person p
     where p.tenant_id = $1 and ${SEEN}
       and ($5::text is null or position(lower($5) in lower(p.name)) > 0
            or position(lower($5) in p.email) > 0)
       and ($6::text is null or p.status = $6)
       and ($7::uuid is null or exists (
         select 1 from access.assignment a
         where a.tenant_id = $1 and a.person_id = p.id and a.role_id = $7))
       and ($8::text is null or (lower(p.name), p.id) > ($8, $9::uuid))
     order by lower(p.name), p.id limit $10`,
    [
      ...seenBy(actor, 'person.read'),
      cleanText(filter.search ?? '', { pointer: '/search', max: 120, min: 0 }) || null,
      filter.status ?? null,
      filter.roleId ?? null,
      after?.sort ?? null,
      after?.id ?? null,
      filter.limit + 1,
    ],
  )
  const page = rows.slice(0, filter.limit)
  const roles = await rolesOfAll(
    db,
    actor,
    page.map(({ id }) => id),
  )
  const last = page.at(-1)
  return {
    people: page.map(({ sort: _, ...row }) => ({ ...row, roles: roles.get(row.id) ?? [] })),
    next: rows.length > page.length && last ? nameCursor(last) : null,
  }
}

/** One person in the actor's reach. */
export async function readPerson(db: Db, actor: Actor, personId: Id<'person'>): Promise<Person> {
  const row = await db.row<PersonRow>(
    `select p.id, p.name, p.email, p.status, p.language, p.created_at, p.last_sign_in_at
     from access.person p where p.tenant_id = $1 and p.id = $5 and ${SEEN}`,
    [...seenBy(actor, 'person.read'), personId],
  )
  if (!row) throw PersonUnknown()
  return { ...row, roles: await rolesHeld(db, actor.tenantId, personId) }
}

type PersonRow = Omit<Person, 'roles'>

async function rolesOfAll(db: Db, actor: Actor, people: readonly Id<'person'>[]) {
  const rows = await db.rows<HeldRole & { person_id: Id<'person'> }>(
    `select a.person_id, a.role_id, r.name, r.permissions, a.reach, a.reach_id
     from access.assignment a
     join access.role r on r.tenant_id = $1 and r.id = a.role_id
     where a.tenant_id = $1 and a.person_id = any ($2::uuid[])
     order by r.name, a.reach, a.reach_id`,
    [actor.tenantId, people],
  )
  const roles = new Map<string, HeldRole[]>()
  for (const row of rows) roles.set(row.person_id, [...(roles.get(row.person_id) ?? []), row])
  return roles
}
