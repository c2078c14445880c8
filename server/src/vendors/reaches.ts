import { type Actor, portfoliosInReach, utilitiesInReach, vendorsInReach } from '../access/index.ts'
import { reading } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import { cleanText } from '../kernel/text.ts'
import { utilitiesOf } from '../tenants/index.ts'
import type { PortfolioKind } from './portfolio.ts'

export type NamedReach = {
  readonly id: Id<'utility' | 'vendor' | 'portfolio'>
  readonly name: string
}

/** Offered at a time: whoever does not see the one that is wanted types more of its name. */
const OFFERED = 50

/**
 * What the actor may limit a role to, of one kind, by name: the first 50 that have this text in their name.
 * Only what the actor reaches with `role.write`.
 */
export async function findReaches(
  actor: Actor,
  kind: 'utility' | 'vendor' | PortfolioKind,
  search = '',
): Promise<NamedReach[]> {
  const text = cleanText(search, { pointer: '/search', max: 120, min: 0 })
  if (kind === 'utility') return utilitiesNamed(actor, text)
  if (kind === 'vendor') {
    return reading(actor, (db) =>
      db.rows<NamedReach>(
        `select id, name from vendors.vendor
         where tenant_id = $1 and ($2::uuid[] is null or id = any ($2))
           and position(lower($3) in lower(name)) > 0
         order by lower(name), id limit $4`,
        [actor.tenantId, vendorsInReach(actor, 'role.write'), text, OFFERED],
      ),
    )
  }
  return reading(actor, (db) =>
    db.rows<NamedReach>(
      `select id, name from vendors.portfolio
       where tenant_id = $1 and ($2::uuid[] is null or id = any ($2)) and kind = $5
         and position(lower($3) in lower(name)) > 0
       order by lower(name), id limit $4`,
      [actor.tenantId, portfoliosInReach(actor, 'role.write'), text, OFFERED, kind],
    ),
  )
}

async function utilitiesNamed(actor: Actor, text: string): Promise<NamedReach[]> {
  const reach = utilitiesInReach(actor, 'role.write')
  const utilities = await utilitiesOf(actor)
  return utilities
    .filter(({ id }) => reach === null || reach.includes(id))
    .filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
    .slice(0, OFFERED)
    .map(({ id, name }) => ({ id, name }))
}
