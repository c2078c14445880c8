import { record } from '../../audit/index.ts'
import { reading, transaction } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Actor } from '../actor.ts'
import { shortestPassword } from '../factors/second-factor.ts'
import { type BearerToken, readToken } from '../token.ts'
import { stationeryOf, writeNotice } from './letters.ts'
import { endLinks, type LinkHolder, LinkUnusable, linkHolder, takeLink } from './link.ts'
import { checkPassword, hashPassword, standsAlone, verifySecret } from './password.ts'
import { endOtherSessions } from './session.ts'
import { findPerson, WrongCredentials } from './sign-in-name.ts'
import { countAttempt, forgiveAttempts } from './throttle.ts'

export type OpenedLink = LinkHolder & {
  readonly token: BearerToken
  /** Characters that the password needs at least. */
  readonly shortest: number
}

/**
 * Whose link this is, so that its page can say so. Nothing is used up.
 * @throws LinkUnusable, SignInLocked
 */
export async function openLink(text: string, source: string): Promise<OpenedLink> {
  // A guess counts for where it comes from; a link that works takes its own count back.
  await countAttempt(`link\n${text}`, source)
  const token = readToken(text)
  if (!token) throw LinkUnusable()
  const holder = await reading(token, async (db) => {
    const found = await linkHolder(db, token)
    return (
      found && { ...found, shortest: await shortestPassword(db, token.tenantId, found.person_id) }
    )
  })
  if (!holder) throw LinkUnusable()
  await forgiveAttempts(`link\n${text}`, source)
  return { ...holder, token }
}

/**
 * Gives a person the password they chose, by the link of a letter. It signs nobody in: whoever read the letter has
 * still to pass the second factor. Everything that was open before is ended.
 * @throws LinkUnusable, PasswordTooWeak, SignInLocked
 */
export async function setPasswordByLink(
  text: string,
  password: string,
  { source, origin }: { readonly source: string; readonly origin: string },
): Promise<{ email: string }> {
  const { token, shortest, ...person } = await openLink(text, source)
  const { tenantId } = token
  const stationery = await stationeryOf(tenantId, origin)
  checkPassword(password, [person.email, person.name, stationery.letterhead.brand], { shortest })
  const hash = await hashPassword(password)
  await transaction({ tenantId }, async (tx) => {
    await takeLink(tx, token)
    const done = await tx.execute(
      `update access.person set password_hash = $3, password_short = $4, status = 'active'
       where tenant_id = $1 and id = $2
         and status = case $5 when 'invitation' then 'invited' else 'active' end`,
      [tenantId, person.person_id, hash, !standsAlone(password), person.purpose],
    )
    if (done === 0) throw LinkUnusable()
    await endLinks(tx, tenantId, person.person_id)
    await endOtherSessions(tx, tenantId, person.person_id, undefined)
    if (person.purpose === 'password_reset') {
      await writeNotice(tx, { ...person, tenantId }, stationery, { event: 'password', source })
    }
    await record(tx, {
      actor: { tenantId, kind: 'person', id: person.person_id, name: person.name },
      action: person.purpose === 'invitation' ? 'invitation.accept' : 'person.password',
      object: { kind: 'person', id: person.person_id },
      after: { by: person.purpose },
      source,
    })
  })
  return { email: person.email }
}

/**
 * Changes the own password of a person who still knows the old one. Their other sessions end.
 * @throws WrongCredentials, PasswordTooWeak, SignInLocked
 */
export async function changePassword(
  actor: Actor,
  email: string,
  { current, password }: { readonly current: string; readonly password: string },
  { source, origin }: { readonly source: string; readonly origin: string },
): Promise<void> {
  const { tenantId } = actor
  const personId = actor.id as Id<'person'>
  await countAttempt(email, source)
  const person = await findPerson(email)
  if (!(await verifySecret(person?.password_hash, current, 'password'))) throw WrongCredentials()
  await forgiveAttempts(email, source)
  const stationery = await stationeryOf(tenantId, origin)
  const shortest = await reading(actor, (db) => shortestPassword(db, tenantId, personId))
  checkPassword(password, [email, actor.name, stationery.letterhead.brand], { shortest })
  const hash = await hashPassword(password)
  await transaction(actor, async (tx) => {
    const done = await tx.execute(
      `update access.person set password_hash = $3, password_short = $4
       where tenant_id = $1 and id = $2 and status = 'active' and password_hash = $5`,
      [tenantId, personId, hash, !standsAlone(password), person?.password_hash],
    )
    if (done === 0 || !person) throw WrongCredentials()
    await endLinks(tx, tenantId, personId)
    await endOtherSessions(tx, tenantId, personId, actor.sessionId)
    await tx.execute(
      `update access.session set confirmed_at = $3
       where tenant_id = $1 and token_hash = decode($2, 'hex')`,
      [tenantId, actor.sessionId, now()],
    )
    await writeNotice(tx, person, stationery, { event: 'password', source })
    await record(tx, {
      actor,
      action: 'person.password',
      object: { kind: 'person', id: personId },
      after: { by: 'change' },
      source,
    })
  })
}
