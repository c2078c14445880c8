import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { allPermissions, type Permission } from './permissions.ts'

/**
 * How far an actor sees and acts within its tenant. What is `all` is the whole tenant; otherwise the
 * utilities and vendors named, each list being `all` or the ids it is limited to.
 */
export type Reach = {
  readonly utilities: 'all' | readonly Id<'utility'>[]
  readonly vendors: 'all' | readonly Id<'vendor'>[]
  /** The vendor groups and agents whose vendors, as they are now, are among `vendors`. */
  readonly portfolios?: readonly Id<'portfolio'>[]
}

/**
 * The most for each permission that is limited, by currency code, minor units. A currency that is not named is
 * not allowed at all; a permission that is not named has no limit.
 */
export type Limits = ReadonlyMap<Permission, ReadonlyMap<string, bigint>>

/** Who acts: every call into a module carries one, and what it reads and writes is narrowed to it. */
export type Actor = {
  readonly tenantId: Id<'tenant'>
  readonly kind: 'person' | 'operator' | 'client' | 'system'
  /** The id of the person, operator or client; the nil UUID for the system. */
  readonly id: string
  /** The name that the audit shows. */
  readonly name: string
  readonly permissions: ReadonlySet<Permission>
  readonly reach: Reach
  /** Where a permission reaches otherwise than `reach`: a person may hold two roles. See can.ts. */
  readonly reachOf?: ReadonlyMap<Permission, Reach>
  /** Up to which amount, where a permission is limited. See limits.ts. */
  readonly limits?: Limits
  /** Whose float an operator or client sells on. */
  readonly vendorId?: Id<'vendor'>
  /** The device an operator stands at. */
  readonly terminalId?: Id<'terminal'>
  /** Its number as people say it: "T-0412". */
  readonly terminalName?: string
  /** The session the actor came with: the SHA-256 of its token in hexadecimal, never the token. */
  readonly sessionId?: string
}

export const NotAllowed = refusal('access.not_allowed', 403, 'You are not allowed to do this.')

const NIL = '00000000-0000-0000-0000-000000000000'
const everything: ReadonlySet<Permission> = new Set(allPermissions)
const everywhere: Reach = { utilities: 'all', vendors: 'all' }

/** Saldo itself acting in one tenant: jobs, the demo world, the first set-up. It may do everything. */
export function systemActor(tenantId: Id<'tenant'>): Actor {
  return {
    tenantId,
    kind: 'system',
    id: NIL,
    name: 'Saldo',
    permissions: everything,
    reach: everywhere,
  }
}

/** Throws `access.not_allowed`, naming the permission, unless the actor has it. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (!actor.permissions.has(permission)) throw NotAllowed({ permission })
}
