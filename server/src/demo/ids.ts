import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import type { Id } from '../kernel/ids.ts'

/** Ids that carry no instant of their own carry this one. */
const MADE_AT = Date.UTC(2026, 0, 1)

/**
 * The id of a thing of the demo world: a UUIDv7 that follows from its kind, its name and an instant, so that
 * the world is the same each time it is made.
 */
export function demoId<Kind extends string>(kind: Kind, name: string, at = MADE_AT): Id<Kind> {
  const bytes = createHash('sha256').update(`saldo demo ${kind} ${name}`).digest()
  return v7({
    msecs: at,
    seq: bytes.readUInt32BE(16) & 0x7fff_ffff,
    random: bytes.subarray(0, 16),
  }) as Id<Kind>
}

/** The operating company of the demo. No other installation has a tenant of this id. */
export const demoTenant = demoId('tenant', 'Harbour City Utilities')

/** The tenant of those who run the demo's installation. */
export const demoPlatform = demoId('tenant', 'Saldo platform')
