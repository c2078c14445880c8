import type { Db, Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { type BearerToken, newToken } from '../token.ts'

export const LinkUnusable = refusal(
  'link.unusable',
  410,
  'This link was used already, is too old or was replaced by a newer one. Ask for a new one.',
)

export type LinkPurpose = 'invitation' | 'password_reset'

const HOUR = 60 * 60_000
const LIFE_MS: Record<LinkPurpose, number> = { invitation: 7 * 24 * HOUR, password_reset: HOUR / 2 }
/** Letters with a link that one person gets in an hour: more would be a way to bother them. */
const MOST_AN_HOUR = 5

export type MadeLink = {
  readonly id: Id<'link'>
  /** For the fragment of an address in a letter, and nowhere else. */
  readonly text: string
  readonly expiresAt: Date
}

/**
 * Makes a link for a person, who holds a lock on their row. Their earlier ones stop working, so that the newest
 * letter is the one that counts. Returns undefined when there were too many within the hour.
 */
export async function makeLink(
  tx: Tx,
  { tenantId, personId }: { readonly tenantId: Id<'tenant'>; readonly personId: Id<'person'> },
  purpose: LinkPurpose,
): Promise<MadeLink | undefined> {
  const present = now()
  const recent = await tx.rows(
    'select id from access.link where tenant_id = $1 and person_id = $2 and created_at > $3 limit $4',
    [tenantId, personId, new Date(present.getTime() - HOUR), MOST_AN_HOUR],
  )
  if (recent.length === MOST_AN_HOUR) return undefined
  await endLinks(tx, tenantId, personId)
  const { text, hash } = newToken(tenantId)
  const id = newId<'link'>()
  const expiresAt = new Date(present.getTime() + LIFE_MS[purpose])
  await tx.execute(
    `insert into access.link (tenant_id, id, token_hash, person_id, purpose, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tenantId, id, hash, personId, purpose, present, expiresAt],
  )
  return { id, text, expiresAt }
}

/** Ends the links of a person that still work. */
export function endLinks(tx: Tx, tenantId: Id<'tenant'>, personId: Id<'person'>): Promise<number> {
  return tx.execute(
    'update access.link set ended_at = $3 where tenant_id = $1 and person_id = $2 and ended_at is null',
    [tenantId, personId, now()],
  )
}

export type LinkHolder = {
  readonly person_id: Id<'person'>
  readonly purpose: LinkPurpose
  readonly name: string
  readonly email: string
  readonly language: string
}

/** Whose link this is, while it works: not for somebody disabled, nor an invitation that was accepted. */
export function linkHolder(db: Db, { tenantId, hash }: BearerToken) {
  return db.row<LinkHolder>(
    `select l.person_id, l.purpose, p.name, p.email, p.language
     from access.link l
     join access.person p on p.tenant_id = $1 and p.id = l.person_id
       and p.status = case l.purpose when 'invitation' then 'invited' else 'active' end
     where l.tenant_id = $1 and l.token_hash = $2 and l.ended_at is null and l.expires_at > $3`,
    [tenantId, hash, now()],
  )
}

/** Uses a link up. Of several at once only one gets it. */
export async function takeLink(tx: Tx, { tenantId, hash }: BearerToken): Promise<void> {
  const present = now()
  const taken = await tx.execute(
    `update access.link set ended_at = $3
     where tenant_id = $1 and token_hash = $2 and ended_at is null and expires_at > $3`,
    [tenantId, hash, present],
  )
  if (taken === 0) throw LinkUnusable()
}
