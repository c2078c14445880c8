import { type Actor, vendorsInReach } from '../access/index.ts'
import type { Db } from '../db/index.ts'

/** Who or what sells: what a list of sales can be narrowed to. */
export interface FoundSeller {
  readonly kind: 'vendor' | 'terminal' | 'operator'
  readonly id: string
  readonly name: string
  /** The vendor that a terminal or operator belongs to. */
  readonly vendor: string
}

/** Sellers of one kind that are shown: whoever needs another types more letters. */
const SHOWN = 8

/**
 * Vendors, terminals and operators whose name or number contains a text, in reach of `sale.read`; those with
 * the ids, when ids are given instead.
 */
export async function findSellers(
  db: Db,
  actor: Actor,
  wanted: { readonly text: string } | { readonly ids: readonly string[] },
): Promise<FoundSeller[]> {
  const [text, ids] = 'ids' in wanted ? [null, wanted.ids] : [wanted.text, null]
  return db.rows<FoundSeller>(SELLERS, [
    actor.tenantId,
    vendorsInReach(actor, 'sale.read'),
    text,
    ids,
    ids ? ids.length : SHOWN,
  ])
}

const SELLERS = `
  (select 'vendor' as kind, v.id, v.name, v.name as vendor from vendors.vendor v
   where v.tenant_id = $1 and ($2::uuid[] is null or v.id = any($2))
     and ($4::uuid[] is null or v.id = any($4)) and ($3::text is null or strpos(lower(v.name), lower($3)) > 0)
   order by v.name, v.id limit $5)
  union all
  (select 'terminal', t.id, 'T-' || lpad(t.number::text, 4, '0'), v.name from terminals.terminal t
   join vendors.vendor v on v.tenant_id = $1 and v.id = t.vendor_id
   where t.tenant_id = $1 and ($2::uuid[] is null or t.vendor_id = any($2))
     and ($4::uuid[] is null or t.id = any($4))
     and ($3::text is null or strpos('t-' || lpad(t.number::text, 4, '0'), lower($3)) > 0)
   order by t.number, t.id limit $5)
  union all
  (select 'operator', o.id, o.name, v.name from vendors.operator o
   join vendors.vendor v on v.tenant_id = $1 and v.id = o.vendor_id
   where o.tenant_id = $1 and ($2::uuid[] is null or o.vendor_id = any($2))
     and ($4::uuid[] is null or o.id = any($4)) and ($3::text is null or strpos(lower(o.name), lower($3)) > 0)
   order by o.name, o.id limit $5)`
