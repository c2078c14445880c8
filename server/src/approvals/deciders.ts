import { type Act, type Actor, reachFor, type Target } from '../access/index.ts'

/** A kind of act that somebody may decide about, and how far: null is everything. */
export type Decidable = {
  readonly kind: string
  readonly utilities: readonly string[] | null
  readonly vendors: readonly string[] | null
}

/** What an actor may decide about: they need the right to decide and that of the act, and reach by both. */
export function decidableBy(actor: Actor, acts: readonly Act<unknown>[]): Decidable[] {
  if (actor.kind !== 'person' || !actor.permissions.has('approval.decide')) return []
  const deciding = reachFor(actor, 'approval.decide')
  return acts
    .filter(({ permission }) => actor.permissions.has(permission))
    .map(({ kind, permission }) => {
      const doing = reachFor(actor, permission)
      return {
        kind,
        utilities: both(deciding.utilities, doing.utilities),
        vendors: both(deciding.vendors, doing.vendors),
      }
    })
}

/** Whether a request about this utility or vendor is among them; one about neither needs the whole tenant. */
export function mayDecide(
  decidable: readonly Decidable[],
  kind: string,
  { utilityId, vendorId }: Target,
): boolean {
  const one = decidable.find((candidate) => candidate.kind === kind)
  if (!one) return false
  const has = (ids: readonly string[] | null, id: string | undefined) =>
    ids === null || (id !== undefined && ids.includes(id))
  return has(one.utilities, utilityId) && has(one.vendors, vendorId)
}

/** The same as a condition over a request `r`, with the list as JSON in the parameter named. */
export const decidableIn = (parameter: string) => `exists (
  select 1 from jsonb_to_recordset(${parameter}::jsonb) as d (kind text, utilities jsonb, vendors jsonb)
  where d.kind = r.kind
    and (d.utilities is null or d.utilities ? r.utility_id::text)
    and (d.vendors is null or d.vendors ? r.vendor_id::text))`

function both(
  a: 'all' | readonly string[],
  b: 'all' | readonly string[],
): readonly string[] | null {
  if (a === 'all') return b === 'all' ? null : b
  return b === 'all' ? a : a.filter((id) => b.includes(id))
}
