import type { Actor } from '../access/index.ts'
import { utilitiesSeenBy } from '../tenants/index.ts'

/** The clock for what belongs to no utility: that of the first one somebody reaches. */
export async function zoneOf(actor: Actor): Promise<string> {
  return (await utilitiesSeenBy(actor))[0]?.timeZone ?? 'UTC'
}
