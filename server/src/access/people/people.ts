import type { Db } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { nameCursor, placeOfCursor } from '../../kernel/name-cursor.ts'
import { refusal } from '../../kernel/refusal.ts'
import { cleanText } from '../../kernel/text.ts'
import type { Actor } from '../actor.ts'
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
  /** Where the page after began: its `previous`; `end` for the last page. */
  readonly before?: string
  readonly limit: number
}

export type PeoplePage = {
  readonly people: Person[]
  /** Marks of the pages around; null where the list ends. */
  readonly next: string | null
  readonly previous: string | null
  /** How many match, counted up to a thousand. */
  readonly count: { readonly value: number; readonly exact: boolean }
}

/** In the place of a mark: the page that ends where the list ends. */
const END = 'end'
const COUNTED = 1_000

/** The people in the actor's reach by name: a page of them. */
export async function listPeople(db: Db, actor: Actor, filter: PeopleFilter): Promise<PeoplePage> {
  const backwards = filter.before !== undefined
  const mark = filter.before ?? filter.after
  const place = mark === undefined || mark === END ? undefined : placeOfCursor(mark)
  if (mark !== undefined && mark !== END && !place) throw CursorMalformed()
  const values = [
    ...seenBy(actor, 'person.read'),
    cleanText(filter.search ?? '', { pointer: '/search', max: 120, min: 0 }) || null,
    filter.status ?? null,
    filter.roleId ?? null,
  ]
  const [beyond, order] = backwards ? ['<', 'desc'] : ['>', 'asc']
  const rows = await db.rows<PersonRow & { sort: string }>(
    `select p.id, p.name, p.email, p.status, p.language, p.created_at, p.last_sign_in_at,
            lower(p.name) as sort
     from access.person p where ${MATCHES}
       and ($8::text is null or (lower(p.name), p.id) ${beyond} ($8, $9::uuid))
     order by lower(p.name) ${order}, p.id ${order} limit $10`,
    [...values, place?.sort ?? null, place?.id ?? null, filter.limit + 1],
  )
  const counted = await db.row<{ value: number }>(
    `select count(*)::integer as value
     from (select 1 from access.person p where ${MATCHES} limit ${COUNTED + 1}) matching`,
    values,
  )
  const value = Math.min(counted?.value ?? 0, COUNTED)
  const more = rows.length > filter.limit
  const page = rows.slice(0, filter.limit)
  if (backwards) page.reverse()
  const roles = await rolesOfAll(
    db,
    actor,
    page.map(({ id }) => id),
  )
  const [first, last] = [page[0], page.at(-1)]
  const marks = backwards
    ? { earlier: more, later: place !== undefined }
    : { earlier: place !== undefined, later: more }
  return {
    people: page.map(({ sort: _, ...row }) => ({ ...row, roles: roles.get(row.id) ?? [] })),
    next: marks.later && last ? nameCursor(last) : null,
    previous: marks.earlier && first ? nameCursor(first) : null,
    count: { value, exact: (counted?.value ?? 0) <= COUNTED },
  }
}

const MATCHES = `p.tenant_id = $1 and ${SEEN}
  and ($5::text is null or position(lower($5) in lower(p.name)) > 0
       or position(lower($5) in p.email) > 0)
  and ($6::text is null or p.status = $6)
  and ($7::uuid is null or exists (
    select 1 from access.assignment a
    where a.tenant_id = $1 and a.person_id = p.id and a.role_id = $7))`

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
    `select a.person_id, a.role_id, r.name, r.permissions, r.limits, a.reach, a.reach_id
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
